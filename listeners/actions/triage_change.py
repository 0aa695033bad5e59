"""What its owner changes on a card with a click: the answer to a question, the capability, the status."""

from typing import Any

from slack_bolt import Ack, BoltContext

from listeners.desk import Desk
from listeners.triage_asks import build_triage_ask, have_done

Payload = dict[str, Any]


def handle_triage_answer(
    ack: Ack, action: Payload, body: Payload, context: BoltContext, desk: Desk
) -> None:
    """Claims a reply; of two clicks on the same card, the first one counts."""
    triage, key, reply, revision = split_value(str(action.get("value") or ""), 4)
    task = {"do": "reply", "triage": triage, "key": key, "reply": reply}
    ask = build_triage_ask(body, context, task, replaces=True)
    have_done(desk, ask, key=f"triage/reply/{triage}/{key}/{revision}/{ask.user}")
    ack()


def handle_triage_correct(
    ack: Ack, action: Payload, body: Payload, context: BoltContext, desk: Desk
) -> None:
    """Claims the capability that was chosen instead of the proposal."""
    triage, choice = split_value(_chosen(action), 2)
    _change(desk, body, context, {"do": "correct", "triage": triage, "choice": choice})
    ack()


def handle_triage_status(
    ack: Ack, action: Payload, body: Payload, context: BoltContext, desk: Desk
) -> None:
    """Claims how far the idea has come."""
    triage, status = split_value(_chosen(action), 2)
    _change(desk, body, context, {"do": "status", "triage": triage, "status": status})
    ack()


def split_value(value: str, count: int) -> list[str]:
    """Returns the parts of a button's value, exactly so many: a forged one has empty parts."""
    parts = value.split(":")
    return [*parts[:count], *[""] * (count - len(parts))]


def _change(desk: Desk, body: Payload, context: BoltContext, task: Payload) -> None:
    ask = build_triage_ask(body, context, task, replaces=True)
    have_done(desk, ask, key=body["trigger_id"])


def _chosen(action: Payload) -> str:
    return str((action.get("selected_option") or {}).get("value") or "")
