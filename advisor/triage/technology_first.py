"""Tells a wish for a technology from a problem: "we want to use GPT for support" names no problem yet.

The patterns stand in technology_first.yaml.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from advisor.injection import fill, read_patterns

Opening = Literal["problem", "task", "technology"]

# A longer text without a problem word mostly tells its problem in words of its own.
_SHORT = 25
# Words of a further line, as in a reply to "which problem?", and of a further sentence, which may be chatter.
_TOLD_IN_LINE = 3
_TOLD_IN_SENTENCE = 8
_SENTENCES = re.compile(r"(?<=[.!?])\s+")


def read_opening(text: str) -> Opening:
    """Returns whether the text gives a problem, a task for a technology without its problem, or a technology alone.

    A text that wishes for no technology counts as a problem: it says what should come out.
    """
    plain = text.replace("’", "'").strip()
    if not _wishes_for_technology(plain) or _finds("pain", plain) or _tells_more(plain):
        return "problem"
    return "task" if _finds("task", plain) else "technology"


def _wishes_for_technology(text: str) -> bool:
    if _finds("asks", text):
        return False
    if _begins("opens", text) or _begins("bare", text):
        return True
    is_short = len(text.split()) <= _SHORT
    return is_short and _finds("named", text) and _finds("wishes", text)


def _tells_more(text: str) -> bool:
    """Whether something besides the wish is told: a line of its own, or a longer sentence without a technology."""
    first, *lines = text.splitlines()
    sentences = _SENTENCES.split(first)
    return any(
        len(line.split()) >= _TOLD_IN_LINE for line in lines if not _wishes_for_technology(line)
    ) or any(
        len(one.split()) >= _TOLD_IN_SENTENCE
        for one in sentences
        if not _wishes_for_technology(one) and not _finds("named", one)
    )


def _finds(name: str, text: str) -> bool:
    return bool(_patterns()[name].search(text))


def _begins(name: str, text: str) -> bool:
    return bool(_patterns()[name].match(text))


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    data = read_patterns(Path(__file__).with_suffix(".yaml"))
    return {
        name: re.compile(fill(pattern, data["words"]), re.IGNORECASE)
        for name, pattern in data["patterns"].items()
    }
