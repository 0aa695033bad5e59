"""Other names of what a question names: abbreviations and synonyms from the guide's glossary, both ways."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from advisor.index.lexical import LexicalIndex
from advisor.index.release import Release

GLOSSARY = "glossary"
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_PLURAL = re.compile(r"(?<=[^s\W])s$")
Name = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Synonym:
    """A name in a question, and what else the glossary calls the same thing."""

    name: str
    others: tuple[str, ...]


class Thesaurus:
    """The names of a release's glossary; built once for each release."""

    def __init__(self, entries: Iterable[Sequence[str]], lexical: LexicalIndex) -> None:
        """`entries` are the names of one thing each."""
        self._lexical = lexical
        self._entries = [_distinct(names, lexical) for names in entries]
        self._names: dict[Name, tuple[int, bool]] = {}
        # By the first word: the length of the longest name that begins with it.
        self._lengths: dict[str, int] = {}
        for number, names in enumerate(self._entries):
            for name in names:
                words = _words(name)
                if words:
                    # "IT" is not "it": a short form that reads as a stop word counts in capitals only.
                    in_capitals = name.isupper() and not lexical.terms(name)
                    self._keep(_key(words), number, in_capitals=in_capitals)

    def _keep(self, key: Name, number: int, *, in_capitals: bool) -> None:
        self._names.setdefault(key, (number, in_capitals))
        for first in (key[0], f"{key[0]}s") if len(key) == 1 else (key[0],):
            self._lengths[first] = max(self._lengths.get(first, 0), len(key))

    def synonyms(self, text: str) -> tuple[Synonym, ...]:
        """Returns the names that the text holds, the longest first at each place, with their synonyms."""
        words = _words(text)
        lower = _key(words)
        found: dict[int, Synonym] = {}
        start = 0
        while start < len(words):
            length, number = self._longest(words, lower, start)
            if length:
                name = " ".join(words[start : start + length])
                found.setdefault(number, Synonym(name, self._others(number, name)))
            start += max(1, length)
        return tuple(one for one in found.values() if one.others)

    def _longest(self, words: Name, lower: Name, start: int) -> tuple[int, int]:
        """How many words from there are a name, and of which entry; (0, 0) if none."""
        most = min(self._lengths.get(lower[start], 0), len(words) - start)
        for length in range(most, 0, -1):
            end = start + length
            found = self._names.get(lower[start:end]) or self._names.get(
                (*lower[start : end - 1], _PLURAL.sub("", lower[end - 1]))
            )
            if found is None:
                continue
            number, in_capitals = found
            if not in_capitals or _PLURAL.sub("", words[end - 1]).isupper():
                return length, number
        return 0, 0

    def _others(self, number: int, name: str) -> tuple[str, ...]:
        own = set(self._lexical.terms(name))
        return tuple(
            other
            for other in self._entries[number]
            if not own.issuperset(self._lexical.terms(other))
        )


_thesauri: "WeakKeyDictionary[Release, Thesaurus]" = WeakKeyDictionary()


def expansion_scores(release: Release, query: str) -> np.ndarray | None:
    """Returns what each chunk gains in `lexical.scores(query)` where it says a synonym; None for nothing.

    A name counts with its share of the query's idf, whatever its synonyms weigh, and a chunk that
    holds the name itself gains only as far as a synonym fits it better: so the sum stays below 1.
    """
    lexical = release.lexical
    synonyms = thesaurus_of(release).synonyms(query)
    if not synonyms:
        return None
    total = sum(lexical.idf(term) for term in set(lexical.terms(query)))
    gains = np.zeros(len(release.chunks), dtype=np.float32)
    for one in synonyms:
        share = sum(lexical.idf(term) for term in set(lexical.terms(one.name))) / (total or 1.0)
        own = lexical.scores(one.name)
        best = np.max([lexical.scores(other) for other in one.others], axis=0)
        gains += np.float32(share) * np.maximum(best - own, 0)
    return gains


def thesaurus_of(release: Release) -> Thesaurus:
    """Returns the release's thesaurus; an empty one if its guide has no glossary."""
    thesaurus = _thesauri.get(release)
    if thesaurus is None:
        rows = release.tables.get(GLOSSARY, ())
        entries = [(row["term"], *row.get("aliases", ())) for row in rows]
        thesaurus = _thesauri[release] = Thesaurus(entries, release.lexical)
    return thesaurus


def _distinct(names: Sequence[str], lexical: LexicalIndex) -> tuple[str, ...]:
    """The names without those of the same stems: "model" stands for "models"."""
    by_stems: dict[frozenset[str], str] = {}
    kept = [
        name
        for name in names
        if not (stems := frozenset(lexical.terms(name))) or by_stems.setdefault(stems, name) == name
    ]
    return tuple(dict.fromkeys(kept))


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text))


def _key(words: Iterable[str]) -> Name:
    return tuple(word.casefold() for word in words)
