"""Search without an index: the cosines of all vectors, which the release's directory holds anyway."""

from collections.abc import Callable

import numpy as np


class ExactStore:
    """Compares a query with every vector; slower than an index, and never wrong."""

    def __init__(
        self, vectors: np.ndarray, rows: np.ndarray, entry_of: Callable[[int], str]
    ) -> None:
        """`rows` are the rows that a store would hold, and `entry_of` gives a row's entry id."""
        self._vectors = vectors
        self._rows = rows
        self._entry_of = entry_of

    def query(self, vector: np.ndarray, *, limit: int) -> list[tuple[str, float]]:
        """Returns (entry id, cosine) of the nearest entries, best first."""
        cosines = self._vectors @ vector.astype(np.float32)
        if len(self._rows) < len(cosines):
            cosines = cosines[self._rows]
        wanted = min(limit, len(cosines))
        best = np.argpartition(cosines, len(cosines) - wanted)[len(cosines) - wanted :]
        best = best[np.argsort(-cosines[best], kind="stable")]
        return [(self._entry_of(int(self._rows[place])), float(cosines[place])) for place in best]

    def count(self) -> int:
        """Returns how many entries are searched."""
        return len(self._rows)

    def close(self) -> None:
        """Holds nothing of its own."""
