"""Which sections of the guide hold the answer to a question: the measure of passages and citations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.datasets import AnswerRow
from evals.guide import GuideSection

# Their sections say what is missing and whom to ask instead: to quote one is to refuse.
NOT_COVERED = frozenset(
    (
        "about/details-left-out.md",
        "about/neighbouring-topics.md",
        "about/what-the-guide-does-not-cover.md",
    )
)
# Facts that more sections than these hold are too common to tell the one that answers (1 % of the guide).
SPECIFIC = 6
HEADING_SEPARATOR = " › "


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage or a citation stands: its page and its path of headings, the title first."""

    document: str
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """The sections that answer a question, as (page, heading).

    `listed` are those that its writer named; `found` also those that hold all its facts by their
    text, unless the facts are so common that many sections do.
    """

    listed: frozenset[tuple[str, str]] = frozenset()
    found: frozenset[tuple[str, str]] = frozenset()

    @property
    def any(self) -> frozenset[tuple[str, str]]:
        """The sections of both sorts."""
        return self.listed | self.found

    def lists(self, place: Place) -> bool:
        """Whether the question's writer named this section."""
        return _stands_in(place, self.listed)

    def holds(self, place: Place) -> bool:
        """Whether this section answers the question."""
        return _stands_in(place, self.any)


def place_of(document: str, heading: str) -> Place:
    """Returns the place of a citation, whose path of headings is one line."""
    return Place(document, tuple(heading.split(HEADING_SEPARATOR)))


def find_holding(
    rows: Sequence[AnswerRow], guide: Mapping[str, Sequence[GuideSection]]
) -> dict[str, Holding]:
    """Returns the sections that answer each question, by its id."""
    sections = [one for page in guide.values() for one in page if one.document not in NOT_COVERED]
    texts = [(one.document, one.heading, f"{one.heading}\n{one.text}") for one in sections]
    return {row.id: _holding(row, texts) for row in rows}


def _holding(row: AnswerRow, texts: Sequence[tuple[str, str, str]]) -> Holding:
    found = frozenset(
        (document, heading) for document, heading, text in texts if not row.missing(text)
    )
    listed = frozenset(_split(section) for section in row.sections)
    return Holding(listed, found if len(found) <= SPECIFIC else frozenset())


def _split(section: str) -> tuple[str, str]:
    document, _, heading = section.partition("#")
    return document, heading


def _stands_in(place: Place, sections: frozenset[tuple[str, str]]) -> bool:
    return any((place.document, heading) in sections for heading in place.headings[1:])
