"""The buttons of a proposed page: approve, reject, edit its title."""

from typing import Any

from slack_bolt import Ack, BoltContext, Respond
from slack_sdk import WebClient

from advisor.database.proposals import read_proposal
from listeners.claiming import claim_ask
from listeners.desk import Desk
from listeners.knowledge_asks import build_ask, value_of
from listeners.managing_pages import proposal_of
from listeners.modals import show_to_admin
from listeners.reception import take_on
from listeners.views.blocks import Block
from listeners.views.knowledge_proposal import build_title_modal

Payload = dict[str, Any]


def handle_proposal_button(
    ack: Ack, action: Payload, body: Payload, context: BoltContext, desk: Desk
) -> None:
    """Claims what a button decides: `proposal_approve` or `proposal_reject`."""
    name = str(action["action_id"]).removeprefix("proposal_")
    ask = build_ask(body, context, {"do": f"page:{name}", "value": value_of(action)})
    claim = claim_ask(desk, ask, key=str(body["trigger_id"]))
    ack()
    if claim:
        take_on(desk, claim)


def handle_proposal_title(
    ack: Ack, action: Payload, body: Payload, client: WebClient, context: BoltContext,
    respond: Respond, desk: Desk,
) -> None:  # fmt: skip
    """Opens the form for the title, for admins."""
    ask = build_ask(body, context, {"do": "page:title", "value": value_of(action)})
    ack()

    def build() -> Block:
        return build_title_modal(read_proposal(desk.database, proposal_of(ask)))

    show_to_admin(desk, ask, client, body, respond, build=build)
