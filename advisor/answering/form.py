"""The form of an answer that a question asks for: bullets, steps, a table, one line, for whom."""

import re
from dataclasses import dataclass, replace
from typing import Literal, cast

from advisor.answering.form_words import find_audience, find_shapes, is_residue, without_courtesy
from advisor.answering.question import clean
from advisor.models import Question

Shape = Literal["prose", "bullets", "checklist", "steps", "one_line", "pros_and_cons", "table"]
PROS = "**For**"
CONS = "**Against**"
BOX = "☐ "
_ITEM = {
    "bullets": re.compile(r"- \S"),
    "checklist": re.compile(r"☐ \S"),
    "steps": re.compile(r"\d{1,2}\. \S"),
}
# What may stand beside the points: what leads to them, and the guide's doubts.
_BESIDE = re.compile(r"Caveat:|(?!- |☐ |\d{1,2}\. ).*:(?:\s*\[\d{1,2}\])*$")
_RULE_OF_TABLE = re.compile(r"\|(?: ?:?-{3,}:? ?\|){2,}")
_MARKERS = re.compile(r"\s*\[\d{1,2}\]")
_SENTENCE_END = re.compile(r"(?<=[.!?])(?<!e\.g\.)(?<!i\.e\.)(?<!vs\.)\s+")
_INSTRUCTIONS: dict[Shape, str] = {
    "bullets": "Answer in {count} bullet points, each one line that begins with “- ”, and nothing else.",
    "checklist": "Answer as a checklist of {count} lines, each beginning with “☐ ”, and nothing else.",
    "steps": "Answer in {count} numbered steps in their order, each one line like “1. …”, and nothing else.",
    "one_line": "Answer in exactly one sentence on one line.",
    "pros_and_cons": (
        f"Answer under two headings, each on a line of its own: {PROS} and then {CONS}. Below each, one line for each "
        "point that begins with “- ”; where the passages give only one side, say so below the other heading."
    ),
    "table": (
        "Answer as one Markdown table with a header row, a row of dashes, and at least two columns; "
        "each row ends its last cell with its sources."
    ),
}


@dataclass(frozen=True, slots=True)
class Form:
    """How an answer is laid out; `count` is the number of items asked for, `audience` for whom it is.

    In prose, `count` is a number of sentences. `audience` reads well after "for": "your CFO".
    """

    shape: Shape = "prose"
    count: int | None = None
    audience: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether nothing was asked of the form."""
        return self == PLAIN

    @property
    def opening(self) -> str:
        """The line above an answer that is written for somebody, or nothing; it holds no claim."""
        return f"For {self.audience}:" if self.audience else ""

    def instruction(self) -> str:
        """Returns what a language model is told about the form in one line; empty where all is free."""
        sentences = []
        if self.shape == "prose" and self.count:
            sentences.append(f"Answer in at most {self.count} sentences.")
        elif self.shape != "prose":
            count = f"exactly {self.count}" if self.count else "3 to 7"
            sentences.append(_INSTRUCTIONS[self.shape].format(count=count))
        if self.audience:
            sentences.append(
                f"Write it for {self.audience}: plain words, and first what matters to them."
            )
        return " ".join(sentences)

    def holds(self, text: str) -> bool:
        """Returns whether a text with markers has this shape and number; its opening line is not counted."""
        body = text.strip().removeprefix(self.opening).strip()
        lines = [line.strip() for line in body.splitlines() if line.strip()]
        if not lines:
            return False
        if self.shape in _ITEM:
            lines = [line for line in lines if not _BESIDE.match(line)]
            items = [line for line in lines if _ITEM[self.shape].match(line)]
            return bool(items) and len(items) == len(lines) and self.count in (None, len(items))
        if self.shape == "one_line":
            return len(lines) == 1 and _sentences(body) == 1
        if self.shape == "pros_and_cons":
            return lines[0] == PROS and CONS in lines[2:-1]
        if self.shape == "table":
            return len(lines) > 2 and bool(_RULE_OF_TABLE.fullmatch(lines[1]))
        return self.count is None or _sentences(body) <= self.count


PLAIN = Form()


def read_asked(question: Question) -> tuple[Form, Question]:
    """Returns the form that a question asks for, and the question with its turns without such words."""
    form, text = read_form(clean(question.text))
    turns = tuple(
        replace(turn, question=read_form(clean(turn.question))[1]) for turn in question.turns
    )
    return form, replace(question, text=text, turns=turns)


def read_form(text: str) -> tuple[Form, str]:
    """Returns the form that a question asks for, and the question without the words that ask for it.

    What is left is empty where only the form was asked for: "the same as a checklist".
    """
    found = find_audience(text, beside_shape=bool(find_shapes(text)))
    rest = _without(text, *found[1]) if found else text
    shapes = find_shapes(rest)
    for start, end in sorted((one.span for one in shapes), reverse=True):
        rest = _without(rest, start, end)
    if not found and (found := find_audience(rest)):
        rest = _without(rest, *found[1])
    if not shapes and not found:
        return PLAIN, text
    shape = cast("Shape", shapes[0].shape) if shapes else "prose"
    count = next((one.count for one in shapes if one.count), None)
    form = Form(shape, None if shape == "one_line" else count, found[0] if found else "")
    return form, "" if is_residue(rest) else without_courtesy(rest)


def _without(text: str, start: int, end: int) -> str:
    """The text without a stretch and without the signs that set it off."""
    before = text[:start].rstrip(" ,;:-–—(")
    after = text[end:].lstrip(" ,;:-–—)")
    if not before or not after or after[0] in ".?!":
        return (before + after).strip()
    return f"{before} {after}"


def _sentences(text: str) -> int:
    bare = _MARKERS.sub("", text)
    return len([piece for piece in _SENTENCE_END.split(bare) if piece.strip()])
