"""The message shortcuts "Add to the guide" and "Teach from this thread", for the guide's admins."""

from typing import Any

from slack_bolt import Ack, BoltContext

from listeners.asks import read_text
from listeners.claiming import claim_ask
from listeners.desk import Desk
from listeners.knowledge_asks import build_ask
from listeners.managing_pages import is_private, pick_files
from listeners.reception import take_on

ADD, TEACH = "add_to_guide", "teach_from_thread"

Payload = dict[str, Any]


def handle_add_to_guide(ack: Ack, shortcut: Payload, context: BoltContext, desk: Desk) -> None:
    """Claims the files of a message as pages."""
    task = {"do": "page:files", "files": pick_files(shortcut["message"]), **_describe(shortcut)}
    _claim(desk, shortcut, context, task)
    ack()


def handle_teach_from_thread(ack: Ack, shortcut: Payload, context: BoltContext, desk: Desk) -> None:
    """Claims a message's thread as a page."""
    message = shortcut["message"]
    described = _describe(shortcut)
    task = {
        "do": "page:thread",
        **described,
        "message_ts": described["ts"],
        "ts": str(message.get("thread_ts") or message.get("ts") or ""),
        "text": read_text(str(message.get("text") or "")),
    }
    _claim(desk, shortcut, context, task)
    ack()


def _describe(shortcut: Payload) -> Payload:
    """Where the message stands; a private conversation is not named."""
    channel, message = shortcut["channel"], shortcut["message"]
    private = is_private(str(channel["id"]), str(channel.get("name") or ""))
    return {
        "channel": str(channel["id"]),
        "channel_name": "" if private else str(channel.get("name") or ""),
        "private": private,
        "ts": str(message.get("ts") or ""),
        "author": str(message.get("user") or ""),
    }


def _claim(desk: Desk, shortcut: Payload, context: BoltContext, task: Payload) -> None:
    ask = build_ask(shortcut, context, task)
    claim = claim_ask(desk, ask, key=str(shortcut["trigger_id"]))
    if claim:
        take_on(desk, claim)
