"""The button that makes a golden question of an answer that was voted down."""

from typing import Any

from slack_bolt import Ack, BoltContext, Respond
from slack_sdk import WebClient

from listeners.desk import Desk
from listeners.knowledge_asks import build_ask, value_of
from listeners.managing_golden import begin_promotion
from listeners.modals import show_to_admin

Payload = dict[str, Any]


def handle_golden_promote(
    ack: Ack, action: Payload, body: Payload, client: WebClient, context: BoltContext,
    respond: Respond, desk: Desk,
) -> None:  # fmt: skip
    """Opens the form of a golden question, for admins."""
    answer_id = value_of(action)
    ask = build_ask(body, context, {"do": "golden:promote", "value": answer_id})
    ack()
    show_to_admin(
        desk, ask, client, body, respond, build=lambda: begin_promotion(desk, ask, answer_id)
    )
