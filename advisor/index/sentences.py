"""The sentences of a release and their vectors, by one model or by two."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from advisor.index.layout import (
    SENTENCE_OFFSETS_FILE,
    SENTENCE_VECTORS_FILE,
    SENTENCES_FILE,
    TUNED_SENTENCES_FILE,
)
from advisor.index.reading import best_of, load_array, read_lines

# The weight of the tuned model's reading of a sentence; the other's is the rest. Chosen on development questions.
TUNED_SHARE = 0.75


class Sentences:
    """Each chunk's sentences, list items and table rows in order.

    In a tuned release each has two vectors: that of the model itself, which read it within its chunk, and that of the
    tuned model, which read it alone. A cosine is then the mean of both, weighted by `TUNED_SHARE`.
    """

    def __init__(self, directory: Path, *, is_tuned: bool) -> None:
        self._texts = read_lines(directory / SENTENCES_FILE)
        self._vectors = load_array(directory / SENTENCE_VECTORS_FILE)
        self._tuned = load_array(directory / TUNED_SENTENCES_FILE) if is_tuned else None
        self._offsets = load_array(directory / SENTENCE_OFFSETS_FILE)

    def of(self, number: int) -> tuple[tuple[str, ...], np.ndarray]:
        """Returns a chunk's sentences and their vectors by the model itself, shape (sentences, dimensions)."""
        return tuple(self._texts[number]), self._vectors[self._rows(number)]

    def cosines(self, number: int, vector: np.ndarray, *, asked: np.ndarray) -> np.ndarray:
        """Returns the cosine of each of a chunk's sentences, float32."""
        rows = self._rows(number)
        cosines = [vectors[rows] @ own for vectors, own in self._readings(vector, asked)]
        total: np.ndarray = sum(cosines[1:], start=cosines[0])
        return total

    def best_cosines(
        self, vector: np.ndarray, numbers: Sequence[int] | np.ndarray, *, asked: np.ndarray
    ) -> np.ndarray:
        """Returns the best cosine over each of these chunks' sentences, float32; -1 where there are none."""
        return best_of(self._readings(vector, asked), self._offsets, numbers)

    def _rows(self, number: int) -> slice:
        return slice(self._offsets[number], self._offsets[number + 1])

    def _readings(
        self, vector: np.ndarray, asked: np.ndarray
    ) -> list[tuple[np.ndarray, np.ndarray]]:
        if self._tuned is None:
            return [(self._vectors, vector)]
        return [
            (self._vectors, (1 - TUNED_SHARE) * vector),
            (self._tuned, TUNED_SHARE * asked),
        ]
