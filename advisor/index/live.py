"""The release that serves now: follows the pointer in the database without losing a query."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import structlog
from sqlalchemy.exc import SQLAlchemyError

from advisor.database import Database
from advisor.database.releases import live_release, retired_releases
from advisor.errors import NoReleaseError, ReleaseError
from advisor.index.checks import Identity
from advisor.index.layout import release_directory
from advisor.index.release import Release, open_release
from advisor.memory import give_back_memory
from advisor.settings import Settings

POINTER_SECONDS = 0.25
RETRY_SECONDS = 5.0
GRACE_SECONDS = 60.0

log = structlog.get_logger()


class LiveIndex:
    """Hands out the open live release; one for the whole process, used from all its threads."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        embedder: Identity,
        *,
        grace_seconds: float = GRACE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._data_dir: Path = settings.data_dir
        self._server = settings.chroma_url
        self._embedder = embedder
        self._grace = grace_seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._release: Release | None = None
        self._next_look = 0.0
        self._failed: tuple[int, float] | None = None
        self._reason = ""
        self._leaving: list[tuple[float, Release]] = []
        self._closed = False

    def current(self) -> Release:
        """Returns the release that serves; it stays usable for the grace time after a switch.

        Raises:
            NoReleaseError: nothing has been published.
            ReleaseError: nothing that has been published can be opened.

        """
        release = self._release
        if release is not None:
            if self._clock() < self._next_look:
                return release
            # One thread looks and switches; the others go on with what they have.
            if not self._lock.acquire(blocking=False):
                return release
        else:
            self._lock.acquire()
        try:
            return self._follow()
        finally:
            self._lock.release()

    @property
    def is_without_server(self) -> bool:
        """Whether the serving release does without its Chroma server, and compares all vectors one by one."""
        release = self._release
        return release is not None and release.search == "exact"

    def close(self) -> None:
        """Closes all releases."""
        with self._lock:
            self._closed = True
            for _, release in self._leaving:
                release.close()
            if self._release is not None:
                self._release.close()
            self._leaving, self._release = [], None

    def _follow(self) -> Release:
        if self._closed:
            raise NoReleaseError
        moment = self._clock()
        if self._release is not None and moment < self._next_look:
            return self._release
        self._close_left(moment)
        try:
            wanted = live_release(self._database)
        except SQLAlchemyError as error:
            if self._release is None:
                raise
            log.error("pointer_not_read", reason=type(error).__name__)
            wanted = self._release.id
        self._next_look = moment + POINTER_SECONDS
        if wanted is not None and self._should_open(wanted, moment):
            self._switch(wanted, moment)
        if self._release is None:
            # A new error each time: one that is raised again keeps the frames of all who caught it.
            raise ReleaseError(self._reason) if self._reason else NoReleaseError
        return self._release

    def _should_open(self, wanted: int, moment: float) -> bool:
        if self._release is not None and self._release.id == wanted:
            return False
        return self._failed is None or self._failed[0] != wanted or moment >= self._failed[1]

    def _switch(self, wanted: int, moment: float) -> None:
        try:
            release = self._open(wanted)
        except ReleaseError as error:
            self._failed, self._reason = (wanted, moment + RETRY_SECONDS), str(error)
            log.error("release_not_opened", release=wanted, reason=str(error))
            if self._release is None:
                self._fall_back(wanted)
            return
        if self._release is not None:
            self._leaving.append((moment + self._grace, self._release))
        self._release, self._failed, self._reason = release, None, ""
        log.info("release_serves", release=wanted, chunks=len(release.chunks))

    def _fall_back(self, wanted: int) -> None:
        for candidate in retired_releases(self._database):
            try:
                self._release = self._open(candidate)
            except ReleaseError as error:
                log.error("release_not_opened", release=candidate, reason=str(error))
            else:
                log.warning("older_release_serves", release=candidate, wanted=wanted)
                return

    def _open(self, release: int) -> Release:
        directory = release_directory(self._data_dir, release)
        return open_release(directory, embedder=self._embedder, server=self._server)

    def _close_left(self, moment: float) -> None:
        left = [entry for entry in self._leaving if entry[0] <= moment]
        if not left:
            return
        for _, release in left:
            release.close()
        self._leaving = [entry for entry in self._leaving if entry[0] > moment]
        give_back_memory()
