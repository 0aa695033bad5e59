"""The words of a text as the checks compare them: stems of content words, clauses, negations, opposites."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import Stemmer
import yaml

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_CLAUSE = re.compile(
    r"[,;:()|–—]|\b(?:while|whereas|but|although|though|because|yet|and so)\b", re.IGNORECASE
)
# As British and American spellings meet.
_SPELLINGS = (
    (re.compile(r"is(e|es|ed|ing|ation|ations)$"), r"iz\1"),
    (re.compile(r"our(s|ed|ing|al)?$"), r"or\1"),
    (re.compile(r"ll(ed|ing)$"), r"l\1"),
)
# Two stems are of one word when they share so many first letters, and so much of the longer.
SHARED_LETTERS = 5
SHARED_PART = 0.7


@dataclass(frozen=True, slots=True)
class Lists:
    """The word lists of words.yaml, in lower case; `openers` and `labels` as stems."""

    stop: frozenset[str]
    negations: frozenset[str]
    tacit: frozenset[str]
    absolutes: frozenset[str]
    openers: frozenset[str]
    labels: frozenset[str]
    opposites: Mapping[str, frozenset[str]]
    numbers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence: its words in lower case and the stems of those that carry content."""

    words: tuple[str, ...]
    stems: frozenset[str]

    @property
    def negations(self) -> int:
        """How many words deny."""
        return sum(word in lists().negations for word in self.words)

    @property
    def tacit(self) -> frozenset[str]:
        """The words that deny without a negation."""
        return frozenset(word for word in self.words if word in lists().tacit)


@lru_cache(maxsize=1)
def lists() -> Lists:
    """Returns the word lists, read once."""
    data = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))
    pairs = [pair.split("/") for pair in data["opposites"].split()]
    opposites: dict[str, frozenset[str]] = {}
    for one, other in (*pairs, *(pair[::-1] for pair in pairs)):
        opposites[one] = opposites.get(one, frozenset()) | {other}
    plain = {
        name: frozenset(data[name].split()) for name in ("stop", "negations", "tacit", "absolutes")
    }
    stems = {name: frozenset(map(stem, data[name].split())) for name in ("openers", "labels")}
    return Lists(**plain, **stems, opposites=opposites, numbers=data["numbers"])


def words_of(text: str) -> list[str]:
    """Returns the words of a text in lower case, in order, with plain apostrophes."""
    return [word.lower().replace("’", "'") for word in WORD.findall(text)]


def content_stems(words: Iterable[str]) -> list[str]:
    """Returns the stems of the words that carry content, in order; negations are not among them."""
    bare = (word.removesuffix("'s") for word in words)
    return [
        stem(word)
        for word in bare
        if len(word) > 1 and word not in lists().stop and word not in lists().negations
    ]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Returns the stem of a word in lower case."""
    for pattern, replacement in _SPELLINGS:
        word = pattern.sub(replacement, word)
    # A stemmer of its own: PyStemmer's must not be shared by threads.
    found: str = Stemmer.Stemmer("english", 0).stemWord(word)
    return found


def akin(one: str, others: Iterable[str]) -> bool:
    """Whether a stem is among the others, or begins as one of them does for the most part."""
    others = others if isinstance(others, frozenset | set) else set(others)
    if one in others:
        return True
    if len(one) < SHARED_LETTERS:
        return False
    return any(_is_akin(one, other) for other in others)


def split_sentences(text: str) -> list[str]:
    """Returns the sentences, list items and rows of a passage's text."""
    return [sentence for sentence in _SENTENCE.split(text) if sentence and sentence.strip()]


def split_clauses(sentence: str) -> list[Clause]:
    """Returns the sentence's clauses that have words."""
    return [clause for part in _CLAUSE.split(sentence) if (clause := read_clause(part)).words]


def read_clause(text: str) -> Clause:
    """Returns a stretch of text as one clause."""
    words = tuple(words_of(text))
    return Clause(words, frozenset(content_stems(words)))


def _is_akin(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    shared = 0
    for left, right in zip(shorter, longer, strict=False):
        if left != right:
            break
        shared += 1
    return shared >= SHARED_LETTERS and shared / len(longer) >= SHARED_PART
