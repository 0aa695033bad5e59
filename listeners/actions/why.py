"""The button "Why this answer?": explains an answer from the trace that is stored with it."""

from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient

from advisor.answering.explain import explain
from advisor.database.answers import asked_by, find_answer
from listeners.desk import Desk
from listeners.modals import show_modal
from listeners.views.blocks import Block
from listeners.views.why_modal import build_forgotten_modal, build_why_modal


def handle_why(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    respond: Respond,
    desk: Desk,
) -> None:
    """Opens the explanation for whoever sees the answer; only its asker is shown the question."""
    answer_id, user = str(action.get("value") or ""), str(body["user"]["id"])
    ack()

    def show() -> None:
        view = _build_view(desk, answer_id=answer_id, user=user)
        show_modal(client, body, view, respond)

    desk.errands.submit(show)


def _build_view(desk: Desk, *, answer_id: str, user: str) -> Block:
    answer = find_answer(desk.database, answer_id)
    if answer is None:
        return build_forgotten_modal()
    return build_why_modal(explain(answer, question=asked_by(desk.database, answer_id, user=user)))
