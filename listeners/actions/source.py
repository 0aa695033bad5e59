"""A source's button: shows the passage that was cited."""

from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient

from advisor.database.answers import find_answer
from advisor.models import Citation
from listeners.desk import Desk
from listeners.modals import show_modal, tell_under
from listeners.views.source_modal import build_source_modal

UNKNOWN = "I no longer have that source; please ask again."


def handle_source(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    respond: Respond,
    desk: Desk,
) -> None:
    """Opens the passage in a modal."""
    answer_id, _, marker = str(action.get("value") or "").partition(":")
    ack()

    def show() -> None:
        citation = _find_citation(desk, answer_id=answer_id, marker=marker)
        if citation is None:
            tell_under(respond, UNKNOWN)
            return
        view = build_source_modal(citation, own_url=desk.settings.knowledge_url)
        show_modal(client, body, view, respond)

    desk.errands.submit(show)


def _find_citation(desk: Desk, *, answer_id: str, marker: str) -> Citation | None:
    answer = find_answer(desk.database, answer_id)
    citations = answer.citations if answer else ()
    return next((each for each in citations if str(each.marker) == marker), None)
