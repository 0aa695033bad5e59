"""What starts a triage or writes a file with a click: an idea in a question, a card, the portfolio."""

from typing import Any

from slack_bolt import Ack, BoltContext

from listeners.asks import storable
from listeners.desk import Desk
from listeners.triage_asks import DOUBLE_CLICK_SECONDS, build_triage_ask, have_done

Payload = dict[str, Any]


def handle_triage_idea(
    ack: Ack, action: Payload, body: Payload, context: BoltContext, desk: Desk
) -> None:
    """Claims the idea of the button under an answer, for whoever clicks it."""
    message = body.get("message") or {}
    flow = f"idea/{(body.get('channel') or {}).get('id')}/{message.get('ts')}"
    idea = storable(str(action.get("value") or ""))
    task = {"do": "assess", "description": {"problem": idea}, "flow": flow}
    ask = build_triage_ask(body, context, task)
    have_done(desk, ask, key=f"triage/{flow}/{ask.user}", seconds=DOUBLE_CLICK_SECONDS)
    ack()


def handle_triage_save(
    ack: Ack, action: Payload, body: Payload, context: BoltContext, desk: Desk
) -> None:
    """Claims that a card is to be sent as a file."""
    triage = str(action.get("value") or "")
    ask = build_triage_ask(body, context, {"do": "save", "triage": triage})
    have_done(desk, ask, key=f"triage/save/{triage}/{ask.user}", seconds=DOUBLE_CLICK_SECONDS)
    ack()


def handle_triage_export(ack: Ack, body: Payload, context: BoltContext, desk: Desk) -> None:
    """Claims that the portfolio is to be sent as a file."""
    ask = build_triage_ask(body, context, {"do": "export"})
    have_done(desk, ask, key=f"triage/export/{ask.team}/{ask.user}", seconds=DOUBLE_CLICK_SECONDS)
    ack()
