"""A release as readers see it: opened, checked, read only, and held until it is closed."""

import fcntl
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import numpy as np

from advisor.errors import ReleaseError
from advisor.index.checks import Identity, check_release, is_tuned
from advisor.index.exact import ExactStore
from advisor.index.guarded import GuardedStore
from advisor.index.layout import (
    BODIES_FILE,
    LEXICAL,
    LOCK_FILE,
    STORE,
    TABLES_FILE,
    VECTOR_OFFSETS_FILE,
    VECTORS_FILE,
)
from advisor.index.lexical import LexicalIndex, open_lexical
from advisor.index.manifest import Manifest
from advisor.index.reading import best_of, load_array, read_chunks, read_json
from advisor.index.sentences import Sentences
from advisor.index.server import ServerStore
from advisor.index.store import VectorStore, open_store
from advisor.index.twins import first_equals, sharing_chunks
from advisor.index.writing import entry_id

# Entries asked of the store per chunk wanted, at most: a chunk has several (its body and other wordings).
OVERFETCH = 4
WARM_UP_COSINE = 0.999
Search = Literal["embedded", "server", "exact"]


class Release:
    """An open release; its numbers of chunks are the places in `chunks`."""

    def __init__(self, directory: Path, manifest: Manifest, *, hold: int, server: str = "") -> None:
        self.id = manifest.release
        self.manifest = manifest
        self.directory = directory
        self._hold: int | None = hold
        self.chunks = read_chunks(directory)
        self._numbers = {chunk.id: number for number, chunk in enumerate(self.chunks)}
        self.tables: Mapping[str, list[dict[str, Any]]] = read_json(directory / TABLES_FILE)
        self.lexical: LexicalIndex = open_lexical(directory / LEXICAL)
        self._sentences = Sentences(directory, is_tuned=self.is_tuned)
        self._vectors = load_array(directory / VECTORS_FILE)
        self._offsets = load_array(directory / VECTOR_OFFSETS_FILE)
        self._bodies = load_array(directory / BODIES_FILE) if self.is_tuned else None
        # Through a mapping of its own: what this reads of the file is not held on to.
        first = first_equals(load_array(directory / VECTORS_FILE))
        self._rows = np.unique(first)
        self._stored = len(self._rows)
        self._sharing = sharing_chunks(first, self._offsets)
        self._uncovered = self._vectors_of_uncovered()
        self._store = self._open_store(server)

    @property
    def search(self) -> Search:
        """Where vectors are searched now: the embedded store, the server, or all of them one by one."""
        if isinstance(self._store, GuardedStore):
            return "server" if self._store.is_reachable else "exact"
        return "exact" if isinstance(self._store, ExactStore) else "embedded"

    @property
    def has_lost_collection(self) -> bool:
        """Whether the server answered, when the release was opened, that it does not hold its collection."""
        return isinstance(self._store, GuardedStore) and self._store.is_missing

    @property
    def is_tuned(self) -> bool:
        """Whether the vectors of chunks and wordings are the tuned model's, and sentences have its vectors as well."""
        return is_tuned(self.manifest)

    def _open_store(self, server: str) -> VectorStore | ExactStore | GuardedStore:
        if not self.manifest.collection:
            return open_store(self.directory / STORE)
        exact = ExactStore(self._vectors, self._rows, self._entry_of)
        if not server:
            return exact
        store = ServerStore(
            server, self.manifest, entries=self._stored, probe=np.array(self._vectors[0])
        )
        try:
            return GuardedStore(store, exact, release=self.id)
        except ReleaseError:
            store.close()
            raise

    def _entry_of(self, row: int) -> str:
        number = int(np.searchsorted(self._offsets, row, side="right")) - 1
        return entry_id(self.chunks[number].id, row - int(self._offsets[number]))

    def dense(self, vector: np.ndarray, *, limit: int) -> list[tuple[int, float]]:
        """Returns (chunk number, best cosine over its vectors) of the nearest chunks, best first.

        Where the release is tuned, here and in `cosines` and `nearest_uncovered`, so is the vector.
        """
        wanted = min(limit, len(self.chunks))
        several = min(OVERFETCH, -(-self._stored // len(self.chunks)))
        entries = min(wanted * several, self._stored)
        while True:
            best: dict[int, float] = {}
            for entry, cosine in self._store.query(vector, limit=entries):
                for number in self._chunks_of(entry):
                    best.setdefault(number, cosine)
            if len(best) >= wanted or entries >= self._stored:
                return list(best.items())[:wanted]
            entries = min(entries * 2, self._stored)

    def _chunks_of(self, entry: str) -> Sequence[int]:
        """The chunks that have the vector of this entry of the store."""
        chunk_id, _, place = entry.partition("#a")
        number = self._numbers[chunk_id]
        if not self._sharing:
            return (number,)
        return self._sharing.get(int(self._offsets[number]) + int(place or 0), (number,))

    def cosines(self, vector: np.ndarray, numbers: Sequence[int] | np.ndarray) -> np.ndarray:
        """Returns the exact best cosine over each of these chunks' vectors, float32."""
        return best_of([(self._vectors, vector)], self._offsets, numbers)

    def nearest_uncovered(self, vector: np.ndarray) -> float:
        """Returns the best cosine over all sections on what the guide does not cover; -1 without any."""
        return float((self._uncovered @ vector).max(initial=-1.0))

    def _vectors_of_uncovered(self) -> np.ndarray:
        # Kept apart, since every question asks for all of them.
        rows = [
            row
            for number, chunk in enumerate(self.chunks)
            if not chunk.covered
            for row in range(self._offsets[number], self._offsets[number + 1])
        ]
        picked: np.ndarray = np.asarray(self._vectors[rows], dtype=np.float32)
        return picked.reshape(-1, self._vectors.shape[1])

    def body_cosines(self, vector: np.ndarray, numbers: Sequence[int] | np.ndarray) -> np.ndarray:
        """Returns the exact cosine of each of these chunks' own text, float32."""
        wanted = np.asarray(numbers, dtype=np.int64)
        bodies = (
            self._vectors[self._offsets[wanted]] if self._bodies is None else self._bodies[wanted]
        )
        cosines: np.ndarray = bodies @ vector.astype(np.float32)
        return cosines

    def body_of(self, number: int) -> np.ndarray:
        """Returns the vector of a chunk's own text as the model itself reads it."""
        vector: np.ndarray = (
            self._vectors[self._offsets[number]] if self._bodies is None else self._bodies[number]
        )
        return vector

    def best_sentence_cosines(
        self, vector: np.ndarray, numbers: Sequence[int] | np.ndarray, *, asked: np.ndarray
    ) -> np.ndarray:
        """Returns the best cosine over each of these chunks' sentences, float32; -1 where there are none.

        `asked` is the query as the model reads it that read the wordings, here and below.
        """
        return self._sentences.best_cosines(vector, numbers, asked=asked)

    def sentence_cosines(self, number: int, vector: np.ndarray, *, asked: np.ndarray) -> np.ndarray:
        """Returns the cosine of each of a chunk's sentences, float32."""
        return self._sentences.cosines(number, vector, asked=asked)

    def sentences(self, number: int) -> tuple[tuple[str, ...], np.ndarray]:
        """Returns a chunk's sentences, list items and table rows in order, and their vectors by the model itself."""
        return self._sentences.of(number)

    def number_of(self, chunk_id: str) -> int:
        """Returns the number of the chunk with this id; KeyError for an unknown one."""
        return self._numbers[chunk_id]

    def vectors_of(self, number: int) -> np.ndarray:
        """Returns a chunk's own vectors: its text's first, then those of its `asked_as` in order."""
        rows: np.ndarray = self._vectors[self._offsets[number] : self._offsets[number + 1]]
        return rows

    @property
    def entries(self) -> int:
        """How many vectors the release holds: one for each chunk and each of its wordings."""
        return len(self._vectors)

    def finds(self, entry: int, *, tolerance: float) -> bool:
        """Whether the store finds a vector of the release (or its twin) when asked for it."""
        found = self._store.query(np.array(self._vectors[entry]), limit=1)
        return bool(found) and found[0][1] >= 1 - tolerance

    def close(self) -> None:
        """Closes the store and lets the collector have the directory; safe to call twice."""
        if self._hold is None:
            return
        self._store.close()
        os.close(self._hold)
        self._hold = None

    def warm_up(self) -> None:
        """Makes one query, alone, and checks that the store finds what it holds.

        Raises:
            ReleaseError: it does not.

        """
        try:
            count = self._store.count()
            found = self._store.query(np.array(self._vectors[0]), limit=1)
        except Exception as error:
            # Chroma raises errors of many kinds for a broken store; none of them can be served from.
            raise ReleaseError(f"The index of release {self.id} cannot be queried.") from error
        if count != self._stored or not found or found[0][1] < WARM_UP_COSINE:
            raise ReleaseError(f"The index of release {self.id} does not find what it holds.")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()


def open_release(directory: Path, *, embedder: Identity | None = None, server: str = "") -> Release:
    """Returns the release of a directory: manifest and files checked, one warm-up query made.

    `server` is the `CHROMA_URL` where its vectors may lie; one that does not answer is done without.

    Raises:
        ReleaseError: it is damaged, missing, or made with another embedder than the given one.

    """
    hold = _hold(directory)
    release = None
    try:
        manifest = check_release(directory, embedder=embedder)
        release = Release(directory, manifest, hold=hold, server=server)
        release.warm_up()
    except (ReleaseError, OSError, ValueError, KeyError, TypeError) as error:
        if release is None:
            os.close(hold)
        else:
            release.close()
        if isinstance(error, ReleaseError):
            raise
        raise ReleaseError(f"Release {directory.name} cannot be read.") from error
    return release


def _hold(directory: Path) -> int:
    """Returns a descriptor with a shared lock: the collector leaves a held directory alone."""
    path = directory / LOCK_FILE
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError as error:
        raise ReleaseError(
            f"Release {directory.name} is not on this machine's disk; run `python -m ingest` to build it."
        ) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        # The collector may have removed the file between opening and locking it.
        path.stat()
    except OSError as error:
        os.close(descriptor)
        raise ReleaseError(f"Release {directory.name} is being removed.") from error
    return descriptor
