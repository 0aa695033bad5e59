"""Reading a question: cleaned text, and a follow-up completed from the turns before it."""

import re
import unicodedata

from advisor.models import Question, Turn

LONGEST_QUESTION = 4000
# Invisible characters: controls, zero-width, direction marks, tags and other formatting.
_INVISIBLE = {"Cc", "Cf", "Co", "Cs"}
_OPENINGS = re.compile(
    r"^(and|but|or|so|also|then|ok(ay)?|what about|how about|what if|why( not)?|how so|which one|"
    r"for example|such as|same for|tell me more|more|go on|in (b2b|b2c)|for (b2b|b2c))\b",
    re.IGNORECASE,
)
_POINTERS = re.compile(
    r"\b(it|its|that|this|those|these|they|them|their|there|he|she|his|her|him|the (first|second|third|last|other|"
    r"former|latter) (one)?|ones?|else|instead|both|same)\b",
    re.IGNORECASE,
)
# A longer question with a pronoun usually says itself what the pronoun stands for.
_LONGEST_FOLLOW_UP = 12
_SHORT = 4


def clean(text: str) -> str:
    """Returns the text without invisible characters, on one line, at most 4,000 characters."""
    shown = "".join(
        character if unicodedata.category(character) not in _INVISIBLE else " "
        for character in unicodedata.normalize("NFC", text)
    )
    return " ".join(shown.split())[:LONGEST_QUESTION]


def complete(question: Question) -> str:
    """Returns the question with what its conversation was about, if it does not stand alone."""
    text = clean(question.text)
    if not question.turns or not leans_on_context(text):
        return text
    return f"{_subject(question.turns)} {text}".strip()


def leans_on_context(text: str) -> bool:
    """Whether the text reads as a follow-up: "and for B2B?", "why?", "what does it cost?"."""
    words = text.split()
    return bool(
        _OPENINGS.match(text)
        or (_POINTERS.search(text) and len(words) <= _LONGEST_FOLLOW_UP)
        or len(words) < _SHORT
    )


def _subject(turns: tuple[Turn, ...]) -> str:
    """The latest earlier question that stands on its own, with the follow-ups since."""
    parts: list[str] = []
    for turn in reversed(turns):
        text = clean(turn.question)
        parts.insert(0, text)
        if not leans_on_context(text):
            break
    return " ".join(parts)
