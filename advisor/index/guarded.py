"""A Chroma server with a breaker: while it is gone, the exact search answers, and nobody waits."""

import threading

import numpy as np
import structlog

from advisor.errors import ReleaseError
from advisor.index.chroma_client import CollectionMissingError, ServerUnusableError
from advisor.index.exact import ExactStore
from advisor.index.server import ServerStore

RETRY_SECONDS = 5.0

log = structlog.get_logger()


class GuardedStore:
    """Asks the server while it answers; after a failure a thread knocks until it does again."""

    def __init__(self, server: ServerStore, exact: ExactStore, *, release: int) -> None:
        """Connects, unless the server is gone, which is no error.

        Raises:
            ReleaseError: the collection is not the release's.

        """
        self._server, self._exact = server, exact
        self._release = release
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._reachable = False
        self.is_missing = False
        try:
            server.connect()
        except (ServerUnusableError, CollectionMissingError) as error:
            self.is_missing = isinstance(error, CollectionMissingError)
            self._lose(error)
        else:
            self._reachable = True

    @property
    def is_reachable(self) -> bool:
        """Whether the server answers."""
        return self._reachable

    def query(self, vector: np.ndarray, *, limit: int) -> list[tuple[str, float]]:
        """Returns (entry id, cosine) of the nearest entries, best first."""
        if self._reachable:
            try:
                return self._server.query(vector, limit=limit)
            except ServerUnusableError as error:
                with self._lock:
                    # Of many questions on their way, the first tells.
                    if self._reachable:
                        self._reachable = False
                        self._lose(error)
        return self._exact.query(vector, limit=limit)

    def count(self) -> int:
        """Returns how many entries are searched."""
        return self._exact.count()

    def close(self) -> None:
        """Ends the knocking and closes the connections."""
        self._closed.set()
        self._server.close()

    def _lose(self, error: ReleaseError) -> None:
        log.warning(
            "chroma_server_lost", release=self._release, reason=str(error), search="exact cosines"
        )
        threading.Thread(target=self._knock, name="chroma-knock", daemon=True).start()

    def _knock(self) -> None:
        refused = ""
        while not self._closed.wait(RETRY_SECONDS):
            try:
                self._server.connect()
            except ReleaseError as error:
                # It may be back with other data: that is told once, and not served.
                is_new = not isinstance(error, ServerUnusableError) and str(error) != refused
                if is_new:
                    refused = str(error)
                    log.error("chroma_collection_refused", release=self._release, reason=refused)
                continue
            self._reachable = True
            log.info("chroma_server_back", release=self._release)
            return
