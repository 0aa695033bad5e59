"""Answers in two halves: for and against, and the two sides of a comparison as a table."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from advisor.answering.form import CONS, PROS
from advisor.answering.lay_out import Line, marked, table
from advisor.answering.sentences import Sentence

NO_PROS = "The guide marks nothing as a point for it."
NO_CONS = "The guide marks nothing as a point against it."
_FOR = re.compile(
    r"\b(?:advantages?|benefits?|pros|upsides?|strengths?|strongest|helps?|allows?|lets|saves?|saving|cheap\w*"
    r"|inexpensive|faster|quicker|easier|improv\w+|gains?|wins?|better|useful|pays? off|worth\w*|"
    r"secures?|motivated|reliable|lowers?|reduces?|effective|asset|steady|steadier|predictable|fills?|avoids?|"
    r"in favour)\b",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\b(?:disadvantages?|drawbacks?|cons|downsides?|weak\w*|risk\w*|dangers?|dangerous|but|however|although|costly|costs|"
    r"expensive|pricey|slow\w*|hard(?:er)?|difficult\w*|fails?|failures?|mistakes?|wrong|unfair|bias\w*|cannot|lacks?|loses?|"
    r"limit\w*|not enough|never|warns?|worse|bad(?:ly)?|caveat|unpredictable|traps?|problems?|var(?:y|ies)|errors?|"
    r"needlessly|against|does not|do not|is not|are not)\b",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"^(?P<label>[A-Z][\w -]{2,40}?) (?:for|of) [^:]{2,60}:")
_BREAK = re.compile(r",\s+(?:while|whereas|but)\s+")


def sides_of(sentences: Sequence[Sentence]) -> dict[Sentence, str]:
    """Returns the heading for each of these sentences, in reading order, that the guide marks for or against.

    What follows a lead that marks a side ("three benefits:") belongs to that side.
    """
    marks: dict[Sentence, str] = {}
    announced = ""
    for one in sentences:
        side = _side(one)
        if one.is_lead:
            announced = side
            continue
        announced = announced if one.is_item else ""
        if announced or side:
            marks[one] = announced or side
    return marks


def _side(sentence: Sentence) -> str:
    if sentence.is_caveat or _AGAINST.search(sentence.plain):
        return CONS
    return PROS if _FOR.search(sentence.plain) else ""


def lay_out_pros_and_cons(lines: Sequence[Line], marks: Sequence[str]) -> str:
    """Returns the lines under the two headings that are their marks; an empty heading says so.

    If there is neither, what the guide says of the matter stands below.
    """
    parts = []
    for heading, none in ((PROS, NO_PROS), (CONS, NO_CONS)):
        own = [line for line, mark in zip(lines, marks, strict=True) if mark == heading]
        points = [f"- {marked(line)}" for line in own] or [f"- {none}"]
        parts.append("\n".join([heading, *points]))
    if not any(marks):
        parts.append(" ".join(marked(line) for line in lines))
    return "\n\n".join(parts)


@dataclass(frozen=True, slots=True)
class Sides:
    """The two things compared: their names, the stems that tell them apart, and how a text is stemmed.

    A side in `exact` is spoken of where its whole name stands; else any of its stems will do.
    """

    names: tuple[str, str]
    stems: tuple[frozenset[str], frozenset[str]]
    exact: tuple[tuple[str, ...], tuple[str, ...]]
    terms: Callable[[str], Sequence[str]]

    def speaks(self, text: str, side: int, *, alone: bool = False) -> bool:
        """Whether a text speaks of a side; `alone`: and not of the other."""
        if alone:
            return self.about(text) == side
        said = self.terms(text)
        if self.exact[side]:
            return _holds(said, self.exact[side])
        return bool(self.stems[side] & set(said))

    def about(self, text: str) -> int | None:
        """Returns of which side a text speaks, 0 or 1; None if of both or of neither."""
        first, second = self.speaks(text, 0), self.speaks(text, 1)
        return None if first == second else int(second)

    def named_in(self, text: str) -> bool:
        """Whether a text speaks of both."""
        return self.speaks(text, 0) and self.speaks(text, 1)


def read_sides(
    names: Sequence[str], terms: Callable[[str], Sequence[str]], *, texts: Sequence[str]
) -> Sides:
    """Returns the sides of a comparison; what both names share tells nothing apart.

    `texts` is what was retrieved: a name of several words counts as a whole if it stands there.
    """
    first, second = (tuple(terms(name)) for name in names)
    said = [terms(text) for text in texts]
    exact = tuple(
        name if len(name) > 1 and any(_holds(one, name) for one in said) else ()
        for name in (first, second)
    )
    stems = (
        frozenset(first) - frozenset(second) or frozenset(first),
        frozenset(second) - frozenset(first) or frozenset(second),
    )
    return Sides((names[0], names[1]), stems, (exact[0], exact[1]), terms)


def _holds(said: Sequence[str], name: Sequence[str]) -> bool:
    """Whether the stems of a name stand next to each other in those of a text."""
    length = len(name)
    return any(
        tuple(said[place : place + length]) == tuple(name)
        for place in range(len(said) - length + 1)
    )


def lay_out_comparison(lines: Sequence[Line], sides: Sides) -> str:
    """Returns a table with a column for each side, and below it what speaks of both; "" if one has nothing."""
    columns: tuple[list[Line], list[Line]] = ([], [])
    both: list[str] = []
    for line in lines:
        for piece in _pieces(line, sides) if not line.is_lead else ():
            side = sides.about(piece.text)
            if side is None:
                both.append(marked(piece))
            else:
                columns[side].append(piece)
    if not all(columns):
        return ""
    head = [name[:1].upper() + name[1:] for name in sides.names]
    return "\n\n".join(filter(None, [table(head, _paired(*columns)), " ".join(both)]))


def _pieces(line: Line, sides: Sides) -> list[Line]:
    """A contrast ("A does this, while B does that") in its two halves, if each speaks of one side."""
    halves = _BREAK.split(line.text, maxsplit=1)
    if len(halves) == 2 and {sides.about(half) for half in halves} == {0, 1}:
        return [replace(line, text=half[:1].upper() + half[1:]) for half in halves]
    return [line]


def _paired(first: Sequence[Line], second: Sequence[Line]) -> list[tuple[str, str]]:
    """Rows of the two columns: what has the same label stands side by side, the rest in order."""
    left, right = list(first), list(second)
    rows: list[tuple[str, str]] = []
    for line in first:
        label = _label(line)
        twin = next((one for one in right if label and _label(one) == label), None)
        if twin:
            rows.append((marked(line), marked(twin)))
            left.remove(line)
            right.remove(twin)
    height = max(len(left), len(right))
    cells = [[marked(line) for line in column] for column in (left, right)]
    padded = [column + [""] * (height - len(column)) for column in cells]
    return [*zip(*padded, strict=True), *rows]


def _label(line: Line) -> str:
    match = _LABELLED.match(line.text)
    return match["label"] if match else ""
