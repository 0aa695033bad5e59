"""conversations.*: what was said, where, and who is there."""

from collections.abc import Callable
from typing import Any

from workspace.errors import SlackError
from workspace.jsontypes import Json
from workspace.messages import Message, build_message
from workspace.methods.call import Call
from workspace.people import Channel


def list_replies(call: Call) -> Json:
    """Return a thread, its root first."""
    channel = call.joined_channel()
    ts = call.arguments.text("ts")
    try:
        message = call.workspace.message(channel.id, ts)
    except SlackError:
        raise SlackError("thread_not_found") from None
    root = call.workspace.message(channel.id, message.thread_ts or ts)
    thread = (root, *call.workspace.replies(channel.id, root.ts))
    return _page(call, [each for each in thread if _is_within(call, each)], most=1000)


def list_history(call: Call) -> Json:
    """Return the messages of a conversation, newest first, without replies in threads."""
    channel = call.joined_channel()
    shown = [
        message
        for message in reversed(call.workspace.messages(channel.id))
        if not message.visible_to
        and (not message.is_reply or message.subtype == "thread_broadcast")
        and _is_within(call, message)
    ]
    return _page(call, shown, most=999)


def _is_within(call: Call, message: Message) -> bool:
    oldest, latest = call.arguments.optional("oldest"), call.arguments.optional("latest")
    is_inclusive = call.arguments.flag("inclusive")
    try:
        ts = float(message.ts)
        after = oldest is None or ts > float(oldest) or (is_inclusive and message.ts == oldest)
        before = latest is None or ts < float(latest) or (is_inclusive and message.ts == latest)
    except ValueError:
        raise SlackError("invalid_ts_oldest") from None
    return after and before


def _page(call: Call, messages: list[Message], *, most: int) -> Json:
    limit = call.arguments.number("limit", default=100, most=most)
    start = _find_start(call)
    page = messages[start : start + limit]
    has_more = start + limit < len(messages)
    cursor = str(start + limit) if has_more else ""
    return {
        "messages": [_describe(call, message) for message in page],
        "has_more": has_more,
        "response_metadata": {"next_cursor": cursor},
    }


def _find_start(call: Call) -> int:
    cursor = call.arguments.optional("cursor") or "0"
    if not cursor.isdigit():
        raise SlackError("invalid_cursor")
    return int(cursor)


def _describe(call: Call, message: Message) -> Json:
    replies = call.workspace.replies(message.channel, message.ts)
    body = build_message(message, call.workspace.application, replies=replies)
    if not call.arguments.flag("include_all_metadata"):
        body.pop("metadata", None)
    return body


def describe(call: Call) -> Json:
    """Describe one conversation."""
    return {"channel": call.channel().to_json(call.bot)}


def list_members(call: Call) -> Json:
    """Return who is in a conversation."""
    return cut_page(call, "members", sorted(call.channel().members))


def list_all(call: Call) -> Json:
    """Return the conversations that the bot can see, of the `types` asked for."""
    return _list(call, lambda each: each.kind == "channel" or call.bot in each.members)


def list_joined(call: Call) -> Json:
    """Return the conversations that a person, or else the bot, is in (users.conversations)."""
    user = call.workspace.person(call.arguments.optional("user") or call.bot).id
    return _list(
        call,
        lambda each: (
            {user, call.bot} <= each.members or (user in each.members and each.kind == "channel")
        ),
    )


TYPES = {"channel": "public_channel", "group": "private_channel", "im": "im", "mpim": "mpim"}


def _list(call: Call, is_shown: Callable[[Channel], bool]) -> Json:
    types = (call.arguments.optional("types") or "public_channel").replace(" ", "").split(",")
    if not set(types) <= set(TYPES.values()):
        raise SlackError("invalid_types")
    shown = [
        channel.to_json(call.bot)
        for channel in call.workspace.channels.values()
        if TYPES[channel.kind] in types and is_shown(channel)
    ]
    return cut_page(call, "channels", shown)


def cut_page(call: Call, name: str, found: list[Any], *, most: int = 1000) -> Json:
    """Return one page of a list, and the cursor of the next; raises `invalid_cursor`."""
    limit = call.arguments.number("limit", default=most, most=most)
    start = _find_start(call)
    cursor = str(start + limit) if start + limit < len(found) else ""
    return {name: found[start : start + limit], "response_metadata": {"next_cursor": cursor}}
