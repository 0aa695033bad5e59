"""Equal vectors: the store holds one of each, since its graph loses its way among many equal ones."""

import hashlib

import numpy as np


def first_equals(vectors: np.ndarray) -> np.ndarray:
    """Returns for each row the number of the first row that equals it, int64."""
    first: dict[bytes, int] = {}
    # Digests, lest all rows be held twice.
    keys = (hashlib.blake2b(row.tobytes(), digest_size=16).digest() for row in vectors)
    numbers = [first.setdefault(key, number) for number, key in enumerate(keys)]
    return np.array(numbers, dtype=np.int64)


def sharing_chunks(first: np.ndarray, offsets: np.ndarray) -> dict[int, list[int]]:
    """Returns the chunk numbers behind each stored row that stands for rows of several chunks."""
    owners = np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))
    shared: dict[int, list[int]] = {}
    for row in np.flatnonzero(first != np.arange(len(first))):
        stored = int(first[row])
        shared.setdefault(stored, [int(owners[stored])]).append(int(owners[row]))
    return shared
