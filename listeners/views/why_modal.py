"""The modal behind "Why this answer?": what was read, how sure the answer is, what was checked."""

from advisor.answering.explain import Explanation, ReadPassage
from advisor.answering.explain_words import SCORES, Paragraph, tell, tell_scores
from listeners.mrkdwn import escape, to_mrkdwn
from listeners.views.blocks import (
    SECTION_TEXT,
    Block,
    build_context,
    build_plain,
    build_section,
    cut,
    cut_escaped,
)

ACTION_ID = "why"
LABEL = "Why this answer?"
MAX_PASSAGES = 10
QUOTE_LENGTH = 600
QUESTION_LENGTH = 500
FORGOTTEN = (
    "I no longer have this answer: somebody asked me to erase it, or it is older than I keep answers. "
    "Please ask again, and I can explain the new one."
)


def build_why_modal(explanation: Explanation) -> Block:
    """Returns the modal that explains an answer."""
    asked = cut(" ".join(explanation.question.split()), QUESTION_LENGTH)
    return _build_modal(
        [
            *((build_section(f"*You asked:* {escape(asked)}"),) if asked else ()),
            *(_build_paragraph(paragraph) for paragraph in tell(explanation)),
            *_build_passages(explanation.passages[:MAX_PASSAGES]),
        ]
    )


def build_forgotten_modal() -> Block:
    """Returns the modal for an answer that is no longer stored."""
    return _build_modal([build_section(FORGOTTEN)])


def _build_modal(blocks: list[Block]) -> Block:
    return {
        "type": "modal",
        "title": build_plain(LABEL),
        "close": build_plain("Close"),
        "blocks": blocks,
    }


def _build_paragraph(paragraph: Paragraph) -> Block:
    return build_section("\n".join((f"*{paragraph.heading}*", *map(escape, paragraph.lines))))


def _build_passages(passages: tuple[ReadPassage, ...]) -> tuple[Block, ...]:
    if not passages:
        return ()
    return (
        {"type": "divider"},
        build_section("*What was read*"),
        *(_build_passage(passage) for passage in passages),
        build_context(SCORES),
    )


def _build_passage(passage: ReadPassage) -> Block:
    head = f"*{escape(passage.heading)}*\n{escape(tell_scores(passage))}"
    # No link of a document leads out of the explanation: its sources have buttons of their own.
    quote = to_mrkdwn(cut(" ".join(passage.text.split()), QUOTE_LENGTH))
    return build_section(cut_escaped(f"{head}\n>{quote}" if quote else head, SECTION_TEXT))
