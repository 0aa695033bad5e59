"""Passages that say what a better one says already move behind the others; none is dropped."""

from collections.abc import Sequence

import numpy as np

from advisor.index.release import Release

# A text repeats a better one if their vectors are this near, and so many of its words stand there. Vectors alone do not
# tell: neighbouring chunks of a section share their heading path, and are near as well.
SAME_COSINE = 0.9
SAME_WORDS = 0.9
FEWEST_WORDS = 4


def put_repeats_last(release: Release, numbers: Sequence[int]) -> list[int]:
    """Returns the chunks' numbers, best first, with each near-duplicate of a better one at the end.

    The best stays where it is, as do all that are like no better one.
    """
    if len(numbers) < 2:
        return list(numbers)
    vectors = np.stack([release.body_of(number) for number in numbers])
    near = (vectors @ vectors.T) >= SAME_COSINE
    words: dict[int, frozenset[str]] = {}

    def words_of(place: int) -> frozenset[str]:
        if place not in words:
            text = release.chunks[numbers[place]].text
            words[place] = frozenset(release.lexical.terms(text))
        return words[place]

    kept: list[int] = []
    repeats: list[int] = []
    for place in range(len(numbers)):
        rivals = [better for better in kept if near[better, place]]
        repeated = any(_repeats(words_of(place), words_of(better)) for better in rivals)
        (repeats if repeated else kept).append(place)
    return [numbers[place] for place in (*kept, *repeats)]


def _repeats(words: frozenset[str], better: frozenset[str]) -> bool:
    return len(words) >= FEWEST_WORDS and len(words & better) >= SAME_WORDS * len(words)
