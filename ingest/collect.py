"""Removes the directories of releases that nobody needs or reads any more."""

import fcntl
import os
import shutil
from pathlib import Path

import structlog

from advisor.database import Database
from advisor.database.releases import list_releases, mark_deleted, retired_releases
from advisor.index.layout import LOCK_FILE, release_directory, releases_directory
from advisor.settings import Settings
from ingest.place import remove_collections

KEPT_RETIRED = 2

log = structlog.get_logger()


def collect_releases(settings: Settings, database: Database) -> list[int]:
    """Removes what is older than the live release and the two before, and what was rejected; returns their numbers.

    Only for the holder of the writer's lock. What a reader holds stays until the next time.
    """
    rejected = [record.id for record in list_releases(database, "rejected")]
    unwanted = retired_releases(database)[KEPT_RETIRED:] + rejected
    removed = [
        release
        for release in unwanted
        if remove_directory(release_directory(settings.data_dir, release))
    ]
    if removed:
        mark_deleted(database, removed)
        log.info("releases_removed", releases=removed)
        remove_collections(settings, database)
    return removed


def remove_debris(settings: Settings, database: Database) -> None:
    """Removes directories and collections of builds that stopped, and those that no release knows.

    Only for the holder of the writer's lock: nobody else can be building on this disk.
    """
    known = {
        release_directory(settings.data_dir, record.id).name
        for record in list_releases(database, "active", "retired", "ready", "rejected")
    }
    for directory in releases_directory(settings.data_dir).iterdir():
        if directory.is_dir() and directory.name not in known:
            remove_directory(directory)
    remove_collections(settings, database)


def remove_directory(directory: Path) -> bool:
    """Removes a release's directory unless a reader holds it; True if it is gone."""
    try:
        descriptor = os.open(directory / LOCK_FILE, os.O_RDONLY)
    except OSError:
        # Without a lock file no reader can have opened it.
        shutil.rmtree(directory, ignore_errors=True)
        return not directory.exists()
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    else:
        # First the lock file: a reader that comes now finds no release instead of half a one.
        (directory / LOCK_FILE).unlink(missing_ok=True)
        shutil.rmtree(directory, ignore_errors=True)
        return not directory.exists()
    finally:
        os.close(descriptor)
