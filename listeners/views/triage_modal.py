"""The form that describes an idea: empty, filled in from a text, or to add details to a triage."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from advisor.models import Description, Reply, SuitabilityKey
from advisor.triage.card_text import QUESTIONS
from listeners.asks import storable
from listeners.views.blocks import (
    Block,
    build_modal,
    build_plain,
    build_section,
    build_select,
    cut,
)
from listeners.views.triage_words import REPLIES

CALLBACK_ID = "triage_describe"
WORDS_CALLBACK_ID = "triage_words"
ACTION = "text"
FROM_TEXT = "text"
REPLY_LABELS = {"yes": "Yes", "no": "No", "unknown": "I don't know"}
LONGEST_PROBLEM = 3_000
LONGEST_DETAIL = 1_500
PROBLEM_FIRST = (
    "*Which problem is it about?* What you wrote names a technology. Tell me who has the problem, what they "
    "do about it today, and what should become better; whether AI fits follows from that. If this is the "
    "problem, just send it again."
)
# Field of the description, label, placeholder.
FIELDS = (
    ("problem", "What is the problem, and whom does it hurt?",
     "Support agents read each e-mail to find out which team it is for; customers wait a day."),
    ("outcome", "Which decision or output should change?",
     "Each e-mail goes to the right team at once."),
    ("today", "What exists today?",
     "A person reads and forwards them; there are eleven written rules."),
    ("data", "Which data is there?",
     "What, how much, with labels? Is it personal, and may you use it?"),
    ("mistakes", "What does a mistake cost, and which kind is worse?",
     "A complaint sent to sales is worse than a sales mail sent to complaints."),
    ("volume", "How often, and what is one case worth?",
     "400 e-mails a day, four minutes each."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a form came from, and so where its card goes: carried in the modal itself.

    `triage` is the one that gets details, `key` the question that is answered in words, `view` the modal
    that shows its card. `nudged` says that the problem has been asked for before.
    """

    channel: str = ""
    thread_ts: str = ""
    response_url: str = ""
    triage: str = ""
    key: str = ""
    view: str = ""
    flow: str = ""
    nudged: bool = False
    replaces: bool = False

    def to_metadata(self) -> str:
        """The origin as a modal carries it."""
        return json.dumps({name: value for name, value in asdict(self).items() if value})

    @classmethod
    def from_metadata(cls, metadata: str) -> Self:
        """The origin that `to_metadata` wrote; an empty one if it cannot be read."""
        try:
            held = json.loads(metadata or "{}")
        except ValueError:
            held = {}
        known = {each.name for each in fields(cls)}
        return cls(**{name: value for name, value in held.items() if name in known})


def build_describe_modal(origin: Origin, *, description: Description | None = None) -> Block:
    """Returns the form, filled in with what is known."""
    told = description or Description(problem="")
    note = [build_section(PROBLEM_FIRST)] if origin.nudged else []
    return build_modal(
        "Add details" if origin.triage else "Triage an idea",
        [
            *note,
            *(_build_input(*field, told=str(getattr(told, field[0]))) for field in FIELDS),
            *(_build_replies(told) if origin.triage else ()),
        ],
        close="Cancel",
        submit=build_plain("Triage again" if origin.triage else "Triage"),
        callback_id=CALLBACK_ID,
        private_metadata=origin.to_metadata(),
    )


def build_words_modal(origin: Origin, *, question: str) -> Block:
    """Returns the form that takes the answer to one question in words."""
    return build_modal(
        "Answer a question",
        [
            build_section(f"*{question}*"),
            {
                "type": "input",
                "block_id": "words",
                "label": build_plain("Your answer"),
                "hint": build_plain("It becomes part of the description."),
                "element": {
                    "type": "plain_text_input",
                    "action_id": ACTION,
                    "multiline": True,
                    "max_length": LONGEST_DETAIL,
                },
            },
        ],
        close="Cancel",
        submit=build_plain("Triage again"),
        callback_id=WORDS_CALLBACK_ID,
        private_metadata=origin.to_metadata(),
    )


def read_description(values: Mapping[str, Any]) -> Description:
    """Returns what was written into the form and chosen in it."""
    return Description(
        **{name: read_text_field(values, name) for name, _, _ in FIELDS},
        replies=read_replies(values),
    )


def read_replies(values: Mapping[str, Any]) -> dict[SuitabilityKey, Reply]:
    """Returns what was chosen for the four questions; what is left to the text is not in it."""
    replies: dict[SuitabilityKey, Reply] = {}
    for key in QUESTIONS:
        held = values.get(f"reply_{key}", {}).get(ACTION, {}).get("selected_option") or {}
        reply = next((each for each in REPLIES if each == held.get("value")), None)
        if reply:
            replies[key] = reply
    return replies


def read_text_field(values: Mapping[str, Any], block: str) -> str:
    """Returns what one input holds."""
    held = values.get(block, {}).get(ACTION, {})
    return storable(str(held.get("value") or "")).strip()


def _build_replies(told: Description) -> Iterator[Block]:
    options = {FROM_TEXT: "Read it from the text", **REPLY_LABELS}
    for key, question in QUESTIONS.items():
        yield {
            "type": "input",
            "block_id": f"reply_{key}",
            "optional": True,
            "label": build_plain(question),
            "element": build_select(
                "Read it from the text",
                action_id=ACTION,
                options=options,
                chosen=told.replies.get(key, FROM_TEXT),
            ),
        }


def _build_input(name: str, label: str, placeholder: str, *, told: str) -> Block:
    most = LONGEST_PROBLEM if name == "problem" else LONGEST_DETAIL
    element: Block = {
        "type": "plain_text_input",
        "action_id": ACTION,
        "multiline": True,
        "max_length": most,
        "placeholder": build_plain(placeholder),
    }
    if told:
        element["initial_value"] = cut(told, most)
    return {
        "type": "input",
        "block_id": name,
        "optional": name != "problem",
        "label": build_plain(label),
        "element": element,
    }
