"""Sections that say the same twice: by the hash of their words, and by the vectors that a release has anyway.

Near neighbours are looked for by signs of random projections (Charikar 2002): texts whose vectors point the
same way fall into the same buckets. Memory and time grow with the number of chunks, not with its square.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz

from advisor.index.layout import BODIES_FILE, CHUNKS_FILE, VECTOR_OFFSETS_FILE, VECTORS_FILE
from ingest.caution import Caution
from ingest.plain import plain_text

# Two chunks are near when their vectors are so close and so much of their words is the same.
LEAST_COSINE = 0.93
LEAST_LIKENESS = 80.0
# Shorter ones, such as "See above.", may well come twice.
FEWEST_CHARACTERS = 60
MOST_TOLD = 100
_TABLES = 16
_NEIGHBOURS = 6
_MOST_BITS = 20
_BATCH = 1 << 14
# So many are compared each with each; that takes less than a second.
_FEW, _BLOCK = 4_096, 512
_NO_WORD = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a chunk stands; `start` is where its line begins in the release's file of chunks."""

    path: str
    headings: tuple[str, ...]
    place: str
    start: int

    @property
    def name(self) -> str:
        heading = f"“{self.headings[-1]}”" if self.headings else self.path
        return f"{heading} ({self.place})" if self.place else heading


def find_duplicates(directory: Path) -> list[Caution]:
    """Returns the chunks of a release directory that repeat an earlier one, the exact ones first."""
    places, digests = _read(directory / CHUNKS_FILE)
    first: dict[bytes, int] = {}
    exact: list[Caution] = []
    rest: list[int] = []
    for number, digest in enumerate(digests):
        if not digest:
            continue
        earlier = first.setdefault(digest, number)
        if earlier == number:
            rest.append(number)
        else:
            place, other = places[number], places[earlier]
            exact.append(
                Caution(place.path, "duplicate", _sentence(place, "says the same as", other))
            )
    near = list(_near(directory, places, np.array(rest, dtype=np.int64)))
    return [*_told(exact), *_told(near)]


def _told(found: Sequence[Caution]) -> Iterator[Caution]:
    yield from islice(found, MOST_TOLD)
    if len(found) > MOST_TOLD:
        more = len(found) - MOST_TOLD
        yield Caution("", found[0].kind, f"and {more:,} more sections of this kind")


def _sentence(place: _Place, how: str, other: _Place, more: str = "") -> str:
    where = "" if other.path == place.path else f" in {other.path}"
    return f"{place.name} {how} {other.name}{where}{more}"


def _read(file: Path) -> tuple[list[_Place], list[bytes]]:
    """The places of all chunks, and hashes of their words; b"" for a text too short to matter."""
    places: list[_Place] = []
    digests: list[bytes] = []
    start = 0
    with file.open("rb") as lines:
        for line in lines:
            row = json.loads(line)
            text = _words(row["text"])
            places.append(
                _Place(row["document"], tuple(row["headings"]), row.get("place", ""), start)
            )
            is_long = len(text) >= FEWEST_CHARACTERS
            digests.append(
                hashlib.blake2b(text.encode(), digest_size=16).digest() if is_long else b""
            )
            start += len(line)
    return places, digests


def _words(text: str) -> str:
    return _NO_WORD.sub(" ", plain_text(text).casefold()).strip()


def _near(directory: Path, places: Sequence[_Place], numbers: np.ndarray) -> Iterator[Caution]:
    # Rows of data are alike by nature.
    numbers = numbers[[not places[number].place.startswith("row") for number in numbers]]
    if len(numbers) < 2:
        return
    vectors, rows = _bodies(directory)
    groups = _Groups(len(numbers))
    tries: Counter[int] = Counter()
    with (directory / CHUNKS_FILE).open("rb") as file:

        def text_of(number: int) -> str:
            file.seek(places[number].start)
            return _words(json.loads(file.readline())["text"])

        for one, two in _close_pairs(vectors, rows[numbers]):
            earlier, later = places[numbers[one]], places[numbers[two]]
            if groups.are_one(one, two) or (earlier.path, earlier.headings) == (
                later.path,
                later.headings,
            ):
                continue
            tries[two] += 1
            if tries[two] > _NEIGHBOURS:
                continue
            texts = text_of(numbers[one]), text_of(numbers[two])
            likeness = fuzz.ratio(*texts, score_cutoff=LEAST_LIKENESS)
            if likeness:
                groups.join(one, two)
                differs = _NUMBER.findall(texts[0]) != _NUMBER.findall(texts[1])
                more = ", but with other numbers" if differs else ""
                text = _sentence(later, "says nearly the same as", earlier, more)
                yield Caution(later.path, "near_duplicate", text)


def _bodies(directory: Path) -> tuple[np.ndarray, np.ndarray]:
    """The vectors in which those of the chunks' own texts stand, and the row of each chunk's."""
    if (directory / BODIES_FILE).is_file():
        bodies = np.load(directory / BODIES_FILE, mmap_mode="r", allow_pickle=False)
        return bodies, np.arange(len(bodies))
    vectors = np.load(directory / VECTORS_FILE, mmap_mode="r", allow_pickle=False)
    return vectors, np.load(directory / VECTOR_OFFSETS_FILE, allow_pickle=False)[:-1]


def _close_pairs(vectors: np.ndarray, rows: np.ndarray) -> Iterator[tuple[int, int]]:
    """Pairs of positions in `rows` whose vectors are close, each once, in order."""
    look = _all_pairs if len(rows) <= _FEW else _pairs_in_buckets
    # As numbers, for millions of pairs of Python take a gigabyte.
    for pair in np.unique(np.concatenate(list(look(vectors, rows)))):
        yield divmod(int(pair), len(rows))


def _all_pairs(vectors: np.ndarray, rows: np.ndarray) -> Iterator[np.ndarray]:
    held = np.asarray(vectors[rows])
    numbers = np.arange(len(rows))
    for start in range(0, len(rows), _BLOCK):
        cosines = held[start : start + _BLOCK] @ held.T
        close = (cosines >= LEAST_COSINE) & (numbers > numbers[start : start + _BLOCK, None])
        close &= close.cumsum(axis=1) <= _NEIGHBOURS
        one, two = np.nonzero(close)
        yield (one + start) * len(rows) + two


def _pairs_in_buckets(vectors: np.ndarray, rows: np.ndarray) -> Iterator[np.ndarray]:
    count, width = len(rows), vectors.shape[1]
    bits = int(min(np.log2(count) + 2, _MOST_BITS))
    # A fixed seed: the same release gives the same report.
    planes = np.random.default_rng(1).standard_normal((width, bits * _TABLES)).astype(np.float32)
    weights = 1 << np.arange(bits)
    keys = np.empty((_TABLES, count), dtype=np.int64)
    for start in range(0, count, _BATCH):
        signs = vectors[rows[start : start + _BATCH]] @ planes > 0
        keys[:, start : start + _BATCH] = (signs.reshape(len(signs), _TABLES, bits) @ weights).T
    for key in keys:
        order = np.argsort(key, kind="stable")
        for shift in range(1, _NEIGHBOURS + 1):
            one, two = order[:-shift], order[shift:]
            same = key[one] == key[two]
            yield from _confirmed(vectors, rows, one[same], two[same])


def _confirmed(
    vectors: np.ndarray, rows: np.ndarray, one: np.ndarray, two: np.ndarray
) -> Iterator[np.ndarray]:
    for start in range(0, len(one), _BATCH):
        first, second = one[start : start + _BATCH], two[start : start + _BATCH]
        cosines = np.einsum("ij,ij->i", vectors[rows[first]], vectors[rows[second]])
        close = cosines >= LEAST_COSINE
        yield np.minimum(first, second)[close] * len(rows) + np.maximum(first, second)[close]


class _Groups:
    """Which chunks are known to say the same, so that a text that comes a hundred times is told ninety-nine."""

    def __init__(self, count: int) -> None:
        self._leader = list(range(count))

    def are_one(self, one: int, two: int) -> bool:
        return self._top(one) == self._top(two)

    def join(self, one: int, two: int) -> None:
        self._leader[self._top(two)] = self._top(one)

    def _top(self, number: int) -> int:
        while self._leader[number] != number:
            self._leader[number] = self._leader[self._leader[number]]
            number = self._leader[number]
        return number
