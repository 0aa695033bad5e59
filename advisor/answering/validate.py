"""Rules that check what a model wrote: only sentences whose citations were given may pass."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from advisor.models import Passage

MARKER = re.compile(r"\[(\d{1,2})\]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_LINK = re.compile(r"https?://|www\.|\]\(", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])((?:\s*\[\d{1,2}\])*)(?=\s+|$)")


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
    numbers = _NUMBER.findall(MARKER.sub("", sentence))
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
    # The end must be followed by something, or more markers may still come.
    sentence_end = match.end() if match and match.end() < len(text) else -1
    ends = [end for end in (sentence_end, line_end) if end > 0]
    return min(ends) if ends else None


def _words(passage: Passage) -> str:
    return f"{passage.chunk.heading}\n{passage.chunk.text}"
