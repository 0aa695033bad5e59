"""Chroma's own HTTP client, with what it lacks: a limit of time, and errors of one kind."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import structlog

from advisor.errors import ReleaseError
from advisor.index.address import read_address

LISTED = 1000
# For a server that does not say how much it takes at a time; Chroma Cloud takes so many.
LARGEST_BATCH = 300

log = structlog.get_logger()


class ServerUnusableError(ReleaseError):
    """The server does not answer, or refuses us."""


class CollectionMissingError(ReleaseError):
    """The server answers, but does not hold the collection."""


class ChromaServer:
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
        """Returns the collection of this name; raises CollectionMissingError without one."""
        from chromadb.errors import NotFoundError

        with told():
            try:
                model = self._api.get_collection(name, **self._place)
            except NotFoundError as error:
                raise CollectionMissingError(
                    f"The collection {name} is not on the Chroma server; run `python -m ingest` to build a new one."
                ) from error
        return self._open(model)

    def wrap(self, collection: Any) -> Any:  # noqa: ANN401 - Chroma's own type
        """Returns the same collection, asked through these connections."""
        return self._open(collection._model)  # noqa: SLF001 - no other way to keep it without a request

    def create(
        self,
        name: str,
        *,
        configuration: Any,  # noqa: ANN401
        metadata: Mapping[str, str | int],
    ) -> Any:  # noqa: ANN401 - Chroma's own type
        """Returns a new collection."""
        model = self._api.create_collection(
            name, configuration=configuration, metadata=dict(metadata), **self._place
        )
        return self._open(model)

    def drop(self, name: str) -> None:
        """Removes a collection; one that is not there is no error."""
        from chromadb.errors import NotFoundError

        try:
            self._api.delete_collection(name, **self._place)
        except NotFoundError:
            return

    def all_metadata(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Yields the name and the metadata of each collection."""
        start = 0
        while page := self._api.list_collections(limit=LISTED, offset=start, **self._place):
            yield from ((model.name, model.metadata or {}) for model in page)
            start += len(page)

    def max_batch_size(self) -> int:
        """Returns how many rows the server takes at a time."""
        told = int(self._api.get_max_batch_size())
        return told if told > 0 else LARGEST_BATCH

    def version(self) -> str:
        """Returns the version of the server's interface."""
        # The version is told to everybody: a collection list is told to those with the right token.
        self._api.list_collections(limit=1, **self._place)
        return str(self._api.get_version())

    def close(self) -> None:
        """Closes the connections."""
        self._session.close()

    def _open(self, model: Any) -> Any:  # noqa: ANN401 - Chroma's own types
        from chromadb.api.models.Collection import Collection

        return Collection(client=self._api, model=model, embedding_function=None)


@contextmanager
def told() -> Iterator[None]:
    """Turns what the client raises into ServerUnusableError; a ReleaseError passes."""
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
