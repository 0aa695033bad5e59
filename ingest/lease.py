"""One builder at a time: a row in the database for all machines, a file lock for this one."""

import fcntl
import getpass
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TextIO

import structlog
from sqlalchemy.exc import SQLAlchemyError

from advisor.database import Database, releases
from advisor.database.engine import now
from advisor.errors import IngestError
from advisor.index.layout import releases_directory

LIFETIME = timedelta(seconds=60)
HEARTBEAT_SECONDS = 10.0

log = structlog.get_logger()


@contextmanager
def writer_lock(data_dir: Path) -> Iterator[None]:
    """Holds the folder of releases for this process alone.

    Raises:
        IngestError: another process holds it; the sentence says who, and since when.

    """
    directory = releases_directory(data_dir)
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / ".lock").open("a+") as file:
        if not _try_lock(file):
            file.seek(0)
            raise _busy(file.read())
        file.truncate(0)
        file.write(f"{owner_name()} at {_clock_time(now())}")
        file.flush()
        yield


def is_locked(data_dir: Path) -> bool:
    """Whether some process holds the folder of releases now."""
    try:
        with (releases_directory(data_dir) / ".lock").open("a+") as file:
            return not _try_lock(file)
    except FileNotFoundError:
        return False


@contextmanager
def build_lease(database: Database, *, folder: Path) -> Iterator[int]:
    """Yields the number of a new release that this process may build; it fails if the block does.

    Raises:
        IngestError: another process is building; the sentence says who, and since when.

    """
    stop = threading.Event()
    release: int | None = None
    beat: threading.Thread | None = None
    try:
        release = _take(database, folder)
        beat = threading.Thread(target=_beat, args=(database, release, stop), daemon=True)
        beat.start()
        yield release
    except BaseException as error:
        # Whatever ends the build, a signal included, must not leave it looking alive; one that comes while the lease is
        # being taken leaves us without its number.
        if release is not None:
            reason = str(error) if isinstance(error, IngestError) else type(error).__name__
            releases.fail_release(database, release, reason)
        elif not isinstance(error, IngestError):
            releases.fail_dead_builds(database, [owner_name()])
        raise
    finally:
        stop.set()
        if beat:
            beat.join()


def _take(database: Database, folder: Path) -> int:
    lease = releases.take_lease(
        database,
        folder=str(folder),
        owner=owner_name(),
        dead_owners=dead_builders(database),
        lifetime=LIFETIME,
    )
    if lease.release is None:
        holder = lease.holder
        started = f"{holder.lease_owner} at {_clock_time(holder.created_at)}" if holder else ""
        raise _busy(started)
    return lease.release


def fail_dead_builds(database: Database) -> None:
    """Marks builds as failed whose builder is no more."""
    releases.fail_dead_builds(database, dead_builders(database))


def dead_builders(database: Database) -> list[str]:
    """Returns the owners of builds that were processes of this machine and are no more."""
    return [owner for owner in releases.building_owners(database) if is_dead(owner)]


def _try_lock(file: TextIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class BusyError(IngestError):
    """Another process is building."""


def _busy(started_by: str) -> BusyError:
    started = f", started by {started_by}" if started_by else ""
    return BusyError(f"An ingest is already running{started}; wait until it is done.")


def _clock_time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def owner_name() -> str:
    """Returns who this process is, for people and for `is_dead`."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = str(os.getuid())
    return f"{user}@{socket.gethostname()} (process {os.getpid()})"


def is_dead(owner: str) -> bool:
    """Whether the owner was a process of this machine that is no more."""
    host, _, process = owner.partition("@")[2].partition(" (process ")
    number = process.rstrip(")")
    if host != socket.gethostname() or not number.isdigit():
        return False
    if int(number) == os.getpid():
        return True
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return _has_ended(int(number))


def _has_ended(number: int) -> bool:
    """Whether the process has ended, though nobody has taken note of it: some containers' first process never does."""
    try:
        status = Path(f"/proc/{number}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    # After the name in brackets, which may hold anything.
    return status.rpartition(")")[2].split()[:1] == ["Z"]


def _beat(database: Database, release: int, stop: threading.Event) -> None:
    while not stop.wait(HEARTBEAT_SECONDS):
        try:
            releases.renew_lease(database, release, lifetime=LIFETIME)
        except SQLAlchemyError as error:
            log.warning("lease_not_renewed", release=release, reason=type(error).__name__)
