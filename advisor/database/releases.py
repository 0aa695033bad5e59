"""Releases and their one writer: the lease, the pointer to the live one, retired and failed ones."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select, text, update

from advisor.database.engine import Database, insert_ignore, now
from advisor.database.tables import app_state, releases
from advisor.errors import ReleaseError

POINTER = "live_release"
# Serialises builders in PostgreSQL; SQLite's BEGIN IMMEDIATE does the same by itself.
LEASE_LOCK = 7_202_612
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ReleaseRecord:
    """A row of the releases.

    `status` is building, ready (held until it is published or rejected), active, retired, rejected, failed
    or deleted.
    """

    id: int
    status: str
    folder: str
    embedder: str
    weights_sha256: str
    document_count: int
    chunk_count: int
    content_sha256: str
    error: str
    lease_owner: str
    lease_until: datetime | None
    created_at: datetime
    published_at: datetime | None
    retired_at: datetime | None
    manifest: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Lease:
    """What a builder got: its release's number, or the one who builds already."""

    release: int | None
    holder: ReleaseRecord | None = None


def live_release(database: Database) -> int | None:
    """Returns the number of the release that serves, or None."""
    with database.read() as connection:
        return _pointer(connection)


def find_release(database: Database, release: int) -> ReleaseRecord | None:
    """Returns the record of a release, or None."""
    with database.read() as connection:
        row = connection.execute(select(releases).where(releases.c.id == release)).first()
    return None if row is None else _record(row)


def list_releases(database: Database, *statuses: str) -> list[ReleaseRecord]:
    """Returns the releases with one of these statuses (all without any), newest first."""
    query = select(releases).order_by(releases.c.id.desc())
    if statuses:
        query = query.where(releases.c.status.in_(statuses))
    with database.read() as connection:
        return [_record(row) for row in connection.execute(query)]


def retired_releases(database: Database) -> list[int]:
    """Returns the numbers of the releases that served before, the last one first."""
    query = (
        select(releases.c.id)
        .where(releases.c.status == "retired")
        .order_by(releases.c.retired_at.desc(), releases.c.id.desc())
    )
    with database.read() as connection:
        return list(connection.scalars(query))


def take_lease(
    database: Database,
    *,
    folder: str,
    owner: str,
    dead_owners: Sequence[str],
    lifetime: timedelta,
) -> Lease:
    """Returns a new building release, or the one that another builder holds.

    Builders whose lease has run out, or whose owner is among the dead, are marked failed first; all
    of it happens in one transaction.
    """
    moment = now()
    with database.write() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LEASE_LOCK})
        alive = _fail_dead(connection, dead_owners)
        if alive:
            return Lease(release=None, holder=alive[0])
        result = connection.execute(
            releases.insert().values(
                status="building",
                folder=folder,
                lease_owner=owner,
                lease_until=moment + lifetime,
                created_at=moment,
            )
        )
        key = result.inserted_primary_key
        return Lease(release=None if key is None else int(key[0]))


def fail_dead_builds(database: Database, dead_owners: Sequence[str]) -> None:
    """Marks builds as failed whose lease has run out, or whose owner is among the dead."""
    with database.write() as connection:
        _fail_dead(connection, dead_owners)


def building_owners(database: Database) -> list[str]:
    """Returns the owners of the releases being built."""
    query = select(releases.c.lease_owner).where(releases.c.status == "building")
    with database.read() as connection:
        return list(connection.scalars(query))


def renew_lease(database: Database, release: int, *, lifetime: timedelta) -> bool:
    """Puts off the end of a builder's lease; False if the lease has been taken away."""
    statement = (
        update(releases)
        .where(releases.c.id == release, releases.c.status == "building")
        .values(lease_until=now() + lifetime)
    )
    with database.write() as connection:
        return connection.execute(statement).rowcount == 1


def describe_release(
    database: Database, release: int, *, manifest: Mapping[str, Any], content_sha256: str
) -> None:
    """Records what a finished build holds, before it is published."""
    counts, embedder = manifest["counts"], manifest["embedder"]
    statement = (
        update(releases)
        .where(releases.c.id == release)
        .values(
            manifest=dict(manifest),
            content_sha256=content_sha256,
            embedder=embedder["name"],
            weights_sha256=embedder["weights_sha256"],
            document_count=counts["documents"],
            chunk_count=counts["chunks"],
        )
    )
    with database.write() as connection:
        connection.execute(statement)


def activate_release(
    database: Database,
    release: int,
    *,
    from_status: Sequence[str],
    replacing: Collection[int | None] | None = None,
) -> bool:
    """Makes a release the live one and retires the one before, in one transaction.

    False, and nothing is changed, if the live one is not among `replacing`: a release that was measured against
    another one must not take its place unseen.

    Raises:
        ReleaseError: it has none of these statuses (any more).

    """
    moment = now()
    with database.write() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LEASE_LOCK})
        if replacing is not None and _pointer(connection) not in replacing:
            return False
        changed = connection.execute(
            update(releases)
            .where(releases.c.id == release, releases.c.status.in_(from_status))
            .values(status="active", published_at=moment, lease_until=None, retired_at=None)
        )
        if changed.rowcount != 1:
            raise ReleaseError(
                f"Release {release} cannot be published; see `python -m ingest releases`."
            )
        connection.execute(
            update(releases)
            .where(releases.c.status == "active", releases.c.id != release)
            .values(status="retired", retired_at=moment)
        )
        pointer = insert_ignore(connection, app_state).values(key=POINTER, value=str(release))
        connection.execute(
            pointer.on_conflict_do_update(index_elements=["key"], set_={"value": str(release)})
        )
        return True


def hold_release(database: Database, release: int) -> None:
    """Keeps a finished build until somebody publishes or rejects it.

    Raises:
        ReleaseError: it is not being built (any more).

    """
    statement = (
        update(releases)
        .where(releases.c.id == release, releases.c.status == "building")
        .values(status="ready", lease_until=None)
    )
    with database.write() as connection:
        if connection.execute(statement).rowcount != 1:
            raise ReleaseError(f"Release {release} is not being built any more; start again.")


def fail_release(database: Database, release: int, reason: str) -> None:
    """Marks a build as failed, unless it has been finished meanwhile."""
    with database.write() as connection:
        _fail(connection, release, reason)


def mark_deleted(database: Database, releases_gone: Sequence[int]) -> None:
    """Records that the directories of these releases are no more."""
    statement = (
        update(releases)
        .where(
            releases.c.id.in_(list(releases_gone)), releases.c.status.in_(("retired", "rejected"))
        )
        .values(status="deleted")
    )
    with database.write() as connection:
        connection.execute(statement)


def _pointer(connection: Connection) -> int | None:
    value = connection.scalar(select(app_state.c.value).where(app_state.c.key == POINTER))
    return None if value is None else int(value)


def _fail(connection: Connection, release: int, reason: str) -> None:
    connection.execute(
        update(releases)
        .where(releases.c.id == release, releases.c.status == "building")
        .values(status="failed", error=reason, lease_until=None)
    )


def _fail_dead(connection: Connection, dead_owners: Sequence[str]) -> list[ReleaseRecord]:
    """Returns the builds that are alive."""
    alive = []
    for row in connection.execute(select(releases).where(releases.c.status == "building")).all():
        record = _record(row)
        if record.lease_owner in dead_owners or (record.lease_until or _NEVER) <= now():
            _fail(connection, record.id, "The builder stopped before it was done.")
        else:
            alive.append(record)
    return alive


def _record(row: Row[Any]) -> ReleaseRecord:
    return ReleaseRecord(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
