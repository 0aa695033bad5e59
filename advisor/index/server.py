"""Releases as collections of a Chroma server: each written once, named after its content, dropped whole."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import structlog

from advisor.errors import ReleaseError
from advisor.index.address import read_address
from advisor.index.layout import CHUNKS_FILE, VECTOR_OFFSETS_FILE, VECTORS_FILE
from advisor.index.manifest import Manifest
from advisor.index.store import batches, hnsw_configuration

QUERY_SECONDS = 1.0
# The first query after a server's start reads the whole index from its disk.
CHECK_SECONDS = 30.0
WRITE_SECONDS = 120.0
LARGEST_BATCH = 2000
LISTED = 1000
# What a collection's vectors come from; its content hash is made of their hashes.
SOURCES = (CHUNKS_FILE, VECTORS_FILE, VECTOR_OFFSETS_FILE)

log = structlog.get_logger()


class ServerUnusableError(ReleaseError):
    """The server does not answer, or refuses us."""


class CollectionMissingError(ReleaseError):
    """The server answers, but does not hold the collection."""


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
        self._server = _Server(url, seconds=QUERY_SECONDS)
        self._collection: Any = None

    def connect(self) -> None:
        """Looks the collection up, compares what it says of itself, counts it and makes one query.

        Raises:
            ServerUnusableError: the server does not answer.
            CollectionMissingError: it does not hold the collection.
            ReleaseError: the collection is of another release, embedder or content, or is incomplete.

        """
        # With time of its own: what is not in the server's memory yet takes seconds.
        with closing(_Server(self._url, seconds=CHECK_SECONDS)) as patient:
            collection = patient.find(self._name)
            told = dict(collection.metadata or {})
            wrong = [name for name, value in self._expected.items() if told.get(name) != value]
            if wrong:
                raise ReleaseError(
                    f"The collection {self._name} on the Chroma server is not the one that was built "
                    f"({', '.join(sorted(wrong))} differ); run `python -m ingest` to build a new one."
                )
            with _told():
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
        with _told():
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
    with closing(_Server(url, seconds=WRITE_SECONDS)) as server, _told():
        # One that a killed builder left behind.
        server.drop(name)
        # Moved into the index files in steps, as in the embedded store, lest a killed server has to replay it all.
        threshold = max(2, min(100, len(rows)))
        collection = server.create(
            name,
            configuration=hnsw_configuration(threshold),
            metadata={"installation": metadata["installation"], "release": metadata["release"]},
        )
        largest = min(LARGEST_BATCH, server.max_batch_size())
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
    with closing(_Server(url, seconds=CHECK_SECONDS)) as server, _told():
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
    with closing(_Server(url, seconds=CHECK_SECONDS)) as server, _told():
        server.drop(name)


def server_version(url: str) -> str:
    """Returns the server's version.

    Raises:
        ServerUnusableError: the server does not answer, or not to us.

    """
    with closing(_Server(url, seconds=10 * QUERY_SECONDS)) as server, _told():
        return server.version()


class _Server:
    """Chroma's HTTP client with a time limit, which it lacks, made without a request."""

    def __init__(self, url: str, *, seconds: float) -> None:
        # As heavy as the embedded store's; those who have no server do not wait for them.
        import httpx
        from chromadb.api import ServerAPI
        from chromadb.config import Settings, System

        address = read_address(url)
        self._place: dict[str, Any] = {"tenant": address.tenant, "database": address.database}
        system = System(
            Settings(
                chroma_api_impl="chromadb.api.fastapi.FastAPI",
                chroma_server_host=address.base,
                # Required, and not read: the address has it.
                chroma_server_http_port=8000,
                chroma_server_headers=dict(address.headers),
                anonymized_telemetry=False,
            )
        )
        self._api = system.instance(ServerAPI)  # type: ignore[type-abstract]
        # There is no setting for it, and by default a server that hangs holds each caller for ever.
        self._session: Any = self._api._session  # type: ignore[attr-defined]  # noqa: SLF001
        self._session.timeout = httpx.Timeout(seconds)

    def find(self, name: str) -> Any:  # noqa: ANN401 - Chroma's own type
        from chromadb.errors import NotFoundError

        with _told():
            try:
                model = self._api.get_collection(name, **self._place)
            except NotFoundError as error:
                raise CollectionMissingError(
                    f"The collection {name} is not on the Chroma server; run `python -m ingest` to build a new one."
                ) from error
        return self._open(model)

    def wrap(self, collection: Any) -> Any:  # noqa: ANN401 - Chroma's own type
        """The same collection, asked through these connections."""
        return self._open(collection._model)  # noqa: SLF001 - no other way to keep it without a request

    def create(
        self,
        name: str,
        *,
        configuration: Any,  # noqa: ANN401
        metadata: Mapping[str, str | int],
    ) -> Any:  # noqa: ANN401 - Chroma's own type
        model = self._api.create_collection(
            name, configuration=configuration, metadata=dict(metadata), **self._place
        )
        return self._open(model)

    def drop(self, name: str) -> None:
        from chromadb.errors import NotFoundError

        try:
            self._api.delete_collection(name, **self._place)
        except NotFoundError:
            return

    def all_metadata(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        start = 0
        while page := self._api.list_collections(limit=LISTED, offset=start, **self._place):
            yield from ((model.name, model.metadata or {}) for model in page)
            start += len(page)

    def max_batch_size(self) -> int:
        return int(self._api.get_max_batch_size())

    def version(self) -> str:
        # The version is told to everybody: a collection list is told to those with the right token.
        self._api.list_collections(limit=1, **self._place)
        return str(self._api.get_version())

    def close(self) -> None:
        self._session.close()

    def _open(self, model: Any) -> Any:  # noqa: ANN401 - Chroma's own types
        from chromadb.api.models.Collection import Collection

        return Collection(client=self._api, model=model, embedding_function=None)


def _query(collection: Any, vector: np.ndarray, *, limit: int) -> list[tuple[str, float]]:  # noqa: ANN401
    found = collection.query(
        query_embeddings=[vector.astype(np.float32)], n_results=limit, include=["distances"]
    )
    pairs = zip(found["ids"][0], found["distances"][0], strict=True)
    return [(str(entry), 1.0 - float(distance)) for entry, distance in pairs]


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except ReleaseError:
        raise
    except Exception as error:
        # Chroma's client raises httpx's errors, its own, and plain exceptions with the text of a proxy in between.
        log.debug("chroma_server_error", kind=type(error).__name__)
        raise ServerUnusableError(
            "The Chroma server of CHROMA_URL cannot be reached or refuses us; check the address and the token."
        ) from error
