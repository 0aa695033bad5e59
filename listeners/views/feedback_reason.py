"""The submitted reason of a thumbs-down."""

from typing import Any

from slack_bolt import Ack

from advisor.errors import AdvisorError
from advisor.feedback.votes import record_reason
from listeners.asks import storable
from listeners.desk import Desk
from listeners.views.reason_modal import (
    COMMENT_ACTION,
    COMMENT_BLOCK,
    REASON_ACTION,
    REASON_BLOCK,
    build_thanks_modal,
)


def handle_feedback_reason(
    ack: Ack, view: dict[str, Any], body: dict[str, Any], desk: Desk
) -> None:
    """Stores the reason and thanks for it; what cannot be stored is said in the modal."""
    values = view["state"]["values"]
    choice = values[REASON_BLOCK][REASON_ACTION].get("selected_option") or {}
    comment = values.get(COMMENT_BLOCK, {}).get(COMMENT_ACTION, {}).get("value") or ""
    try:
        record_reason(
            desk.database,
            answer_id=view.get("private_metadata") or "",
            user=body["user"]["id"],
            reason=choice.get("value") or "",
            comment=storable(comment),
        )
    except AdvisorError as error:
        ack(response_action="errors", errors={REASON_BLOCK: str(error)})
        return
    ack(response_action="update", view=build_thanks_modal())
