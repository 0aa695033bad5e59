"""The words of a text as the checks compare them: stems of content words, clauses, negations, opposites."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from pathlib import Path

import Stemmer

from advisor.yaml_file import read_yaml

WORD = re.compile(r"[^\W\d_][^\W_]*(?:['’][^\W_]+)*")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
# The comma of a list of names parts no clauses.
_NAMES_IN_A_ROW = re.compile(r"\b(?!Yes\b|No\b)([A-Z][\w'’.-]*),(?=\s[A-Z])")
_BREAKS = (
    r"[,;()|–—]|\b(?:[Ww]hile|[Ww]hereas|[Bb]ut|[Aa]lthough|[Tt]hough|[Bb]ecause|[Yy]et|and so)\b"
)
_CLAUSE = re.compile(_BREAKS)
_CLAUSE_OR_COLON = re.compile(rf"{_BREAKS}|:")
# As British and American spellings meet.
_SPELLINGS = (
    (re.compile(r"is(e|es|ed|ing|ation|ations)$"), r"iz\1"),
    (re.compile(r"our(s|ed|ing|al)?$"), r"or\1"),
    (re.compile(r"ll(ed|ing)$"), r"l\1"),
)
# Two stems are of one word when they share so many first letters, and so much of the longer.
SHARED_LETTERS = 5
SHARED_PART = 0.7
# A negation denies so many of the content words that follow it.
REACH_OF_DENIAL = 4
REACH_BACK = 2
# "Unnamed", "unclear", but not "until", "under" or "unit".
SHORTEST_UN = 6
_BACKWARDS = tuple(("without", word) for word in ("it", "this", "that", "them", "these", "one"))


@dataclass(frozen=True, slots=True)
class Lists:
    """The word lists of words.yaml, in lower case; `openers` and `labels` as stems."""

    stop: frozenset[str]
    negations: frozenset[str]
    tacit: frozenset[str]
    auxiliaries: frozenset[str]
    absolutes: frozenset[str]
    openers: frozenset[str]
    labels: frozenset[str]
    opposites: Mapping[str, frozenset[str]]
    # Pairs of the words that leave no way out, and of all that say as much.
    stresses: tuple[tuple[frozenset[str], frozenset[str]], ...]
    numbers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence: its words in lower case and the stems of those that carry content."""

    words: tuple[str, ...]
    stems: frozenset[str]

    @property
    def negations(self) -> int:
        """How many words deny; "without it" only points back at what was said."""
        return len(self._denials())

    def subject(self, names: frozenset[str]) -> frozenset[str]:
        """The stems of the name that it begins with, or none."""
        return frozenset(takewhile(names.__contains__, content_stems(self.words)))

    def negations_near(self, stems: frozenset[str]) -> int:
        """How many words deny one of these stems, which follows closely, or stand at the end."""
        return sum(bool(stems.intersection(self._denied_at(place))) for place in self._denials())

    @property
    def denied(self) -> frozenset[str]:
        """The content stems that are denied; "without" denies no verb."""
        places = (place for place in self._denials() if self.words[place] != "without")
        return frozenset(one for place in places for one in self._denied_at(place))

    @property
    def denied_verbs(self) -> int:
        """How many verbs are denied: "is not", "cannot", "doesn't"."""
        return sum(
            self.words[place].endswith(("n't", "cannot"))
            or any(word in lists().auxiliaries for word in self.words[max(place - 1, 0) : place])
            for place in self._denials()
        )

    def _denied_at(self, place: int) -> list[str]:
        """What a denial denies: the content words after it, up to the next denial or clause, or else before it."""
        ends = {*self._denials(), *(at for at, word in enumerate(self.words) if not word)}
        end = min((one for one in ends if one > place), default=len(self.words))
        following = content_stems(self.words[place + 1 : end])[:REACH_OF_DENIAL]
        return following or content_stems(self.words[:place])[-REACH_BACK:]

    def _denials(self) -> list[int]:
        return [
            place
            for place, word in enumerate(self.words)
            if word in lists().negations and not (place == 0 and self.words[:2] in _BACKWARDS)
        ]

    @property
    def tacit(self) -> frozenset[str]:
        """The words that deny without a negation."""
        return frozenset(
            word
            for word in self.words
            if word in lists().tacit or (word.startswith("un") and len(word) >= SHORTEST_UN)
        )


@lru_cache(maxsize=1)
def lists() -> Lists:
    """Returns the word lists, read once."""
    data = read_yaml(Path(__file__).with_name("words.yaml"))
    pairs = [pair.split("/") for pair in data["opposites"].split()]
    opposites: dict[str, frozenset[str]] = {}
    for one, other in (*pairs, *(pair[::-1] for pair in pairs)):
        opposites[one] = opposites.get(one, frozenset()) | {other}
    plain = {
        name: frozenset(data[name].split())
        for name in ("stop", "negations", "tacit", "auxiliaries", "absolutes")
    }
    stems = {name: frozenset(map(stem, data[name].split())) for name in ("openers", "labels")}
    kinds = [
        (frozenset(kind["strong"].split()), frozenset(kind["alike"].split()))
        for kind in data["stresses"].values()
    ]
    stresses = tuple((strong, strong | alike) for strong, alike in kinds)
    return Lists(**plain, **stems, opposites=opposites, stresses=stresses, numbers=data["numbers"])


def opposites_of(word: str) -> frozenset[str]:
    """Returns the words that say the contrary: those of the list, and the word with or without "un"."""
    listed = lists().opposites.get(word, frozenset())
    if word.startswith("un") and len(word) >= SHORTEST_UN:
        return listed | {word.removeprefix("un")}
    return listed | {f"un{word}"}


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


def split_clauses(sentence: str, *, at_colons: bool = True) -> list[Clause]:
    """Returns the sentence's clauses that have words."""
    parts = (_CLAUSE_OR_COLON if at_colons else _CLAUSE).split(_NAMES_IN_A_ROW.sub(r"\1", sentence))
    return [clause for part in parts if any((clause := read_clause(part)).words)]


def read_clause(text: str) -> Clause:
    """Returns a stretch of text as one clause; where it has several, an empty word stands between them."""
    words: list[str] = []
    for part in _CLAUSE_OR_COLON.split(text):
        words += [*words_of(part), ""]
    return Clause(tuple(words[:-1]), frozenset(content_stems(words)))


@lru_cache(maxsize=200_000)
def _is_akin(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    shared = 0
    for left, right in zip(shorter, longer, strict=False):
        if left != right:
            break
        shared += 1
    return shared >= SHARED_LETTERS and shared / len(longer) >= SHARED_PART
