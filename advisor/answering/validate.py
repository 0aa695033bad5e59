"""Rules that check what a model wrote: only sentences whose citations were given may pass."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from advisor.models import Passage

MARKER = re.compile(r"\[(\d{1,2})\]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_LINK = re.compile(r"https?://|www\.|\]\(", re.IGNORECASE)
_ITEM_NUMBER = re.compile(r"\s*\d{1,2}[.)]\s")
# A stop that is not an abbreviation's or a list number's, its markers, and the beginning of what follows: until that
# has come, more markers may.
_SENTENCE_END = re.compile(
    r"(?<=[.!?])(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bvs\.)(?<!^\d\.)(?<!^\d\d\.)"
    r"(?:\s*\[\d{1,2}\])*(?=\s+[^\s\[])",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence may be shown, and if not, which rule it breaks."""

    is_valid: bool
    reason: str = ""


def check_sentence(sentence: str, passages: Sequence[Passage]) -> Verdict:
    """Checks one sentence: it cites, what it cites was given, its numbers stand there, no links."""
    markers = [int(marker) for marker in MARKER.findall(sentence)]
    if not markers:
        return Verdict(is_valid=False, reason="no_citation")
    if any(not 1 <= marker <= len(passages) for marker in markers):
        return Verdict(is_valid=False, reason="unknown_citation")
    if _LINK.search(sentence):
        return Verdict(is_valid=False, reason="link")
    cited = " ".join(_words(passages[marker - 1]) for marker in markers)
    item_number = _ITEM_NUMBER.match(sentence)
    numbers = _NUMBER.findall(MARKER.sub("", sentence[item_number.end() if item_number else 0 :]))
    if any(not re.search(rf"(?<![\d.,]){re.escape(number)}(?![\d])", cited) for number in numbers):
        return Verdict(is_valid=False, reason="unsupported_number")
    return Verdict(is_valid=True)


def split_written(text: str) -> tuple[list[str], str]:
    """Returns the finished sentences of a text that is still being written, and the rest.

    A sentence's markers may stand before or after its full stop; a line break ends a list item.
    """
    finished: list[str] = []
    rest = text
    while (cut := _first_end(rest)) is not None:
        finished.append(rest[:cut])
        rest = rest[cut:]
    return finished, rest


def _first_end(text: str) -> int | None:
    line_end = text.find("\n", len(text) - len(text.lstrip("\n")))
    match = _SENTENCE_END.search(text)
    ends = [end for end in (match.end() if match else -1, line_end) if end > 0]
    return min(ends) if ends else None


def _words(passage: Passage) -> str:
    return f"{passage.chunk.heading}\n{passage.chunk.text}"
