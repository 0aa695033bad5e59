"""Moves the pointer to a release that was built before."""

from collections.abc import Callable

from advisor.database import Database
from advisor.database.releases import (
    ReleaseRecord,
    activate_release,
    find_release,
    list_releases,
    live_release,
)
from advisor.embedding import Embedder
from advisor.errors import IngestError, ReleaseError
from advisor.index.layout import release_directory
from advisor.index.release import open_release
from advisor.settings import Settings
from ingest.lease import writer_lock

SERVED = ("active", "retired")


def publish_release(
    settings: Settings, release: int, *, database: Database, open_embedder: Callable[[], Embedder]
) -> ReleaseRecord:
    """Makes an earlier release the live one again, and returns its record.

    Raises:
        IngestError: there is no such release, it is gone, or a build is running.
        ReleaseError: it is damaged, or was made with another embedder.

    """
    with writer_lock(settings.data_dir):
        record = find_release(database, release)
        if record is None or record.status not in SERVED:
            known = ", ".join(str(served.id) for served in list_releases(database, *SERVED))
            raise IngestError(
                f"There is no release {release} to publish; there are: {known or 'none'}."
            )
        return _serve(settings, record, database=database, embedder=open_embedder())


def roll_back(
    settings: Settings, *, database: Database, open_embedder: Callable[[], Embedder]
) -> ReleaseRecord:
    """Makes the newest usable release before the live one live again, and returns its record.

    It only goes back: asked twice, it goes two releases back instead of returning to the first.

    Raises:
        IngestError: there is none, or a build is running.

    """
    with writer_lock(settings.data_dir):
        live = live_release(database)
        for record in list_releases(database, "retired"):
            if live is not None and record.id > live:
                continue
            try:
                return _serve(settings, record, database=database, embedder=open_embedder())
            except ReleaseError:
                continue
    raise IngestError("There is no earlier release to go back to; see `python -m ingest releases`.")


def _serve(
    settings: Settings, record: ReleaseRecord, *, database: Database, embedder: Embedder
) -> ReleaseRecord:
    # Opened, so that the files are compared with the manifest and the index is queried once.
    open_release(release_directory(settings.data_dir, record.id), embedder=embedder).close()
    if record.status != "active":
        activate_release(database, record.id, from_status=SERVED)
    return find_release(database, record.id) or record
