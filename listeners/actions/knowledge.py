"""The buttons of the guide's messages: claimed like commands; who clicks is checked when it is done."""

from typing import Any

from slack_bolt import Ack, BoltContext, Respond
from slack_sdk import WebClient

from advisor.database.jobs import read_job
from listeners.claiming import claim_ask
from listeners.desk import Desk
from listeners.knowledge_asks import build_ask, value_of
from listeners.managing_jobs import job_of
from listeners.modals import show_to_admin
from listeners.reception import take_on
from listeners.views.blocks import Block
from listeners.views.knowledge_result import build_details

Payload = dict[str, Any]
# Of clicks on the same button within so many seconds, the first one counts.
DOUBLE_CLICK_SECONDS = 3


def handle_knowledge_button(
    ack: Ack, action: Payload, body: Payload, context: BoltContext, desk: Desk
) -> None:
    """Claims what a button asks for: `knowledge_publish` and the like."""
    name = str(action["action_id"]).removeprefix("knowledge_")
    ask = build_ask(body, context, {"do": f"job:{name}", "value": value_of(action)})
    key = f"knowledge/{name}/{value_of(action)}/{ask.user}"
    claim = claim_ask(desk, ask, key=key, seconds=DOUBLE_CLICK_SECONDS)
    ack()
    if claim:
        take_on(desk, claim)


def handle_knowledge_details(
    ack: Ack, action: Payload, body: Payload, client: WebClient, context: BoltContext,
    respond: Respond, desk: Desk,
) -> None:  # fmt: skip
    """Opens all that is known of a build, for admins."""
    ask = build_ask(body, context, {"do": "job:details", "value": value_of(action)})
    ack()

    def build() -> Block:
        job = read_job(desk.database, job_of(ask))
        return build_details(job.result, release=job.release)

    show_to_admin(desk, ask, client, body, respond, build=build)
