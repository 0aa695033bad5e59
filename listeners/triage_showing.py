"""Shows the outcome of a triage where it was asked: in a modal, in place of a card, or as a message of its own."""

from dataclasses import replace

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from advisor.database.claims import Claim, start_posting
from advisor.database.threads import Place
from advisor.database.triage_places import note_triage_place
from advisor.database.triages import TriageRecord
from advisor.triage.memory import find_similar
from listeners.asks import Ask
from listeners.clients import TIMEOUT_SECONDS
from listeners.delivery import Content, deliver
from listeners.desk import Desk
from listeners.views.message import Message, build_messages
from listeners.views.triage_card import Remarks
from listeners.views.triage_post import build_card_message, build_card_modal

log = structlog.get_logger()


def show_card(
    desk: Desk,
    claim: Claim,
    ask: Ask,
    triage: TriageRecord,
    *,
    change: str = "",
    resumed: bool = False,
) -> str | None:
    """Shows the card; returns as `deliver`."""
    if not start_posting(desk.database, claim.id, owner=desk.owner, answer_id=triage.id):
        return None
    remarks = Remarks(change=change, similar=find_earlier(desk, ask, triage))
    own_url = desk.settings.knowledge_url
    if ask.view:
        view = build_card_modal(triage, viewer=ask.user, own_url=own_url, remarks=remarks)
        if _update_view(desk, ask, view):
            return ""
    message = build_card_message(triage, viewer=ask.user, own_url=own_url, remarks=remarks)
    if ask.replaces and _replace(ask, message):
        return ""
    content = Content((message,), answer_id=triage.id)
    there = _find_place(desk, ask)
    shown = deliver(desk, claim, there, content, resumed=resumed)
    if shown and there.kind in ("thread", "direct"):
        # A reply below it answers its question.
        place = Place(ask.team, there.channel, there.thread_ts or shown)
        note_triage_place(desk.database, triage.id, str(place))
    return shown


def find_earlier(desk: Desk, ask: Ask, triage: TriageRecord) -> TriageRecord | None:
    """Returns the triage most like this one among those that the asker may see."""
    found = find_similar(
        desk.database,
        desk.services.embedder,
        triage.description,
        team=ask.home_team,
        user=ask.user,
        other_than=triage.id,
    )
    return found[0].triage if found else None


def say_privately(desk: Desk, claim: Claim, ask: Ask, sentence: str) -> str | None:
    """Tells the asker one sentence; the card, if there is one, stays as it is."""
    content = Content(build_messages(sentence, text=sentence))
    return deliver(desk, claim, replace(ask, kind="private"), content)


def _find_place(desk: Desk, ask: Ask) -> Ask:
    """In the direct messages with the bot a card is a lasting message, elsewhere only the asker sees it."""
    if ask.channel and not ask.is_in_direct_messages:
        return replace(ask, kind="private")
    if ask.thread_ts:
        return replace(ask, kind="thread")
    ours = str(desk.client_of(ask).conversations_open(users=ask.user)["channel"]["id"])
    # A command works in the direct messages of two people too.
    if ask.channel not in ("", ours):
        return replace(ask, kind="private")
    return replace(ask, kind="direct", channel=ours)


def _update_view(desk: Desk, ask: Ask, view: dict[str, object]) -> bool:
    try:
        desk.client_of(ask).views_update(view_id=ask.view, view=view)
    except SlackApiError as error:
        # It was closed meanwhile: its reader can open the triage again from the Home tab.
        log.info("view_gone", error=error.response.get("error"))
        return bool(error.response.get("error") == "not_found")
    return True


def _replace(ask: Ask, message: Message) -> bool:
    """Puts the new card in place of the old one; False when the address is used up or dead."""
    if not ask.response_url:
        return False
    response = WebhookClient(ask.response_url, timeout=TIMEOUT_SECONDS).send(
        text=message.text,
        blocks=message.blocks,
        replace_original=True,
        unfurl_links=False,
        unfurl_media=False,
    )
    return response.status_code == 200
