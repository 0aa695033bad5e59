"""The submitted form of a golden question that comes from a vote."""

from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from advisor.database.golden import add_golden
from advisor.errors import AdvisorError
from listeners.admins import REFUSAL, note_refusal
from listeners.asks import storable
from listeners.desk import Desk
from listeners.knowledge_asks import build_ask
from listeners.managing_golden import end_promotion
from listeners.views.knowledge_votes import (
    ACTION,
    FACTS,
    OTHER,
    QUESTION,
    SECTION,
    Promotion,
    build_promoted,
)

Payload = dict[str, Any]


def handle_golden_promoted(
    ack: Ack, view: Payload, body: Payload, client: WebClient, context: BoltContext, desk: Desk
) -> None:
    """Keeps the golden question, if an admin sends it; what cannot be kept is said in the form."""
    ask = build_ask(body, context, {"do": "golden:promote"})
    if not desk.admins.allows(client, ask, listed=desk.settings.admin_users):
        note_refusal(ask, action="golden:promote")
        ack(response_action="errors", errors={QUESTION: REFUSAL})
        return
    values = view["state"]["values"]
    chosen = (values[SECTION][ACTION].get("selected_option") or {}).get("value") or ""
    try:
        golden = end_promotion(
            desk,
            ask,
            Promotion.from_metadata(view.get("private_metadata") or ""),
            question=_read(values, QUESTION),
            chosen=str(chosen),
            other=_read(values, OTHER),
            facts=_read(values, FACTS),
        )
        kept = add_golden(desk.database, golden)
    except AdvisorError as error:
        ack(response_action="errors", errors={SECTION: str(error)})
        return
    ack(response_action="update", view=build_promoted(kept))


def _read(values: Payload, name: str) -> str:
    return storable(str(values[name][ACTION].get("value") or "")).strip()
