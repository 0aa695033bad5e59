"""reactions.add, remove and get."""

from workspace.jsontypes import Json
from workspace.messages import Message
from workspace.methods.call import Call
from workspace.methods.chat import describe


def _find(call: Call) -> Message:
    channel = call.joined_channel()
    return call.workspace.message(channel.id, call.arguments.text("timestamp"))


def _name(call: Call) -> str:
    return call.arguments.text("name").strip(":")


def add(call: Call) -> Json:
    """Add the bot's reaction; raises `already_reacted`."""
    call.workspace.react(_find(call), name=_name(call), user=call.bot)
    return {}


def remove(call: Call) -> Json:
    """Take the bot's reaction back; raises `no_reaction`."""
    call.workspace.unreact(_find(call), name=_name(call), user=call.bot)
    return {}


def get(call: Call) -> Json:
    """Return a message with its reactions."""
    message = _find(call)
    described = describe(call, message)
    return {"type": "message", "channel": message.channel, "message": described}
