"""/triage: alone it opens the form, with a text it triages that; only the asker sees the card."""

import secrets
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, BoltContext, Respond
from slack_sdk import WebClient

from advisor.database.triages import record_step
from listeners.asks import Ask, read_text
from listeners.claiming import claim_ask
from listeners.desk import Desk
from listeners.modals import show_modal
from listeners.reception import take_on
from listeners.triage_asks import build_origin
from listeners.views.triage_modal import build_describe_modal


def handle_triage(
    ack: Ack,
    command: dict[str, Any],
    client: WebClient,
    context: BoltContext,
    respond: Respond,
    desk: Desk,
) -> None:
    """Opens the form while its trigger is fresh, or claims the text."""
    ask = Ask(
        kind="triage",
        team=context.team_id or "",
        enterprise=context.enterprise_id or "",
        channel=command["channel_id"],
        user=command["user_id"],
        user_team=context.team_id or "",
        response_url=command.get("response_url") or "",
    )
    text = read_text(command.get("text") or "")
    if text:
        task = {"do": "assess", "description": {"problem": text}}
        claim = claim_ask(desk, replace(ask, task=task), key=command["trigger_id"])
        ack()
        if claim:
            take_on(desk, claim)
        return
    ack()
    flow = f"form/{secrets.token_hex(8)}"
    view = build_describe_modal(build_origin(ask, flow=flow))

    def open_form() -> None:
        show_modal(client, command, view, respond)
        record_step(desk.database, "opened", team=ask.home_team, user=ask.user, flow=flow)

    desk.errands.submit(open_form)
