"""Vectors of a text's parts, drawn from the pass that read the whole text."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
# Where a part of a text begins and ends, in characters.
Span = tuple[int, int]


def pool(
    hidden: Vectors, whole: Vectors, *, offsets: Sequence[Span], parts: Sequence[Span]
) -> Vectors:
    """Returns one vector of length 1 for each part: the mean over the word pieces that it touches.

    `hidden` has shape (pieces, dimensions); `offsets` are the pieces' spans, empty for special
    tokens. A part that the model did not read gets the vector of the whole text.
    """
    vectors = np.tile(whole, (len(parts), 1)).astype(np.float32)
    spans = np.asarray(offsets, dtype=np.int64).reshape(-1, 2)
    starts, ends = spans[:, 0], spans[:, 1]
    for row, (start, end) in enumerate(parts):
        touched = (ends > starts) & (starts < end) & (ends > start)
        if touched.any():
            mean = hidden[touched].mean(axis=0)
            vectors[row] = mean / max(float(np.linalg.norm(mean)), 1e-9)
    return vectors
