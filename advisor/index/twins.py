"""Equal vectors: the store holds one of each, since its graph loses its way among many equal ones."""

import numpy as np


def first_equals(vectors: np.ndarray) -> np.ndarray:
    """Returns for each row the number of the first row that equals it, int64."""
    first: dict[bytes, int] = {}
    numbers = [first.setdefault(row.tobytes(), number) for number, row in enumerate(vectors)]
    return np.array(numbers, dtype=np.int64)


def sharing_chunks(first: np.ndarray, offsets: np.ndarray) -> dict[int, list[int]]:
    """Returns the chunk numbers behind each stored row that stands for rows of several chunks."""
    owners = np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))
    shared: dict[int, list[int]] = {}
    for row in np.flatnonzero(first != np.arange(len(first))):
        stored = int(first[row])
        shared.setdefault(stored, [int(owners[stored])]).append(int(owners[row]))
    return shared
