"""An answer as messages: text, sources, notices, next questions and the thumbs."""

from collections.abc import Sequence

from advisor.models import Answer
from listeners.mrkdwn import escape, harmless, to_plain
from listeners.views.blocks import (
    Block,
    build_actions,
    build_button,
    build_context,
    cut,
)
from listeners.views.message import Message, build_messages
from listeners.views.sources import build_sources
from listeners.views.why_modal import ACTION_ID, LABEL

MAX_SOURCES = 10
MAX_SUGGESTIONS = 3
QUESTION_LENGTH = 300
TRIAGE_LABEL = "Triage this idea"
# What sources, notices and buttons take at most of a message.
RESERVE = 4_500


def build_answer(
    answer: Answer,
    *,
    own_url: str = "",
    notices: Sequence[str] = (),
    question: str = "",
    shared_by: str = "",
    shareable: bool = False,
    idea: str = "",
) -> tuple[Message, ...]:
    """Returns the messages of an answer.

    `question` is shown above it, `shared_by` names the user who shows it to the channel, and `shareable`
    adds the button with which to do so. `idea` is a proposed use case in the question: a button triages it.
    """
    footer = (
        *build_sources(answer.citations[:MAX_SOURCES], holder=answer.id, own_url=own_url),
        *(build_context(escape(notice)) for notice in (*answer.notices, *notices)),
        *((build_context(f"Shared by <@{escape(shared_by)}>"),) if shared_by else ()),
        *_build_suggestions(answer.suggestions),
        *((_build_idea(idea),) if idea else ()),
        _build_tools(answer.id, shareable=shareable),
        build_thumbs(answer.id),
    )
    asked = cut(" ".join(question.split()), QUESTION_LENGTH)
    lead = f"**Question:** {harmless(asked)}\n\n" if asked else ""
    return build_messages(
        lead + (harmless(answer.text, own_url=own_url).strip() or "…"),
        text=to_plain(answer.text),
        footer=footer,
        reserve=RESERVE,
    )


def build_thumbs(answer_id: str) -> Block:
    """The thumbs; their values name the answer."""
    return {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "feedback",
                "positive_button": _build_thumb("Helpful", "up", answer_id),
                "negative_button": _build_thumb("Not helpful", "down", answer_id),
            }
        ],
    }


def _build_thumb(label: str, value: str, answer_id: str) -> Block:
    return {
        "text": {"type": "plain_text", "text": label},
        "value": f"{value}:{answer_id}",
        "accessibility_label": f"Rate this answer as {label.lower()}",
    }


def _build_suggestions(suggestions: Sequence[str]) -> tuple[Block, ...]:
    buttons = [
        build_button(suggestion, action_id=f"suggestion:{number}", value=suggestion)
        for number, suggestion in enumerate(suggestions[:MAX_SUGGESTIONS], start=1)
    ]
    return (build_actions(buttons),) if buttons else ()


def _build_idea(idea: str) -> Block:
    """The offer to triage what the question proposes; the button carries the words."""
    return build_actions(
        [build_button(TRIAGE_LABEL, action_id="triage_idea", value=idea, style="primary")]
    )


def _build_tools(answer_id: str, *, shareable: bool) -> Block:
    """What can be done with an answer: have it explained, and show a private one to everybody."""
    why = build_button(LABEL, action_id=ACTION_ID, value=answer_id)
    share = build_button("Share to channel", action_id="share", value=answer_id)
    return build_actions([share, why] if shareable else [why])
