"""Where the vectors of a build go: into its directory, or into a collection of a Chroma server."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from advisor.database import Database
from advisor.database.installation import installation_name
from advisor.database.releases import list_releases
from advisor.index.chroma_client import ServerUnusableError
from advisor.index.manifest import EmbedderIdentity
from advisor.index.release import Release
from advisor.index.server import (
    drop_collection,
    list_collections,
    server_version,
)
from advisor.index.writing import write_vectors, write_vectors_to
from advisor.settings import Settings

# A release of another status has no collection; what is being built elsewhere keeps its own.
KEEPING = ("active", "retired", "ready", "rejected", "building")

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Place:
    """The server and this installation's name on it; both empty for the release's directory.

    `is_server_lost` says that there is a server which does not answer: then the directory takes the vectors, lest a
    host that starts without either has nothing to serve.
    """

    server: str = ""
    installation: str = ""
    is_server_lost: bool = False

    def suits(self, release: Release) -> bool:
        """Whether the vectors of an open release lie where those of a new one would."""
        if self.is_server_lost:
            return True
        if not self.server:
            return not release.manifest.collection
        return bool(release.manifest.collection) and not release.has_lost_collection

    def writer(
        self, directory: Path, embedder: EmbedderIdentity
    ) -> tuple[Callable[..., None], tuple[Any, ...]]:
        """Returns the function that writes a release's vectors, and its arguments."""
        if not self.server:
            return write_vectors, (directory,)
        return write_vectors_to, (self.server, directory, self.installation, embedder)


def choose_place(settings: Settings, database: Database) -> Place:
    """Returns where the vectors of a build go; a server is asked whether it answers."""
    if not settings.chroma_url:
        return Place()
    try:
        server_version(settings.chroma_url)
    except ServerUnusableError as error:
        log.warning("chroma_server_lost", reason=str(error), instead="the vectors go to DATA_DIR")
        return Place(is_server_lost=True)
    return Place(server=settings.chroma_url, installation=installation_name(database))


def remove_collections(settings: Settings, database: Database) -> None:
    """Removes the collections of this installation's releases that are no more, whole."""
    if not settings.chroma_url:
        return
    known = {record.id for record in list_releases(database, *KEEPING)}
    try:
        held = list_collections(settings.chroma_url, installation=installation_name(database))
        unwanted = [one.name for one in held if one.release not in known]
        for name in unwanted:
            drop_collection(settings.chroma_url, name)
    except ServerUnusableError as error:
        # The next time finds them again.
        log.warning("collections_not_removed", reason=str(error))
        return
    if unwanted:
        log.info("collections_removed", collections=unwanted)
