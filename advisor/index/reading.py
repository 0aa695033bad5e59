"""Reads the files of a release, and compares a vector with stretches of its rows."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from advisor.index.layout import CHUNKS_FILE
from advisor.models import Chunk


def read_chunks(directory: Path) -> tuple[Chunk, ...]:
    """Returns the chunks of a release's directory, in order."""
    chunks = []
    for row in read_lines(directory / CHUNKS_FILE):
        for name in ("headings", "asked_as", "sources"):
            row[name] = tuple(row[name])
        chunks.append(Chunk(**row))
    return tuple(chunks)


def read_lines(path: Path) -> list[Any]:
    """Returns what each line of a JSONL file holds."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def read_json(path: Path) -> Any:  # noqa: ANN401 - whatever the file holds
    """Returns what a JSON file holds."""
    return json.loads(path.read_text(encoding="utf-8"))


def load_array(path: Path) -> np.ndarray:
    """Returns an array whose file is read where it is looked at."""
    array: np.ndarray = np.load(path, mmap_mode="r", allow_pickle=False)
    # The same pages as a plain array: NumPy's memmap takes microseconds more for each element.
    return np.asarray(array)


def best_of(
    readings: Sequence[tuple[np.ndarray, np.ndarray]],
    offsets: np.ndarray,
    numbers: Sequence[int] | np.ndarray,
) -> np.ndarray:
    """Returns the best cosine over each number's stretch of rows; -1 where there are no rows.

    `readings` are pairs of all rows and the vector to compare them with; the products of several
    add up, so that each vector is scaled by its weight.
    """
    wanted = np.asarray(numbers, dtype=np.int64)
    starts = offsets[wanted]
    lengths = offsets[wanted + 1] - starts
    best = np.full(len(wanted), -1.0, dtype=np.float32)
    filled = lengths > 0
    if filled.any():
        starts, lengths = starts[filled], lengths[filled]
        firsts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
        rows = np.repeat(starts - firsts, lengths) + np.arange(lengths.sum())
        products = [vectors[rows] @ vector.astype(np.float32) for vectors, vector in readings]
        best[filled] = np.maximum.reduceat(sum(products[1:], start=products[0]), firsts)
    return best
