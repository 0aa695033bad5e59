"""Writes one release directory: all of it but the vector store, which a child process adds."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from advisor.index.layout import (
    CHUNKS_FILE,
    LEXICAL,
    LOCK_FILE,
    SENTENCE_OFFSETS_FILE,
    SENTENCE_VECTORS_FILE,
    SENTENCES_FILE,
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


@dataclass(frozen=True, slots=True)
class ReleaseContent:
    """All that goes into a release; entry k of each sequence belongs to chunk number k.

    `vectors` holds, one chunk after the other, the vector of its body and of each of its `asked_as`;
    `vector_offsets` (chunks + 1) says where a chunk's begin; the same holds for the sentences.
    """

    chunks: Sequence[Chunk]
    tables: Mapping[str, Sequence[Mapping[str, Any]]]
    lexical_texts: Sequence[str]
    vectors: np.ndarray
    vector_offsets: np.ndarray
    sentences: Sequence[Sequence[str]]
    sentence_vectors: np.ndarray
    sentence_offsets: np.ndarray


def write_files(directory: Path, content: ReleaseContent) -> None:
    """Writes the files of a release into a new directory; the vector store is not among them."""
    directory.mkdir(parents=True)
    (directory / LOCK_FILE).touch()
    _write_lines(directory / CHUNKS_FILE, [asdict(chunk) for chunk in content.chunks])
    _write_lines(directory / SENTENCES_FILE, list(content.sentences))
    (directory / TABLES_FILE).write_text(
        json.dumps(content.tables, ensure_ascii=False), encoding="utf-8"
    )
    arrays: dict[str, np.ndarray] = {
        VECTORS_FILE: content.vectors.astype(np.float32),
        VECTOR_OFFSETS_FILE: content.vector_offsets.astype(np.int64),
        SENTENCE_VECTORS_FILE: content.sentence_vectors.astype(np.float32),
        SENTENCE_OFFSETS_FILE: content.sentence_offsets.astype(np.int64),
    }
    for name, array in arrays.items():
        np.save(directory / name, array, allow_pickle=False)
    write_lexical(directory / LEXICAL, content.lexical_texts)


def write_vectors(directory: Path) -> None:
    """Builds the sealed vector store of a release from its files; meant for a child process."""
    ids, numbers, vectors = _read_entries(directory)
    rows = np.unique(first_equals(vectors))
    write_store(
        directory / STORE,
        [ids[row] for row in rows],
        vectors[rows],
        [numbers[row] for row in rows],
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


def _write_lines(path: Path, rows: Sequence[Any]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
