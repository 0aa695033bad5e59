"""Moves the pointer to a release that was built before; a build that runs meanwhile is not disturbed."""

from advisor.database import Database
from advisor.database.job_work import settle_decided, supersede
from advisor.database.releases import (
    ReleaseRecord,
    activate_release,
    find_release,
    list_releases,
    live_release,
)
from advisor.errors import IngestError, ReleaseError
from advisor.index.checks import Identity
from advisor.index.layout import release_directory
from advisor.index.release import open_release
from advisor.settings import Settings

SERVED = ("active", "retired")
PUBLISHABLE = (*SERVED, "ready")


def publish_release(
    settings: Settings, release: int, *, database: Database, embedder: Identity
) -> ReleaseRecord:
    """Makes an earlier release, or one that is held, the live one, and returns its record.

    Raises:
        IngestError: there is no such release, or it is gone.
        ReleaseError: it is damaged, or was made with another embedder.

    """
    record = find_release(database, release)
    if record is None or record.status not in PUBLISHABLE:
        known = ", ".join(str(served.id) for served in list_releases(database, *PUBLISHABLE))
        raise IngestError(
            f"There is no release {release} to publish; there are: {known or 'none'}."
        )
    return _serve(settings, record, database=database, embedder=embedder)


def roll_back(settings: Settings, *, database: Database, embedder: Identity) -> ReleaseRecord:
    """Makes the newest usable release before the live one live again, and returns its record.

    It only goes back: asked twice, it goes two releases back instead of returning to the first.

    Raises:
        IngestError: there is none.

    """
    live = live_release(database)
    for record in list_releases(database, "retired"):
        if live is not None and record.id > live:
            continue
        try:
            return _serve(settings, record, database=database, embedder=embedder)
        except ReleaseError:
            continue
    raise IngestError("There is no earlier release to go back to; see `python -m ingest releases`.")


def _serve(
    settings: Settings, record: ReleaseRecord, *, database: Database, embedder: Identity
) -> ReleaseRecord:
    # Opened, so that the files are compared with the manifest and the index is queried once; and held open until it
    # is live, so that nobody collects it.
    directory = release_directory(settings.data_dir, record.id)
    with open_release(directory, embedder=embedder, server=settings.chroma_url):
        if record.status != "active":
            activate_release(database, record.id, from_status=PUBLISHABLE)
    if record.status == "ready":
        settle_decided(database, record.id)
        supersede(database, record.id)
    return find_release(database, record.id) or record
