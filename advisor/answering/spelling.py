"""Spelling slips: an unknown word of a question becomes the guide's word that is one slip away."""

import re
from collections.abc import Callable, Iterable, Sequence
from weakref import WeakKeyDictionary

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from advisor.index.release import Release

SHORTEST = 5
# Longer words may have two slips.
LONG = 8
_WORD = re.compile(r"[^\W\d_]+")
_vocabularies: "WeakKeyDictionary[Release, tuple[str, ...]]" = WeakKeyDictionary()


def correct(text: str, release: Release, pieces: Callable[[str], Sequence[object]]) -> str:
    """Returns the text with slips mended.

    A word is suspect only if the guide never uses it and the model's tokenizer has to cut it in
    `pieces`: that vocabulary knows the ordinary words of English, so "sweet" stays "sweet".
    """
    return _WORD.sub(lambda match: _mend(match[0], release, pieces), text)


def _mend(word: str, release: Release, pieces: Callable[[str], Sequence[object]]) -> str:
    lower = word.lower()
    if len(lower) < SHORTEST or word.isupper() or len(pieces(lower)) < 2:
        return word
    terms = release.lexical.terms(lower)
    if not terms or release.lexical.knows(terms[0]):
        return word
    found = process.extractOne(
        lower,
        [known for known in _vocabulary(release) if known[0] == lower[0]],
        scorer=DamerauLevenshtein.distance,
        score_cutoff=2 if len(lower) >= LONG else 1,
    )
    return str(found[0]) if found else word


def _vocabulary(release: Release) -> tuple[str, ...]:
    known = _vocabularies.get(release)
    if known is None:
        known = tuple(sorted(set(_long_words(release))))
        _vocabularies[release] = known
    return known


def _long_words(release: Release) -> Iterable[str]:
    for chunk in release.chunks:
        for text in (chunk.heading, chunk.text, *chunk.asked_as):
            yield from (word for word in _WORD.findall(text.lower()) if len(word) >= SHORTEST - 1)
