"""The submitted form for a proposed page's title."""

from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from advisor.database.proposals import retitle_proposal
from advisor.errors import AdvisorError
from listeners.admins import REFUSAL, note_refusal
from listeners.desk import Desk
from listeners.knowledge_asks import build_ask
from listeners.managing_jobs import is_number
from listeners.views.knowledge_proposal import TEXT, TITLE

Payload = dict[str, Any]


def handle_title_submitted(
    ack: Ack, view: Payload, body: Payload, client: WebClient, context: BoltContext, desk: Desk
) -> None:
    """Stores the title, if an admin sends it; what cannot be stored is said in the form."""
    ask = build_ask(body, context, {"do": "page:title"})
    refusal = ""
    if not desk.admins.allows(client, ask, listed=desk.settings.admin_users):
        note_refusal(ask, action="page:title")
        refusal = REFUSAL
    number = str(view.get("private_metadata") or "")
    title = str(view["state"]["values"][TITLE][TEXT].get("value") or "")
    if not refusal:
        try:
            retitle_proposal(desk.database, int(number) if is_number(number) else 0, title)
        except AdvisorError as error:
            refusal = str(error)
    if refusal:
        ack(response_action="errors", errors={TITLE: refusal})
        return
    ack()
    desk.changed.set()
