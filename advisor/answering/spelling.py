"""Spelling slips: an unknown word of a question becomes the guide's word that a hasty hand would make it from."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from advisor.index.release import Release

SHORTEST = 4
# What a mended word may cost at most, by its length; a longer one may have two slips.
DEAREST = {4: 0.6, 5: 1.0, 6: 1.0, 7: 1.4}
DEAREST_LONG = 2.0
# Common slips are cheap: letters swapped or doubled, vowels mixed up, left out or put in.
SWAP, DOUBLING, VOWEL, SOUND, LETTER, OTHER = 0.6, 0.5, 0.7, 1.0, 1.0, 1.5
VOWELS = frozenset("aeiouy")
SOUNDS = tuple(frozenset(group) for group in ("cks", "sz", "dt", "bp", "mn", "vf", "gj"))
# How much a word that stands e times as often in the guide may cost more.
FREQUENT = 0.2
# Both halves of a word with a missing blank are at least so long, and stand in so many places of the guide.
SHORTEST_HALF = 4
FEWEST_PLACES = 5
# A big guide's words are drawn from so many chunks, evenly: all of them would take seconds.
MOST_CHUNKS = 5000
_WORD = re.compile(r"[^\W\d_]+")
Pieces = Callable[[str], Sequence[object]]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a guide: how often each stands there, and those to mend to, by their first letter."""

    counts: Counter[str]
    by_initial: dict[str, list[str]]


_vocabularies: "WeakKeyDictionary[Release, Vocabulary]" = WeakKeyDictionary()


def correct(text: str, release: Release, pieces: Pieces) -> str:
    """Returns the text with slips mended.

    A word is suspect only if the guide never uses it and the model's tokenizer has to cut it in
    `pieces`: that vocabulary knows the ordinary words of English, so "sweet" stays "sweet".
    """
    return _WORD.sub(lambda match: _mend(match[0], release, pieces), text)


def _mend(word: str, release: Release, pieces: Pieces) -> str:
    lower = word.lower()
    if len(lower) < SHORTEST or word.isupper():
        return word
    terms = release.lexical.terms(lower)
    if not terms or release.lexical.knows(terms[0]) or len(pieces(lower)) < 2:
        return word
    vocabulary = _vocabulary_of(release)
    return _nearest(lower, vocabulary) or _halves(lower, vocabulary) or word


def _nearest(word: str, vocabulary: Vocabulary) -> str:
    """The likeliest word to have meant, by its cost and how often the guide has it; "" if all are too dear."""
    near = process.extract(
        word,
        vocabulary.by_initial.get(_initial(word), ()),
        scorer=DamerauLevenshtein.distance,
        score_cutoff=2,
        limit=None,
    )
    priced = [(slip_cost(word, known), known) for known, *_ in near]
    dearest = DEAREST.get(len(word), DEAREST_LONG)
    fitting = [
        (cost - FREQUENT * math.log(vocabulary.counts[known]), known)
        for cost, known in priced
        if cost <= dearest and not _is_form_of(word, known)
    ]
    return min(fitting)[1] if fitting else ""


def _halves(word: str, vocabulary: Vocabulary) -> str:
    """The word as two of the guide's, where a blank is missing between them; "" if it is none."""
    best: tuple[int, str] = (FEWEST_PLACES - 1, "")
    for place in range(SHORTEST_HALF, len(word) - SHORTEST_HALF + 1):
        one, other = word[:place], word[place:]
        places = min(vocabulary.counts[one], vocabulary.counts[other])
        best = max(best, (places, f"{one} {other}"))
    return best[1]


def _is_form_of(word: str, known: str) -> bool:
    """Whether one is the other with an ending: "gripe" is no slip for "grip", but a word of its own."""
    longer, shorter = (word, known) if len(word) > len(known) else (known, word)
    return longer.startswith(shorter) and longer[len(shorter) :] in {"e", "y", "r", "er", "or"}


def slip_cost(word: str, known: str) -> float:
    """Returns what it costs to have written `word` for `known`: the cheapest slips that lead there.

    An edit distance with swaps of neighbours (optimal string alignment), its edits weighed.
    """
    rows = [[0.0] * (len(known) + 1) for _ in range(len(word) + 1)]
    for i in range(1, len(word) + 1):
        rows[i][0] = rows[i - 1][0] + _single(word, i - 1)
    for j in range(1, len(known) + 1):
        rows[0][j] = rows[0][j - 1] + _single(known, j - 1)
    for i in range(1, len(word) + 1):
        for j in range(1, len(known) + 1):
            cost = min(
                rows[i - 1][j] + _single(word, i - 1),
                rows[i][j - 1] + _single(known, j - 1),
                rows[i - 1][j - 1] + _exchange(word[i - 1], known[j - 1]),
            )
            if i > 1 and j > 1 and (word[i - 2], word[i - 1]) == (known[j - 1], known[j - 2]):
                cost = min(cost, rows[i - 2][j - 2] + SWAP)
            rows[i][j] = cost
    return rows[-1][-1]


def _single(text: str, place: int) -> float:
    """The cost of a letter that one has and the other lacks."""
    letter = text[place]
    if letter in (text[place - 1 : place], text[place + 1 : place + 2]):
        return DOUBLING
    return VOWEL if letter in VOWELS else LETTER


def _exchange(one: str, other: str) -> float:
    if one == other:
        return 0.0
    if one in VOWELS and other in VOWELS:
        return VOWEL
    return SOUND if any(one in group and other in group for group in SOUNDS) else OTHER


def _initial(word: str) -> str:
    """Words with the same initial are compared; vowels are taken for each other."""
    return "a" if word[0] in VOWELS else word[0]


def _vocabulary_of(release: Release) -> Vocabulary:
    vocabulary = _vocabularies.get(release)
    if vocabulary is None:
        counts = Counter(_words(release))
        by_initial: dict[str, list[str]] = {}
        for word in sorted(counts):
            if len(word) >= SHORTEST:
                by_initial.setdefault(_initial(word), []).append(word)
        vocabulary = _vocabularies[release] = Vocabulary(counts, by_initial)
    return vocabulary


def _words(release: Release) -> Iterator[str]:
    step = max(1, len(release.chunks) // MOST_CHUNKS)
    for chunk in release.chunks[::step]:
        for text in (chunk.heading, chunk.text, *chunk.asked_as):
            yield from _WORD.findall(text.lower())
