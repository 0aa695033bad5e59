"""A description as it is read: cleaned, cut to what is read, without orders to its reader."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from advisor.answering.question import LONGEST_QUESTION
from advisor.models import Description, Reply, SuitabilityKey
from advisor.triage import card_text
from advisor.triage.steering import without_orders
from advisor.triage.technology_first import read_opening

_INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Cn"}
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Told:
    """What was told, and what there is to say of the reading."""

    description: Description
    notices: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All of it, for facts."""
        return self.description.text

    @property
    def task(self) -> str:
        """The problem and what should come out, on one line: what the classifier reads.

        Where a technology stands in the problem's place, what exists today tells the problem.
        """
        one = self.description
        is_told = read_opening(one.problem) == "problem"
        return " ".join((f"{one.problem} {one.outcome}" if is_told else self.about).split())

    @property
    def about(self) -> str:
        """The problem, what should come out and what exists today: what tells a problem from a technology."""
        one = self.description
        return "\n".join(part for part in (one.problem, one.outcome, one.today) if part)

    @property
    def replies(self) -> Mapping[SuitabilityKey, Reply]:
        """A person's answers to the four questions."""
        return self.description.replies

    @property
    def has_words(self) -> bool:
        """Whether there is anything to read: emojis, numbers and signs tell no problem."""
        return bool(_WORD.search(self.description.problem))

    def in_english(self, english: str) -> "Told":
        """Returns it with the translation in the place of what was told."""
        translated = Description(problem=english, replies=self.replies)
        return Told(translated, (*self.notices, card_text.TRANSLATED))


def read_told(description: Description) -> Told:
    """Returns the description as it is read, with a notice for what was cut or left out."""
    left = LONGEST_QUESTION
    notices: list[str] = []
    read: dict[str, str] = {}
    for name in _TEXTS:
        whole = _visible(getattr(description, name))
        kept, has_orders = without_orders(whole[:left])
        notices += [card_text.CUT] if len(whole) > left else []
        notices += [card_text.ORDERS] if has_orders else []
        read[name], left = kept, max(0, left - len(whole))
    return Told(replace(description, **read), tuple(dict.fromkeys(notices)))  # type: ignore[arg-type]


_TEXTS = tuple(one.name for one in fields(Description) if one.name != "replies")


def _visible(text: str) -> str:
    """The text with a space for each invisible character; lines stay, and so does the place of each word."""
    return "".join(
        character if character == "\n" or unicodedata.category(character) not in _INVISIBLE else " "
        for character in text
    ).strip()
