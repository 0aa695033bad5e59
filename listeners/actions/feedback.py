"""The thumbs: stored at once, and after a thumbs-down the reason is asked for."""

from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient

from advisor.errors import AdvisorError
from advisor.feedback.votes import record_vote
from listeners.desk import Desk
from listeners.views.reason_modal import build_reason_modal


def handle_feedback(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    respond: Respond,
    desk: Desk,
) -> None:
    """Stores the vote; opens the modal for the reason while its trigger is fresh."""
    value, _, answer_id = str(action.get("value") or "").partition(":")
    ack()
    desk.errands.submit(
        lambda: _vote(desk, client, respond, body, answer_id=answer_id, value=value)
    )


def _vote(
    desk: Desk,
    client: WebClient,
    respond: Respond,
    body: dict[str, Any],
    *,
    answer_id: str,
    value: str,
) -> None:
    try:
        record_vote(desk.database, answer_id=answer_id, user=body["user"]["id"], value=value)
    except AdvisorError as error:
        respond(text=str(error), response_type="ephemeral", replace_original=False)
        return
    desk.metrics.votes.labels(value=value).inc()
    if value == "down":
        client.views_open(trigger_id=body["trigger_id"], view=build_reason_modal(answer_id))
