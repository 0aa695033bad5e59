"""The message shortcut "Triage this": the card of what a message describes, only for who asks."""

from typing import Any

from slack_bolt import Ack, BoltContext, Respond

from listeners.asks import read_text
from listeners.desk import Desk
from listeners.modals import tell_under
from listeners.triage_asks import DOUBLE_CLICK_SECONDS, build_triage_ask, have_done

CALLBACK_ID = "triage_this"
EMPTY = "There is no text in that message that I could triage. Use /triage to describe the idea."


def handle_triage_this(
    ack: Ack, shortcut: dict[str, Any], context: BoltContext, respond: Respond, desk: Desk
) -> None:
    """Claims the message's text as a use case, acknowledges and hands it to the pool."""
    message = shortcut["message"]
    text = read_text(message.get("text") or "")
    place = f"message/{shortcut['channel']['id']}/{message['ts']}"
    task = {"do": "assess", "description": {"problem": text}, "flow": place}
    ask = build_triage_ask(shortcut, context, task)
    if text:
        have_done(desk, ask, key=f"triage/{place}/{ask.user}", seconds=DOUBLE_CLICK_SECONDS)
    ack()
    if not text:
        desk.errands.submit(lambda: tell_under(respond, EMPTY))
