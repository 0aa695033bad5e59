"""What a sentence claims beyond its wording: numbers, names and quotations, and whether its sources hold them."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from advisor.answering.wording import content_stems, lists, stem

_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
_DIGITS = re.compile(
    r"(?P<currency>[$€£¥₹]|\b(?:USD|EUR|GBP|CHF|INR)\s)?\s?(?P<digits>\d+(?:[.,]\d+)*)(?P<ordinal>st|nd|rd|th)?"
    r"\s?(?P<unit>%|per\s?cent\b|percent\b|percentage points?\b|[kKmM]\b|bn\b|dollars?\b|euros?\b|pounds?\b)?",
    re.IGNORECASE,
)
_WRITTEN = re.compile(r"(?P<word>[^\W\d_]+)(?P<percent>\s(?:per\s?cent|percent)\b)?", re.IGNORECASE)
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}\.?\s+)?{_MONTH}\.?\s+(?:\d{{1,2}},\s+)?\d{{4}}\b", re.IGNORECASE
)
_UNITS = {"per cent": "%", "percent": "%", "percentage point": "%", "percentage points": "%"}
_CURRENCIES = {"usd": "$", "eur": "€", "gbp": "£", "dollar": "$", "euro": "€", "pound": "£"}
# A number belongs to the words that stand around it: so many content words before and after.
REACH = 8
# Another number of the passage that stands so much nearer to the sentence's words is the one that was meant.
MUCH_NEARER = 1.25
# Cited texts are read for each sentence that cites them: so many are kept as they were read.
TEXTS = 256

_WORD = re.compile(r"[^\W\d_][^\W_]*")
_TOKEN = re.compile(r"[^\W_]+(?:['’.&+-][^\W_]+)*\+*")
_QUOTED = re.compile(
    r"“([^“”]*)”|„([^„“”]*)[“”]|«([^«»]*)»|\u2039([^\u2039\u203a]*)\u203a|「([^「」]*)」|\"([^\"]*)\"|(?<!\w)[‘'`]([^‘'`\n]+?)['’`](?!\w)"
)
_OPENING_MARKS, _CLOSING_MARKS = "“„«\u2039「", "”»\u203a」"
# After these, a capital letter begins a sentence or a label and says nothing.
_STARTS = re.compile(r"(?:^|[.!?:|(\[“„«\"‘]|[-*•☐–—]\s|\*\*|\n|\d[.)])\s*$")
_POSSESSIVE = re.compile(r"['’]s?$")
# What everybody in this field writes in capitals.
_COMMON = frozenset({"ai", "ml", "pm", "pms", "i", "ok", "ai/ml"})


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a text: its value and unit in one form, and where it stands."""

    value: str
    start: int
    end: int


@lru_cache(maxsize=TEXTS)
def numbers_of(text: str) -> tuple[Number, ...]:
    """Returns the numbers of a text in order: digits with currency and unit, and number words."""
    found = [Number(_value(one), one.start(), one.end()) for one in _DIGITS.finditer(text)]
    for one in _WRITTEN.finditer(text):
        value = lists().numbers.get(one["word"].lower())
        if value:
            found.append(Number(value + ("%" if one["percent"] else ""), one.start(), one.end()))
    return tuple(sorted(found, key=lambda number: number.start))


def dates_of(text: str) -> list[str]:
    """Returns months with their years, in lower case and without commas."""
    return [" ".join(re.sub(r"[.,]", " ", date.lower()).split()) for date in _DATE.findall(text)]


def misses_number(text: str, cited: str) -> bool:
    """Whether a number or a date of the text does not stand in the cited text."""
    held = {number.value for number in numbers_of(cited)}
    if any(number.value not in held for number in numbers_of(text)):
        return True
    dates = dates_of(cited)
    return any(all(date not in other for other in dates) for date in dates_of(text))


def moves_number(text: str, cited: str) -> bool:
    """Whether a number stands among words that, in the cited text, belong to another number."""
    own, theirs = numbers_of(text), numbers_of(cited)
    for number in own:
        words = _around(text, number)
        if not words:
            continue
        nearness = [(other.value, _nearness(words, _around(cited, other))) for other in theirs]
        here = max((near for value, near in nearness if value == number.value), default=0.0)
        there = max((near for value, near in nearness if value != number.value), default=0.0)
        if here == 0.0 or there > here * MUCH_NEARER:
            return True
    return False


def quotations_of(text: str) -> list[str]:
    """Returns what stands in quotation marks or in code, in lower case, without its last stop."""
    return [
        " ".join(next(part for part in match.groups() if part is not None).lower().split()).strip(
            " .,;:!?"
        )
        for match in _QUOTED.finditer(text)
    ]


def misses_quotation(text: str, cited: str) -> bool:
    """Whether a quotation is not closed, or is not in the cited text word by word."""
    if text.count('"') % 2 or any(
        text.count(opening) > sum(text.count(sign) for sign in _CLOSING_MARKS + "“")
        for opening in _OPENING_MARKS
    ):
        return True
    plain = " ".join(
        re.sub(r"[“”„«»\u2039\u203a「」\"‘]", "", cited).replace("’", "'").lower().split()
    )
    return any(
        quotation.replace("’", "'") not in plain for quotation in quotations_of(text) if quotation
    )


def names_of(text: str, ordinary: frozenset[str]) -> Iterator[str]:
    """Yields names: words with capitals inside sentences, and strange ones where sentences begin.

    `ordinary` are stems that may begin a sentence with a capital. Neighbouring names come as one.
    """
    run: list[str] = []
    end = last = 0
    for match in _TOKEN.finditer(text):
        word = _POSSESSIVE.sub("", match.group(0))
        # From the last sign of the word before: it may be the number of a list item.
        before, last = text[max(last - 1, 0) : match.start()], match.end()
        gap = text[end : match.start()]
        if run and gap not in (" ", " & "):
            yield " ".join(run)
            run = []
        end = match.end() if word == match.group(0) else -1
        if _is_name(word, before, ordinary=ordinary):
            run.append(word)
        elif run:
            yield " ".join(run)
            run = []
    if run:
        yield " ".join(run)


def misses_name(text: str, cited: str, *, ordinary: frozenset[str]) -> bool:
    """Whether a name of the text, with all its words in their order, is not in the cited text."""
    tokens = _plain_tokens(cited)
    stems = frozenset(map(stem, tokens))
    known = f" {' '.join(tokens)} "
    for name in names_of(text, ordinary):
        words = [_plain_name(word) for word in name.split() if word.lower() not in _COMMON]
        if any(word not in tokens and stem(word) not in stems for word in words):
            return True
        if len(words) > 1 and f" {' '.join(words)} " not in known and _is_torn(words, known):
            return True
    return False


@lru_cache(maxsize=TEXTS)
def _plain_tokens(text: str) -> tuple[str, ...]:
    return tuple(_plain_name(token) for token in _TOKEN.findall(text))


def _is_torn(words: Sequence[str], known: str) -> bool:
    """Whether neighbours of a name never stand side by side in the cited text."""
    return any(f" {one} {other} " not in known for one, other in pairwise(words))


def _is_name(word: str, before: str, *, ordinary: frozenset[str]) -> bool:
    letters = [letter for letter in word if letter.isalpha()]
    if not letters or word.lower() in _COMMON:
        return False
    if any(letter.isupper() for letter in letters[1:]):
        return True
    if not letters[0].isupper() or not word[0].isalpha():
        return False
    lower = word.lower()
    if not _STARTS.search(before):
        return True
    known = lists()
    plain = known.stop | known.negations | known.tacit
    parts = [part for part in re.split(r"[^a-z]+", lower) if part]
    return not all(part in plain or stem(part) in ordinary for part in parts)


def _plain_name(word: str) -> str:
    lower = _POSSESSIVE.sub("", word).lower()
    return lower[:-1] if re.fullmatch(r"[A-Z]{2,}s", word) else lower


def _value(match: re.Match[str]) -> str:
    digits = match["digits"]
    # Thousands are written with a comma; a decimal comma is not English.
    digits = re.sub(r",(?=\d{3}(?!\d))", "", digits).replace(",", ".")
    unit = (match["unit"] or "").lower()
    currency = (match["currency"] or "").strip().lower()
    for name, sign in _CURRENCIES.items():
        if unit.startswith(name):
            currency, unit = currency or sign, ""
    unit = _UNITS.get(unit, "%" if unit.startswith("per") else unit)
    ordinal = "th" if match["ordinal"] else ""
    return f"{_CURRENCIES.get(currency, currency)}{digits}{ordinal}{unit}"


@lru_cache(maxsize=8 * TEXTS)
def _around(text: str, number: Number) -> Mapping[str, float]:
    """The content stems near a number, each with its nearness, within its sentence."""
    before = re.split(r"(?<=[.!?])\s|\n", text[: number.start])[-1]
    after = re.split(r"(?<=[.!?])\s|\n", text[number.end :])[0]
    near: dict[str, float] = {}
    for words in (_WORD.findall(before.lower())[::-1], _WORD.findall(after.lower())):
        stems = [
            one for word in words if word not in lists().numbers for one in content_stems([word])
        ]
        for distance, one in enumerate(stems[:REACH], 1):
            near[one] = max(near.get(one, 0.0), 1 / distance)
    return near


def _nearness(own: Mapping[str, float], theirs: Mapping[str, float]) -> float:
    return sum(math.sqrt(near * theirs[word]) for word, near in own.items() if word in theirs)
