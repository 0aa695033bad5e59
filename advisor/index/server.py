"""Releases as collections of a Chroma server: each written once, named after its content, dropped whole."""

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import numpy as np

from advisor.errors import ReleaseError
from advisor.index.chroma_client import ChromaServer, ServerUnusableError, told
from advisor.index.layout import CHUNKS_FILE, VECTOR_OFFSETS_FILE, VECTORS_FILE
from advisor.index.manifest import Manifest
from advisor.index.store import batches, hnsw_configuration

QUERY_SECONDS = 1.0
# The first query after a server's start reads the whole index from its disk.
CHECK_SECONDS = 30.0
WRITE_SECONDS = 120.0
# What a collection's vectors come from; its content hash is made of their hashes.
SOURCES = (CHUNKS_FILE, VECTORS_FILE, VECTOR_OFFSETS_FILE)


@dataclass(frozen=True, slots=True)
class Held:
    """A collection that an installation has on the server."""

    name: str
    release: int


def content_of(files: Mapping[str, str]) -> str:
    """Returns the content hash of a collection, from the sha256 of a release's files by name."""
    return hashlib.sha256("".join(files[name] for name in SOURCES).encode()).hexdigest()


def collection_name(release: int, *, installation: str, content_sha256: str) -> str:
    """Returns `release-000123-` and a hash: installations that share a server never meet."""
    digest = hashlib.sha256(f"{installation}:{content_sha256}".encode()).hexdigest()
    return f"release-{release:06d}-{digest[:12]}"


def expected_metadata(manifest: Manifest) -> dict[str, str | int]:
    """Returns what a sealed collection must say of itself to serve this release."""
    return {
        "release": manifest.release,
        "embedder": manifest.embedder.name,
        "weights_sha256": manifest.embedder.weights_sha256,
        "content_sha256": content_of(manifest.files),
    }


class ServerStore:
    """One release's collection: `connect`, `query`, `count`, `close`; used from all threads."""

    def __init__(self, url: str, manifest: Manifest, *, entries: int, probe: np.ndarray) -> None:
        self._url = url
        self._name = manifest.collection
        self._expected = expected_metadata(manifest)
        self._entries = entries
        self._probe = probe
        self._server = ChromaServer(url, seconds=QUERY_SECONDS)
        self._collection: Any = None

    def connect(self) -> None:
        """Looks the collection up, compares what it says of itself, counts it and makes one query.

        Raises:
            ServerUnusableError: the server does not answer.
            CollectionMissingError: it does not hold the collection.
            ReleaseError: the collection is of another release, embedder or content, or is incomplete.

        """
        # With time of its own: what is not in the server's memory yet takes seconds.
        with closing(ChromaServer(self._url, seconds=CHECK_SECONDS)) as patient:
            collection = patient.find(self._name)
            described = dict(collection.metadata or {})
            wrong = [name for name, value in self._expected.items() if described.get(name) != value]
            if wrong:
                raise ReleaseError(
                    f"The collection {self._name} on the Chroma server is not the one that was built "
                    f"({', '.join(sorted(wrong))} differ); run `python -m ingest` to build a new one."
                )
            with told():
                count = collection.count()
                found = _query(collection, self._probe, limit=1)
        if count != self._entries or not found:
            raise ReleaseError(
                f"The collection {self._name} on the Chroma server holds {count} of {self._entries} vectors; "
                "run `python -m ingest` to build a new one."
            )
        self._collection = self._server.wrap(collection)

    def query(self, vector: np.ndarray, *, limit: int) -> list[tuple[str, float]]:
        """Returns (entry id, cosine) of the nearest entries, best first.

        Raises:
            ServerUnusableError: no answer in time, or none that can be used.

        """
        with told():
            found = _query(self._collection, vector, limit=limit)
        if len(found) != min(limit, self._entries):
            raise ServerUnusableError("The Chroma server does not find what it should hold.")
        return found

    def count(self) -> int:
        """Returns how many entries the collection held when it was connected."""
        return self._entries

    def close(self) -> None:
        """Closes the connections."""
        self._server.close()


def write_collection(
    url: str,
    name: str,
    *,
    ids: Sequence[str],
    vectors: np.ndarray,
    rows: np.ndarray,
    metadata: Mapping[str, str | int],
) -> None:
    """Writes these rows of the vectors into a new collection; only at the end does it say what it is.

    Raises:
        ServerUnusableError: the server does not answer.

    """
    with closing(ChromaServer(url, seconds=WRITE_SECONDS)) as server, told():
        # One that a killed builder left behind.
        server.drop(name)
        # Moved into the index files in steps, as in the embedded store, lest a killed server has to replay it all.
        threshold = max(2, min(100, len(rows)))
        collection = server.create(
            name,
            configuration=hnsw_configuration(threshold),
            metadata={"installation": metadata["installation"], "release": metadata["release"]},
        )
        largest = server.max_batch_size()
        for start, end in batches(len(rows), smallest=threshold, largest=largest):
            part = rows[start:end]
            collection.add(
                ids=[ids[start + place] for place in range(end - start)],
                embeddings=np.asarray(vectors[part], dtype=np.float32),
            )
        collection.modify(metadata=dict(metadata))


def list_collections(url: str, *, installation: str) -> list[Held]:
    """Returns the collections of an installation.

    Raises:
        ServerUnusableError: the server does not answer.

    """
    with closing(ChromaServer(url, seconds=CHECK_SECONDS)) as server, told():
        return [
            Held(name, int(metadata["release"]))
            for name, metadata in server.all_metadata()
            if metadata.get("installation") == installation and "release" in metadata
        ]


def drop_collection(url: str, name: str) -> None:
    """Removes a collection whole; one that is not there is no error.

    Raises:
        ServerUnusableError: the server does not answer.

    """
    with closing(ChromaServer(url, seconds=CHECK_SECONDS)) as server, told():
        server.drop(name)


def server_version(url: str) -> str:
    """Returns the server's version.

    Raises:
        ServerUnusableError: the server does not answer, or not to us.

    """
    with closing(ChromaServer(url, seconds=10 * QUERY_SECONDS)) as server, told():
        return server.version()


def _query(collection: Any, vector: np.ndarray, *, limit: int) -> list[tuple[str, float]]:  # noqa: ANN401
    found = collection.query(
        query_embeddings=[vector.astype(np.float32)], n_results=limit, include=["distances"]
    )
    pairs = zip(found["ids"][0], found["distances"][0], strict=True)
    return [(str(entry), 1.0 - float(distance)) for entry, distance in pairs]
