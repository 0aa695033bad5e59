"""Chosen sentences as text in the form that was asked for; each keeps the marker of its section."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from advisor.answering.form import BOX, Form
from advisor.answering.validate import MARKER

# What a merged point costs, in squared words: sections in one point, and a lead cut off from what it announces.
ACROSS_SECTIONS = 400
LOOSE_LEAD = 4000
CUT_LIST = 900
LONGEST_LABEL = 6
_SENTENCE_END = re.compile(r"(?<=[.!?])(?<!e\.g\.)(?<!i\.e\.)(?<!vs\.)\s+(?=[A-Z“\"])")
_LABEL = re.compile(r"^(?P<label>[^:.!?]{2,60}):\s+(?P<rest>\S.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence as it is shown, and the number of its source."""

    text: str
    marker: int
    is_item: bool = False
    section: str = ""

    @property
    def is_lead(self) -> bool:
        """Whether it announces what follows."""
        return self.text.endswith(":")

    @property
    def is_caveat(self) -> bool:
        """Whether it is one of the guide's caveats."""
        return self.text.startswith("Caveat:")

    @property
    def words(self) -> int:
        """How long it is."""
        return len(self.text.split())


def lay_out(lines: Sequence[Line], form: Form) -> str:
    """Returns the text of these lines in the form, below the opening for its audience."""
    if form.shape in {"bullets", "checklist", "steps"}:
        body = _points(lines, form)
    elif form.shape == "table":
        body = table(("Point", "What the guide says"), _rows(lines))
    else:
        body = _prose(lines)
    return "\n\n".join(filter(None, [form.opening, body]))


def lay_out_again(text: str, form: Form) -> str:
    """Returns a text with markers, such as a rule's, in the form; as it is where no form was asked for."""
    if form.is_plain:
        return text
    lines = _read_lines(text)
    if form.shape == "one_line":
        lines = lines[:1]
    return lay_out(lines, form)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Returns a Markdown table."""
    cells = [[_cell(cell) for cell in row] for row in (head, *rows)]
    lines = ["| " + " | ".join(row) + " |" for row in cells]
    lines.insert(1, "|" + " --- |" * len(head))
    return "\n".join(lines)


def marked(line: Line) -> str:
    """Returns the line with its marker."""
    return f"{line.text} [{line.marker}]"


def split_lines(lines: Sequence[Line], least: int) -> list[Line]:
    """Returns the lines, those of several sentences cut in two while there are fewer than `least`."""
    split = list(lines)
    while len(split) < least:
        place = next(
            (place for place, one in enumerate(split) if _SENTENCE_END.search(one.text)), None
        )
        if place is None:
            break
        one = split[place]
        first, rest = _SENTENCE_END.split(one.text, maxsplit=1)
        split[place : place + 1] = [
            Line(first, one.marker, one.is_item, one.section),
            Line(rest, one.marker, one.is_item, one.section),
        ]
    return split


def _read_lines(text: str) -> list[Line]:
    lines: list[Line] = []
    for row in text.splitlines():
        pieces = MARKER.split(row)
        for said, marker in zip(pieces[::2], pieces[1::2], strict=False):
            bare = said.strip()
            if bare.strip(" .-"):
                lines.append(Line(bare.removeprefix("- "), int(marker), bare.startswith("- ")))
    return lines


def _prose(lines: Sequence[Line]) -> str:
    """Running sentences joined by blanks, list items on lines of their own, a paragraph for each section.

    A caveat is a paragraph of its own, so that nobody overlooks it.
    """
    paragraphs: list[str] = []
    for _, group in groupby(lines, key=lambda line: (line.marker, line.is_caveat)):
        text = ""
        was_item = False
        for line in group:
            shown = f"{'- ' if line.is_item else ''}{marked(line)}"
            text += ("\n" if line.is_item or was_item else " ") + shown if text else shown
            was_item = line.is_item
        paragraphs.append(text)
    return "\n\n".join(paragraphs)


def _points(lines: Sequence[Line], form: Form) -> str:
    """One point for each line; where a number is asked for, neighbours are merged to as many.

    A caveat is no point of its own: it stands below.
    """
    caveats = [marked(line) for line in lines if line.is_caveat]
    lines = [line for line in lines if not line.is_caveat]
    below = "\n\n" + " ".join(caveats) if caveats else ""
    return _only_points(lines, form) + below


def _only_points(lines: Sequence[Line], form: Form) -> str:
    if form.count:
        groups = _partition(split_lines(lines, form.count), form.count)
        texts = [_merged(group) for group in groups]
        return "\n".join(_signed(text, form, number) for number, text in enumerate(texts, 1))
    rows: list[str] = []
    number = 0
    for line in lines:
        if line.is_lead:
            rows += ["", marked(line)] if rows else [marked(line)]
            continue
        number += 1
        rows.append(_signed(marked(line), form, number))
    return "\n".join(rows)


def _signed(text: str, form: Form, number: int) -> str:
    if form.shape == "checklist":
        # Two blanks end a line in Markdown, which would else run the points together.
        return f"{BOX}{text}  "
    return f"{number}. {text}" if form.shape == "steps" else f"- {text}"


def _merged(group: Sequence[Line]) -> str:
    """Sentences one after the other; items after their lead as one enumeration."""
    text = ""
    for place, line in enumerate(group):
        following = group[place + 1] if place + 1 < len(group) else None
        joins_items = line.is_item and following is not None and following.is_item
        announces = line.is_lead and following is not None and following.marker == line.marker
        if joins_items and following and following.marker == line.marker:
            text += f"{line.text} " if line.text.endswith("?") else f"{line.text.rstrip('.')}; "
        elif announces:
            text += f"{line.text} "
        else:
            text += f"{marked(line)} "
    return text.strip()


def _partition(lines: Sequence[Line], count: int) -> list[Sequence[Line]]:
    """The lines in `count` neighbouring groups of about the same length, cut where sections end if it can be."""
    total = len(lines)
    count = min(count, total)
    if not count:
        return []
    aim = sum(line.words for line in lines) / count
    costs: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for made in range(1, count + 1):
        row: dict[int, tuple[float, int]] = {}
        for end in range(made, total - (count - made) + 1):
            row[end] = min(
                (costs[-1][start][0] + _cost(lines, start, end, aim), start)
                for start in range(made - 1, end)
                if start in costs[-1]
            )
        costs.append(row)
    cuts = [total]
    for row in reversed(costs[1:]):
        cuts.insert(0, row[cuts[0]][1])
    return [lines[start:end] for start, end in pairwise(cuts)]


def _cost(lines: Sequence[Line], start: int, end: int, aim: float) -> float:
    group = lines[start:end]
    crossings = len({line.marker for line in group}) - 1
    loose = group[-1].is_lead and end < len(lines)
    cut = end < len(lines) and group[-1].is_item and lines[end].is_item
    length = sum(line.words for line in group)
    return (length - aim) ** 2 + ACROSS_SECTIONS * crossings + LOOSE_LEAD * loose + CUT_LIST * cut


def _rows(lines: Sequence[Line]) -> list[tuple[str, str]]:
    """Two columns: the label of "label: text", else the section's heading where it begins."""
    rows: list[tuple[str, str]] = []
    shown = ""
    for line in lines:
        if line.is_lead:
            continue
        labelled = line.is_item or line.is_caveat
        label = _LABEL.match(line.text) if labelled else None
        if label and len(label["label"].split()) <= LONGEST_LABEL:
            said = label["rest"][0].upper() + label["rest"][1:]
            rows.append((label["label"], f"{said} [{line.marker}]"))
            continue
        rows.append(("" if line.section == shown else line.section, marked(line)))
        shown = line.section
    return rows


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", r"\|")
