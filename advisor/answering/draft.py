"""Chosen sentences become a draft: in order, with markers, in the form, with what they quote."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from advisor.answering.form import Form
from advisor.answering.lay_out import Line, lay_out, marked
from advisor.answering.sentences import Sentence
from advisor.answering.two_sides import Sides, lay_out_comparison, lay_out_pros_and_cons
from advisor.answering.verdict import Opening, without_verdict
from advisor.models import Passage

# A doubt of the section is told beside a single sentence where it is as near to it.
CONCERNS = 0.4
LONGEST_CLAUSE = 24
UNTOLD_CAVEAT = "the guide adds a caveat here"


@dataclass(frozen=True, slots=True)
class Draft:
    """A composed text with [n] markers; `used` are the passages in the order of their markers."""

    text: str
    used: tuple[Passage, ...]
    quotes: tuple[str, ...]


def write_draft(
    chosen: Sequence[Sentence],
    passages: Sequence[Passage],
    form: Form,
    *,
    opening: Opening | None,
    sides: Sides | None,
    marks: Mapping[Sentence, str],
    caveats: Sequence[Sentence],
    first_marker: int,
) -> Draft:
    """Returns the draft: the opening first, then sections by rank and sentences as on the page."""
    ordered = _in_order(chosen, opening, reading_order(passages))
    ranks = dict.fromkeys(one.passage for one in ordered)
    markers = {rank: marker for marker, rank in enumerate(ranks, first_marker)}
    lines = _without_single_items(
        [_line(one, markers[one.passage], passages, opening) for one in ordered]
    )
    quotes = tuple(
        " ".join(one.plain for one in ordered if one.passage == rank) for rank in markers
    )
    text = _text(lines, form, sides, [marks.get(one, "") for one in ordered])
    if form.shape == "one_line" and ordered:
        line = _with_doubt(lines[0], _doubt(ordered[0], caveats))
        text = "\n\n".join(filter(None, [form.opening, marked(line)]))
    return Draft(text, tuple(passages[rank] for rank in markers), quotes)


def reading_order(passages: Sequence[Passage]) -> list[tuple[int, int]]:
    """Returns the place of each passage: that of its section's best, and within the section as on the page."""
    best: dict[tuple[str, tuple[str, ...]], int] = {}
    return [
        (
            best.setdefault((passage.chunk.document, passage.chunk.headings), rank),
            passage.chunk.position,
        )
        for rank, passage in enumerate(passages)
    ]


def _in_order(
    chosen: Sequence[Sentence], opening: Opening | None, places: Sequence[tuple[int, int]]
) -> list[Sentence]:
    first = opening.sentence if opening else None

    def place(one: Sentence) -> tuple[bool, bool, tuple[int, int], int]:
        leads = first is not None and one.passage == first.passage
        return not leads, one is not first, places[one.passage], one.position

    return sorted(chosen, key=place)


def _line(
    sentence: Sentence, marker: int, passages: Sequence[Passage], opening: Opening | None
) -> Line:
    text = sentence.plain
    if opening is None or sentence is not opening.sentence:
        text = without_verdict(text)
    elif opening.word:
        text = f"{opening.word}: {text}"
    section = passages[sentence.passage].chunk.headings[-1:]
    return Line(text, marker, sentence.is_item, "".join(section))


def _without_single_items(lines: Sequence[Line]) -> list[Line]:
    """An item alone is a sentence, not a list."""
    shown: list[Line] = []
    for place, line in enumerate(lines):
        near = [lines[place - 1]] if place else []
        near += lines[place + 1 : place + 2]
        listed = any(one.is_item and one.marker == line.marker for one in near)
        shown.append(replace(line, is_item=line.is_item and listed))
    return shown


def _text(lines: Sequence[Line], form: Form, sides: Sides | None, marks: Sequence[str]) -> str:
    body = ""
    if form.shape == "pros_and_cons":
        body = lay_out_pros_and_cons(lines, marks)
    elif form.shape == "table" and sides:
        body = lay_out_comparison(lines, sides)
    if not body:
        return lay_out(lines, form)
    return "\n\n".join(filter(None, [form.opening, body]))


def _doubt(sentence: Sentence, caveats: Sequence[Sentence]) -> Sentence | None:
    own = [one for one in caveats if one.passage == sentence.passage and one is not sentence]
    near = [one for one in own if one.likeness(sentence) >= CONCERNS]
    return max(near, key=sentence.likeness, default=None)


def _with_doubt(line: Line, doubt: Sentence | None) -> Line:
    """The line with the guide's doubt in a clause: its first sentence if that is short."""
    if doubt is None:
        return line
    clause = doubt.plain.removeprefix("Caveat: ").split(". ")[0].rstrip(".")
    if len(clause.split()) > LONGEST_CLAUSE:
        clause = UNTOLD_CAVEAT
    stop = line.text[-1] if line.text[-1] in ".?!" else "."
    text = f"{line.text.rstrip('.?!')} (caveat: {clause}){stop}"
    return Line(text, line.marker, line.is_item, line.section)
