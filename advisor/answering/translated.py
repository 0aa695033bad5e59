"""What can be checked of a sentence in another language than the text that it cites: its numbers and its names.

A single name that begins a sentence passes in languages of Latin letters, and a single capitalised word
anywhere in German: nothing tells it from other words.
"""

import re
import unicodedata
from functools import lru_cache

from advisor.answering.claims import TEXTS, numbers_of
from advisor.answering.wording import akin

# What everybody in this field writes in capitals, here and abroad.
_COMMON = frozenset(("ai", "ml", "pm", "pms", "ok", "ia", "ki", "yz", "mi"))
_CAPITAL_NOUNS = frozenset(("de",))
_GROUPED = r"\d{1,3}(?:[.,\u00a0\u202f ’'\u066c]\d{3}(?!\d))+"
_NUMBER = re.compile(rf"(?:{_GROUPED}|\d+)(?:[.,\u066b]\d+)?")
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff][0-9A-Za-z\u00c0-\u024f\u1e00-\u1eff]*")
_START = re.compile(r"(?:^|[.!?:|(\[“„«\"‘¿¡…]|[-*•☐–—]\s|\*\*|\n|\d[.)])\s*$")


def misses_number(text: str, cited: str) -> bool:
    """Whether the digits of a number do not stand in the cited text, however either groups them."""
    plain = "".join(str(unicodedata.decimal(sign, sign)) for sign in text)
    held = _digits_held(cited)
    return any(not _readings(match.group(0)) & held for match in _NUMBER.finditer(plain))


def misses_name(text: str, cited: str, *, code: str) -> bool:
    """Whether a word in Latin letters that must be a name, or a term of the cited text, does not stand in it.

    In scripts other than Latin, every such word must; in Latin languages, those with capitals.
    """
    known = _words_held(cited)
    return any(
        word.lower() not in _COMMON and not akin(word.lower(), known) for word in _names(text, code)
    )


def _names(text: str, code: str) -> list[str]:
    is_latin = all(
        unicodedata.name(sign, "").startswith("LATIN")
        for word in _WORD.findall(text)
        for sign in word
    )
    if not is_latin:
        return [word for word in _LATIN.findall(text) if len(word) > 1]
    found: list[str] = []
    row: list[str] = []
    end = 0
    for match in _LATIN.finditer(text):
        word = match.group(0)
        row = row if text[end : match.start()] == " " else []
        is_start = bool(_START.search(text[max(end - 1, 0) : match.start()]))
        end = match.end()
        if any(sign.isupper() for sign in word[1:]):
            found.append(word)
        if not word[0].isupper() or len(word) == 1:
            row = []
        elif not is_start:
            row.append(word)
            found += row if code not in _CAPITAL_NOUNS or len(row) > 1 else []
    return found


def _readings(number: str) -> frozenset[str]:
    """A number as a decimal, and as a whole if grouped: "2.000" is one thing in Berlin and another in Boston."""
    decimal = re.sub(r"[,\u066b]", ".", number)
    whole = [re.sub(r"\D", "", number)] if re.fullmatch(_GROUPED, number) else []
    return frozenset((decimal, *whole))


@lru_cache(maxsize=TEXTS)
def _digits_held(cited: str) -> frozenset[str]:
    return frozenset(re.sub(r"[^\d.]", "", number.value) for number in numbers_of(cited))


@lru_cache(maxsize=TEXTS)
def _words_held(cited: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _LATIN.findall(cited))
