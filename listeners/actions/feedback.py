"""The thumbs: stored at once; after a thumbs-down the reason is asked for."""

from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient

from advisor.errors import AdvisorError
from advisor.feedback.votes import record_vote
from listeners.desk import Desk
from listeners.modals import tell_under
from listeners.views.reason_modal import build_reason_modal


def handle_feedback(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    respond: Respond,
    desk: Desk,
) -> None:
    """Stores the vote before the ack; then opens the modal for the reason while its trigger is fresh."""
    value, _, answer_id = str(action.get("value") or "").partition(":")
    refusal = _vote(desk, answer_id=answer_id, user=body["user"]["id"], value=value)
    ack()
    if refusal:
        desk.errands.submit(lambda: tell_under(respond, refusal))
    elif value == "down":
        view = build_reason_modal(answer_id)
        desk.errands.submit(lambda: client.views_open(trigger_id=body["trigger_id"], view=view))


def _vote(desk: Desk, *, answer_id: str, user: str, value: str) -> str:
    """Stores the vote and returns "", or returns why it cannot be stored."""
    try:
        record_vote(desk.database, answer_id=answer_id, user=user, value=value)
    except AdvisorError as error:
        return str(error)
    desk.metrics.votes.labels(value=value).inc()
    return ""
