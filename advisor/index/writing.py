"""Writes one release directory; its vector store is added by a child process."""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

from advisor.index.layout import (
    CHUNKS_FILE,
    LEXICAL,
    LOCK_FILE,
    STORE,
    TABLES_FILE,
    VECTOR_OFFSETS_FILE,
    VECTORS_FILE,
)
from advisor.index.lexical import write_lexical
from advisor.index.manifest import EmbedderIdentity, hash_file
from advisor.index.server import SOURCES, collection_name, content_of, write_collection
from advisor.index.store import write_store
from advisor.index.twins import first_equals
from advisor.models import Chunk


class RowWriter:
    """Writes a float32 array of known shape a few rows at a time, so that it is never held."""

    def __init__(self, path: Path, *, rows: int, width: int) -> None:
        self._missing = rows
        self._file = path.open("wb")
        header = {"descr": "<f4", "fortran_order": False, "shape": (rows, width)}
        np.lib.format.write_array_header_1_0(self._file, header)

    def write(self, rows: np.ndarray) -> None:
        """Appends rows."""
        self._missing -= len(rows)
        self._file.write(np.ascontiguousarray(rows, dtype="<f4").tobytes())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._file.close()
        if kind is None and self._missing:
            raise ValueError(f"{self._missing} rows are missing in {self._file.name}")


def begin_release(directory: Path) -> None:
    """Makes the directory of a new release."""
    directory.mkdir(parents=True)
    (directory / LOCK_FILE).touch()


def write_files(
    directory: Path,
    chunks: Sequence[Chunk],
    *,
    tables: Mapping[str, Sequence[Mapping[str, Any]]],
    lexical_texts: Iterable[str],
) -> None:
    """Writes a release's chunks, tables and word index (over one text per chunk) into its directory."""
    with (directory / CHUNKS_FILE).open("w", encoding="utf-8") as file:
        for chunk in chunks:
            file.write(json.dumps(asdict(chunk), ensure_ascii=False) + "\n")
    (directory / TABLES_FILE).write_text(json.dumps(tables, ensure_ascii=False), encoding="utf-8")
    write_lexical(directory / LEXICAL, lexical_texts)


def write_vectors(directory: Path) -> None:
    """Builds the sealed vector store of a release from its files; meant for a child process."""
    ids, numbers, vectors = _read_entries(directory)
    rows = np.unique(first_equals(vectors))
    write_store(
        directory / STORE,
        [ids[row] for row in rows],
        vectors,
        [numbers[row] for row in rows],
        rows=rows,
    )


def write_vectors_to(
    server: str, directory: Path, installation: str, embedder: EmbedderIdentity
) -> None:
    """Builds a release's collection on a Chroma server from its files; meant for a child process."""
    ids, _, vectors = _read_entries(directory)
    rows = np.unique(first_equals(vectors))
    content = content_of({name: hash_file(directory / name) for name in SOURCES})
    release = int(directory.name)
    write_collection(
        server,
        collection_name(release, installation=installation, content_sha256=content),
        ids=[ids[row] for row in rows],
        vectors=vectors,
        rows=rows,
        metadata={
            "installation": installation,
            "release": release,
            "embedder": embedder.name,
            "weights_sha256": embedder.weights_sha256,
            "content_sha256": content,
        },
    )


def _read_entries(directory: Path) -> tuple[list[str], list[int], np.ndarray]:
    """The entry id, the chunk's number and the vector of each row."""
    vectors = np.load(directory / VECTORS_FILE, mmap_mode="r", allow_pickle=False)
    offsets = np.load(directory / VECTOR_OFFSETS_FILE, allow_pickle=False)
    with (directory / CHUNKS_FILE).open(encoding="utf-8") as lines:
        chunk_ids = [json.loads(line)["id"] for line in lines]
    ids, numbers = [], []
    for number, chunk_id in enumerate(chunk_ids):
        for entry in range(offsets[number + 1] - offsets[number]):
            ids.append(entry_id(chunk_id, entry))
            numbers.append(number)
    return ids, numbers, vectors


def entry_id(chunk_id: str, entry: int) -> str:
    """Returns the id of a chunk's vector: the chunk's own for its body, `#a1` on for the wordings."""
    return chunk_id if entry == 0 else f"{chunk_id}#a{entry}"


def sync_to_disk(directory: Path) -> None:
    """Makes all files and folders of a directory last through a loss of power."""
    for path in [directory, *directory.rglob("*")]:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
