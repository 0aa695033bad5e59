"""Repeats of a better passage go behind; what adds something stays where it is."""

from types import SimpleNamespace

import numpy as np

from advisor.answering.diversify import put_repeats_last

TEXT = "precision says how many of the alarms were right and recall how many it found"


class Release:
    """Chunks with vectors, and words that are their own stems."""

    def __init__(self, *chunks):
        self.chunks = [SimpleNamespace(text=text) for text, _ in chunks]
        self._vectors = [np.array(vector, dtype=np.float32) for _, vector in chunks]
        self.lexical = SimpleNamespace(terms=str.split)

    def body_of(self, number):
        return self._vectors[number]


def test_a_repeat_goes_behind_and_the_best_stays():
    release = Release((TEXT, (1, 0)), (TEXT + " too", (1, 0)), ("something else here now", (0, 1)))
    assert put_repeats_last(release, [1, 0, 2]) == [1, 2, 0]
    assert put_repeats_last(release, [2, 0]) == [2, 0]


def test_a_longer_text_that_says_more_is_no_repeat():
    more = f"{TEXT} while accuracy counts both kinds of answers over all that were given"
    release = Release((TEXT, (1, 0)), (more, (1, 0)), ("something else here now", (0, 1)))
    assert put_repeats_last(release, [0, 1, 2]) == [0, 1, 2]
    assert put_repeats_last(release, [1, 0, 2]) == [1, 2, 0]


def test_neighbours_with_like_vectors_and_other_words_are_no_repeats():
    release = Release((TEXT, (1, 0)), ("the next part of the same section goes on", (1, 0)))
    assert put_repeats_last(release, [0, 1]) == [0, 1]


def test_few_words_are_no_repeat_and_few_passages_no_problem():
    release = Release(("yes", (1, 0)), ("yes", (1, 0)))
    assert put_repeats_last(release, [0, 1]) == [0, 1]
    assert put_repeats_last(release, []) == []
