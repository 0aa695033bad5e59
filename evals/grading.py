"""What an answer is worth: its facts, its citations, whether it is a refusal, and where it went wrong."""

import re
from dataclasses import dataclass, field
from typing import Literal

from advisor.models import Answer
from evals.datasets import AnswerLine, AnswerRow, RefusalRow
from evals.sections import NOT_COVERED, Holding, Place, place_of

Cause = Literal[
    "refused",
    "refused by rule",
    "answered by rule",
    "not retrieved",
    "section not chosen",
    "sentence not chosen",
]
_MARKER = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as far as it is measured, from the running code or from its printed form."""

    text: str
    abstained: bool
    by_rule: bool
    cited: tuple[Place, ...]
    confidence: float
    milliseconds: float
    retrieved: tuple[Place, ...] = ()

    @property
    def documents(self) -> tuple[str, ...]:
        """The pages that are cited."""
        return tuple(place.document for place in self.cited)

    @property
    def declined(self) -> bool:
        """Whether nothing of the guide was given: an abstention, or a rule's own words."""
        return self.abstained or (self.by_rule and not self.cited)

    @property
    def words(self) -> int:
        """How many words the reader gets; markers are not words."""
        return len(_MARKER.sub(" ", self.text).split())


@dataclass(frozen=True, slots=True)
class Refusal:
    """What became of a question that must not be answered from the guide."""

    row: RefusalRow
    reply: Reply

    @property
    def refused(self) -> bool:
        """Whether nothing of the guide was given as an answer, or only that it has none."""
        quoted_nothing = set(self.reply.documents) <= NOT_COVERED
        return self.reply.abstained or quoted_nothing or self.row.admitted_by(self.reply.text)


@dataclass(frozen=True, slots=True)
class Graded:
    """What became of a question that the guide answers."""

    row: AnswerRow
    reply: Reply
    missing: tuple[int, ...]
    holding: Holding = field(default_factory=Holding)

    @property
    def complete(self) -> bool:
        """Whether it was answered with all its facts."""
        return not self.reply.declined and not self.missing

    @property
    def cites(self) -> bool:
        """Whether any citation points to a page that holds the answer."""
        return not set(self.reply.documents).isdisjoint(self.row.documents)

    @property
    def cites_section(self) -> bool:
        """Whether any citation points to a section that holds the answer."""
        return any(self.holding.holds(place) for place in self.reply.cited)

    @property
    def cites_listed_section(self) -> bool:
        """Whether any citation points to a section that the question's writer named."""
        return any(self.holding.lists(place) for place in self.reply.cited)

    @property
    def fault(self) -> str:
        """What is wrong with it, in a few words; empty if it is complete."""
        if self.complete:
            return ""
        if self.reply.declined:
            return "refused"
        lack = f"lacks fact {', '.join(str(place) for place in self.missing)}"
        if not self.row.documents:
            return lack
        return f"{lack} ({'right' if self.cites else 'other'} page cited)"

    @property
    def cause(self) -> Cause | None:
        """Where it went wrong; None if it is complete."""
        if self.complete:
            return None
        if self.reply.declined:
            return "refused by rule" if self.reply.by_rule else "refused"
        if self.reply.by_rule:
            return "answered by rule"
        if self.cites_section:
            return "sentence not chosen"
        if any(self.holding.holds(place) for place in self.reply.retrieved):
            return "section not chosen"
        return "not retrieved"


def grade(row: AnswerRow, reply: Reply, *, holding: Holding | None = None) -> Graded:
    """Returns the reply beside its question, with the groups of facts that it lacks."""
    return Graded(row, reply, row.missing(reply.text), holding or Holding())


def reply_of(answer: Answer, *, milliseconds: float | None = None) -> Reply:
    """Returns an answer of the running code as it is measured."""
    return Reply(
        text=answer.text,
        abstained=answer.abstained,
        by_rule=answer.method == "rule",
        cited=tuple(place_of(one.document, one.heading) for one in answer.citations),
        confidence=answer.confidence,
        milliseconds=answer.milliseconds if milliseconds is None else milliseconds,
        retrieved=tuple(
            place_of(one["document"], one["heading"]) for one in answer.trace.get("passages", ())
        ),
    )


def reply_of_line(line: AnswerLine) -> Reply:
    """Returns a printed answer as it is measured."""
    return Reply(
        text=line.answer,
        abstained=line.abstained,
        by_rule=line.method == "rule",
        cited=tuple(place_of(one.document, one.heading) for one in line.citations),
        confidence=line.confidence,
        milliseconds=line.milliseconds,
    )
