"""Answers that were voted down, with a button that makes a golden question of one, and the form for it."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from advisor.database.doubted import Complaint, Doubted
from advisor.database.golden import Golden
from advisor.feedback.votes import REASONS
from listeners.mrkdwn import to_plain
from listeners.views.blocks import (
    Block,
    build_actions,
    build_button,
    build_context,
    build_modal,
    build_plain,
    build_section,
    build_select,
    cut,
    cut_escaped,
    fit_blocks,
)
from listeners.views.knowledge_words import join, name_page, say
from listeners.views.message import Message

CALLBACK_ID = "golden_promote"
QUESTION, SECTION, OTHER, FACTS = "question", "section", "other", "facts"
ACTION = "choice"
REFUSE = "refuse"
# A menu's values and a modal's metadata have their limits; the form carries the sections by their places.
METADATA = 2_800
LONGEST_QUESTION = 2_000
NONE_LEFT = "Nobody has voted an answer down and said why, or all of those are golden questions."
MEASURED = "The next build is measured by it."
REFUSED = "None: the guide does not cover it, so refuse"

# A page and one of its headings.
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Promotion:
    """What the form carries: the answer, and the sections of its menu."""

    answer_id: str
    sections: tuple[Place, ...]

    def to_metadata(self) -> str:
        """The promotion as a modal carries it."""
        return json.dumps([self.answer_id, self.sections], ensure_ascii=False)

    @classmethod
    def from_metadata(cls, metadata: str) -> "Promotion":
        """The promotion that `to_metadata` wrote; an empty one if it cannot be read."""
        try:
            answer_id, sections = json.loads(metadata)
            return cls(str(answer_id), tuple((str(page), str(name)) for page, name in sections))
        except (ValueError, TypeError):
            return cls("", ())


def build_doubted(found: Sequence[Doubted], *, total: int) -> tuple[Message, ...]:
    """Returns the message that lists answers that were voted down with a reason."""
    head = "*Answers that were voted down, the last one first*"
    if total > len(found):
        head += f"\nThese are {len(found)} of {total:,}."
    blocks = [build_section(head), *(block for one in found for block in _build_one(one))]
    text = "Answers that were voted down"
    return (Message(text=text, body="", footer=tuple(fit_blocks(blocks))),)


def build_promotion(doubted: Doubted, sections: Sequence[Place]) -> Block:
    """Returns the form: the question, the section that answers it, and what a right answer says."""
    promotion = _fit(doubted.answer_id, sections)
    options = {str(place): _label(each) for place, each in enumerate(promotion.sections)}
    return build_modal(
        "Golden question",
        [
            build_context(
                "Each new release is asked this question, and should answer it no worse than the live one."
            ),
            _build_input(
                QUESTION,
                "Question",
                {"type": "plain_text_input", "multiline": True, "max_length": LONGEST_QUESTION}
                | {"initial_value": cut(doubted.question, LONGEST_QUESTION)},
                hint="As it is understood alone. It is kept: leave out names and personal data.",
            ),
            _build_input(
                SECTION,
                "Which section should answer it?",
                build_select(
                    "Choose a section", action_id=ACTION, options=options | {REFUSE: REFUSED}
                ),
                optional=True,
            ),
            _build_input(
                OTHER,
                "Or another one",
                {"type": "plain_text_input", "max_length": 300}
                | {"placeholder": build_plain("page.md#Heading")},
                optional=True,
            ),
            _build_input(
                FACTS,
                "What must the answer say?",
                {"type": "plain_text_input", "multiline": True, "max_length": 2_000},
                optional=True,
                hint="A fact in each line; “26 fields = 26 entries” takes either wording.",
            ),
        ],
        close="Cancel",
        submit=build_plain("Keep"),
        callback_id=CALLBACK_ID,
        private_metadata=promotion.to_metadata(),
    )


def build_promoted(golden: Golden) -> Block:
    """Returns the modal that says what was kept."""
    kept = f"*Golden question {golden.id}:* {say(golden.question)}"
    return build_modal("Golden question", [build_section(f"{kept}\n{MEASURED}")])


def _build_one(doubted: Doubted) -> Iterator[Block]:
    answer = cut_escaped(" ".join(to_plain(doubted.text).split()), 400)
    cited = ", ".join(dict.fromkeys(name_page(page) for page, _ in doubted.cited[:3] if page))
    yield build_section(f"*{say(doubted.question, 300)}*\n> {answer}")
    yield build_context(
        join(
            [
                *(_tell_complaint(one) for one in doubted.complaints[-3:]),
                f"cited {cited}" if cited else "",
                f"{doubted.created_at:%Y-%m-%d}",
            ]
        )
    )
    button = build_button(
        "Make it a golden question", action_id=CALLBACK_ID, value=doubted.answer_id
    )
    yield build_actions([button])


def _tell_complaint(complaint: Complaint) -> str:
    reason = REASONS.get(complaint.reason, REASONS["other"])
    return f"{reason}: “{say(complaint.comment, 200)}”" if complaint.comment else reason


def _fit(answer_id: str, sections: Sequence[Place]) -> Promotion:
    """As many of the sections, in their order, as the form can carry."""
    kept: tuple[Place, ...] = ()
    for section in dict.fromkeys(sections):
        longer = Promotion(answer_id, (*kept, section))
        if len(longer.to_metadata()) <= METADATA:
            kept = longer.sections
    return Promotion(answer_id, kept)


def _label(section: Place) -> str:
    page, heading = section
    return f"{heading} ({page})" if heading else page


def _build_input(
    name: str, label: str, element: Block, *, optional: bool = False, hint: str = ""
) -> Block:
    block = {
        "type": "input",
        "block_id": name,
        "optional": optional,
        "label": build_plain(label),
        "element": {"action_id": ACTION, **element},
    }
    return block | ({"hint": build_plain(hint)} if hint else {})
