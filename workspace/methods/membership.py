"""conversations.*: made, joined, left, named, and opened with several people."""

import re
from dataclasses import replace

from workspace.errors import SlackError
from workspace.identifiers import make_channel_id, make_id
from workspace.jsontypes import Json
from workspace.methods.call import Call
from workspace.people import Channel

NAME = re.compile(r"[\w-]{1,80}")
TOPIC = 250
GROUP = 8
"""How many people a group direct message takes, the app left out."""


def _describe(call: Call, channel: Channel) -> Json:
    return {"channel": channel.to_json(call.bot)}


def create(call: Call) -> Json:
    """Make a channel with only the app in it; raises `name_taken` and Slack's words for bad names."""
    name = call.arguments.optional("name")
    if name is None:
        raise SlackError("invalid_name_required")
    if len(name) > 80:
        raise SlackError("invalid_name_maxlength")
    if not NAME.fullmatch(name) or name != name.lower():
        raise SlackError("invalid_name_specials")
    if any(each.name == name for each in call.workspace.channels.values()):
        raise SlackError("name_taken")
    kind = "group" if call.arguments.flag("is_private") else "channel"
    channel = Channel(make_channel_id(), name, kind, frozenset({call.bot}))
    return _describe(call, call.workspace.put_channel(channel))


def join(call: Call) -> Json:
    """Bring the app into a public channel."""
    channel = call.channel()
    if channel.kind != "channel":
        raise SlackError("method_not_supported_for_channel_type")
    if call.bot in channel.members:
        warning = "already_in_channel"
        return _describe(call, channel) | {
            "warning": warning,
            "response_metadata": {"warnings": [warning]},
        }
    call.workspace.join(channel.id, call.bot)
    return _describe(call, call.workspace.channel(channel.id))


def leave(call: Call) -> Json:
    """Take the app out of a channel."""
    channel = call.channel()
    if channel.kind in ("im", "mpim"):
        raise SlackError("method_not_supported_for_channel_type")
    if channel.name == "general":
        raise SlackError("cant_leave_general")
    if call.bot not in channel.members:
        return {"not_in_channel": True}
    call.workspace.leave(channel.id, call.bot)
    return {}


def invite(call: Call) -> Json:
    """Bring people into a channel that the app is in."""
    channel = call.channel()
    if channel.kind in ("im", "mpim"):
        raise SlackError("method_not_supported_for_channel_type")
    if call.bot not in channel.members:
        raise SlackError("not_in_channel")
    users = _read_users(call)
    if not users:
        raise SlackError("no_user")
    for user in users:
        call.workspace.person(user)
        if user == call.bot:
            raise SlackError("cant_invite_self")
        if user in channel.members:
            raise SlackError("already_in_channel")
    for user in users:
        call.workspace.join(channel.id, user)
    return _describe(call, call.workspace.channel(channel.id))


def kick(call: Call) -> Json:
    """Take a person out of a channel."""
    channel = call.joined_channel()
    if channel.kind in ("im", "mpim"):
        raise SlackError("method_not_supported_for_channel_type")
    user = call.workspace.person(call.arguments.text("user")).id
    if user == call.bot:
        raise SlackError("cant_kick_self")
    if channel.name == "general":
        raise SlackError("cant_kick_from_general")
    if user not in channel.members:
        raise SlackError("not_in_channel")
    call.workspace.leave(channel.id, user)
    return {}


def set_topic(call: Call) -> Json:
    """Set what a channel is about; this workspace keeps topic and purpose as one."""
    return _set_topic(call, "topic")


def set_purpose(call: Call) -> Json:
    """Set what a channel is for."""
    return _set_topic(call, "purpose")


def _set_topic(call: Call, name: str) -> Json:
    channel = call.joined_channel()
    if channel.kind == "im":
        raise SlackError("method_not_supported_for_channel_type")
    text = call.arguments.optional(name) or ""
    if len(text) > TOPIC:
        raise SlackError("too_long")
    changed = call.workspace.put_channel(replace(channel, topic=text))
    return _describe(call, changed) | {name: text}


def open_conversation(call: Call) -> Json:
    """Open a direct message, or with several people a group direct message."""
    if call.arguments.optional("channel"):
        channel = call.channel()
        if channel.kind not in ("im", "mpim"):
            raise SlackError("method_not_supported_for_channel_type")
        return _opened(call, channel, already=True)
    users = [user for user in _read_users(call) if user != call.bot]
    if not users:
        raise SlackError("users_list_not_supplied")
    if len(users) > GROUP:
        raise SlackError("too_many_users")
    for user in users:
        if call.workspace.person(user).is_bot:
            raise SlackError("cannot_dm_bot")
    if len(users) == 1:
        already = f"D_{users[0].removeprefix('U_')}" in call.workspace.channels
        return _opened(call, call.workspace.open_direct_message(users[0]), already=already)
    return _open_group(call, users)


def _open_group(call: Call, users: list[str]) -> Json:
    members = frozenset({*users, call.bot})
    groups = [each for each in call.workspace.channels.values() if each.kind == "mpim"]
    found = next((each for each in groups if each.members == members), None)
    if found:
        return _opened(call, found, already=True)
    if call.arguments.flag("prevent_creation"):
        raise SlackError("channel_not_found")
    names = sorted(call.workspace.person(user).name for user in members)
    channel = Channel(make_id("C"), f"mpdm-{'--'.join(names)}-1", "mpim", members)
    return _opened(call, call.workspace.put_channel(channel), already=False)


def _opened(call: Call, channel: Channel, *, already: bool) -> Json:
    told = {"no_op": True, "already_open": True} if already else {}
    if call.arguments.flag("return_im"):
        return told | _describe(call, channel)
    return told | {"channel": {"id": channel.id}}


def _read_users(call: Call) -> list[str]:
    given = call.arguments.values.get("users")
    names = given if isinstance(given, list) else str(given or "").split(",")
    return list(dict.fromkeys(str(each).strip() for each in names if str(each).strip()))
