"""What opens a triage or a form about it: its card, its details, an answer in words, where it goes."""

import secrets
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, BoltContext, Respond
from slack_sdk import WebClient

from advisor.database.triages import TriageRecord, read_triage, record_step
from advisor.models import OpenQuestion
from listeners.actions.triage_change import split_value
from listeners.asks import Ask
from listeners.desk import Desk
from listeners.modals import show_modal
from listeners.triage_asks import build_origin, build_triage_ask
from listeners.triage_showing import find_earlier
from listeners.views.blocks import Block
from listeners.views.source_modal import build_source_modal
from listeners.views.triage_card import Remarks
from listeners.views.triage_modal import build_describe_modal, build_words_modal
from listeners.views.triage_post import build_card_modal, build_gone_modal
from listeners.views.triage_share_modal import build_share_modal

Payload = dict[str, Any]
# Builds the view of a triage for the ask that a click stands for.
Builder = Callable[[TriageRecord, Ask], Block]


def handle_triage_open(
    ack: Ack, action: Payload, body: Payload, client: WebClient, context: BoltContext,
    respond: Respond, desk: Desk,
) -> None:  # fmt: skip
    """Opens the whole card, for its owner and, if it is shared, for the team."""
    ack()

    def build(triage: TriageRecord, ask: Ask) -> Block:
        return build_card_modal(
            triage,
            viewer=ask.user,
            own_url=desk.settings.knowledge_url,
            remarks=Remarks(similar=find_earlier(desk, ask, triage)),
        )

    _open(
        desk, body, context, client, respond, triage_id=str(action.get("value") or ""), build=build
    )


def handle_triage_details(
    ack: Ack, action: Payload, body: Payload, client: WebClient, context: BoltContext,
    respond: Respond, desk: Desk,
) -> None:  # fmt: skip
    """Opens the form with what is known, for its owner."""
    ack()

    def build(triage: TriageRecord, ask: Ask) -> Block:
        origin = build_origin(ask, triage=triage.id)
        return build_describe_modal(origin, description=triage.description)

    _open(
        desk, body, context, client, respond,
        triage_id=str(action.get("value") or ""), build=build, owners_only=True,
    )  # fmt: skip


def handle_triage_words(
    ack: Ack, action: Payload, body: Payload, client: WebClient, context: BoltContext,
    respond: Respond, desk: Desk,
) -> None:  # fmt: skip
    """Opens the form that takes an answer in words."""
    triage_id, key = split_value(str(action.get("value") or ""), 2)
    ack()

    def build(triage: TriageRecord, ask: Ask) -> Block:
        asked = next(
            (each for each in triage.assessment.questions if each.key == key),
            OpenQuestion(key, "What else should I know?"),
        )
        return build_words_modal(build_origin(ask, triage=triage.id, key=key), question=asked.text)

    _open(
        desk, body, context, client, respond, triage_id=triage_id, build=build, owners_only=True
    )  # fmt: skip


def handle_triage_share(
    ack: Ack, action: Payload, body: Payload, client: WebClient, context: BoltContext,
    respond: Respond, desk: Desk,
) -> None:  # fmt: skip
    """Asks where the card, or the summary for engineers, goes."""
    hand = str(action.get("action_id")) == "triage_hand"
    ack()

    def build(triage: TriageRecord, ask: Ask) -> Block:
        return build_share_modal(triage, build_origin(ask, triage=triage.id), hand=hand)

    _open(
        desk, body, context, client, respond,
        triage_id=str(action.get("value") or ""), build=build, owners_only=True,
    )  # fmt: skip


def handle_triage_source(
    ack: Ack, action: Payload, body: Payload, client: WebClient, context: BoltContext,
    respond: Respond, desk: Desk,
) -> None:  # fmt: skip
    """Opens the section of the guide that a card rests on."""
    triage_id, marker = split_value(str(action.get("value") or ""), 2)
    ack()

    def build(triage: TriageRecord, _ask: Ask) -> Block:
        sections = triage.assessment.sections
        found = next((each for each in sections if str(each.marker) == marker), None)
        if found is None:
            return build_gone_modal()
        return build_source_modal(found, own_url=desk.settings.knowledge_url)

    _open(desk, body, context, client, respond, triage_id=triage_id, build=build)


def handle_triage_new(
    ack: Ack, body: Payload, client: WebClient, context: BoltContext, respond: Respond, desk: Desk
) -> None:
    """Opens the empty form, from the Home tab."""
    ask = build_triage_ask(body, context, {})
    ack()
    flow = f"form/{secrets.token_hex(8)}"
    view = build_describe_modal(build_origin(ask, flow=flow))

    def open_form() -> None:
        show_modal(client, body, view, respond)
        record_step(desk.database, "opened", team=ask.home_team, user=ask.user, flow=flow)

    desk.errands.submit(open_form)


def _open(
    desk: Desk,
    body: Payload,
    context: BoltContext,
    client: WebClient,
    respond: Respond,
    *,
    triage_id: str,
    build: Builder,
    owners_only: bool = False,
) -> None:
    """Opens what is built of a triage; of one that this person may not see or change, only that."""
    ask = build_triage_ask(body, context, {}, replaces=True)

    def show() -> None:
        triage = read_triage(desk.database, triage_id, team=ask.home_team, user=ask.user)
        is_allowed = triage and (triage.owner == ask.user or not owners_only)
        view = build(triage, ask) if triage and is_allowed else build_gone_modal()
        show_modal(client, body, view, respond)

    desk.errands.submit(show)
