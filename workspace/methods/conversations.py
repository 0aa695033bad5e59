"""conversations.*: what was said, where, and who is there."""

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


def open_direct(call: Call) -> Json:
    """Open the direct message with one person."""
    users = (call.arguments.optional("users") or "").split(",")
    channel = call.arguments.optional("channel")
    if channel:
        return {"channel": {"id": call.channel().id}}
    if not users[0]:
        raise SlackError("users_list_not_supplied")
    if len(users) > 1:
        raise SlackError("method_not_supported_for_channel_type")
    is_known = f"D_{users[0].removeprefix('U_')}" in call.workspace.channels
    found = call.workspace.open_direct_message(users[0])
    if call.arguments.flag("return_im"):
        return {"channel": found.to_json(call.bot), "already_open": is_known}
    return {"channel": {"id": found.id}}


def list_members(call: Call) -> Json:
    """Return who is in a conversation."""
    members = sorted(call.channel().members)
    return {"members": members, "response_metadata": {"next_cursor": ""}}


def list_all(call: Call) -> Json:
    """Return the conversations that the bot can see, of the `types` asked for."""
    types = (call.arguments.optional("types") or "public_channel").split(",")
    shown = [
        channel.to_json(call.bot)
        for channel in call.workspace.channels.values()
        if _type(channel) in types and (channel.kind == "channel" or call.bot in channel.members)
    ]
    return {"channels": shown, "response_metadata": {"next_cursor": ""}}


def _type(channel: Channel) -> str:
    return {"channel": "public_channel", "group": "private_channel", "im": "im"}[channel.kind]
