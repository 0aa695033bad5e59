"""What a job is, and the steps that every change of one is made of, each within a transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, RowMapping, insert, select, text, update

from advisor.database.engine import now
from advisor.database.tables import job_events, jobs
from advisor.errors import JobError

Kind = Literal["refresh", "publish", "rollback"]
Status = Literal[
    "waiting", "running", "built", "published", "rejected", "cancelled", "failed"
]  # fmt: skip
Decision = Literal["publish", "reject"]
OPEN: tuple[Status, ...] = ("waiting", "running")
# The steps of a refresh in their order, as `progress["step"]` names them.
STEPS = ("load", "split", "embed", "index", "verify", "evaluate", "publish")
# Serialises changes of jobs in PostgreSQL; SQLite's BEGIN IMMEDIATE does the same by itself.
JOBS_LOCK = 7_202_613


@dataclass(frozen=True, slots=True)
class Place:
    """The conversation that a job belongs to, and the message that tells of it ("" for none yet)."""

    team: str = ""
    channel: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """One job as it stands.

    `status`: waiting, running, built (a release is held until `decide_job`), published, rejected, cancelled or failed.
    `decision` is "publish" or "reject" once somebody decided; a job that waits or runs with "publish" is being
    published. `release` is the release asked for (publish), or the one that came of it.

    `progress`: {step: one of STEPS, done, of, seconds_left: number or null}; {} before it starts. While another build
    is in the way, {waits_for: sentence}.

    `result` of a refresh, from `built` or `published` on: {release, unchanged, documents, chunks, embedded, reused,
    seconds, published, held_because: sentence or "", pages: {added, changed, removed: lists of paths},
    rejected: [{path, reason}], warnings: [{path, kind, text}], evaluation: null or what `ingest.evaluate` describes};
    of publish and rollback: {release, before: the release that was live, or null}.

    `error` is one sentence for people. `shown` is the status that `place.message` tells (see `note_shown`).
    """

    id: int
    kind: Kind
    folder: str
    release: int | None
    requested_by: str
    place: Place
    shown: str
    status: Status
    decision: str
    decided_by: str
    progress: Mapping[str, Any]
    result: Mapping[str, Any]
    error: str
    cancel_requested: bool
    attempts: int
    owner: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether something is still to happen by itself; a held release waits for a person."""
        return self.status in OPEN


@dataclass(frozen=True, slots=True)
class JobEvent:
    """A step in a job's life: requested, started, given_back, built, published, rejected, cancelled, failed."""

    kind: str
    by: str
    text: str
    created_at: datetime


def find_job(connection: Connection, job_id: int) -> Job:
    """Returns a job within a transaction; JobError if there is none."""
    row = connection.execute(select(jobs).where(jobs.c.id == job_id)).mappings().first()
    if row is None:
        raise JobError(f"There is no job {job_id}.")
    return as_job(row)


def close_job(
    connection: Connection, job_id: int, status: Status, *, by: str = "", error: str = ""
) -> None:
    """Ends a job within a transaction, and writes its event."""
    connection.execute(
        update(jobs)
        .where(jobs.c.id == job_id)
        .values(status=status, error=error, owner="", lease_until=None, finished_at=now())
    )
    write_job_event(connection, job_id, status, by=by, text=error)


def write_job_event(
    connection: Connection, job_id: int, kind: str, *, by: str = "", text: str = ""
) -> None:
    """Stores what happened to a job, in the transaction of the change."""
    connection.execute(
        insert(job_events).values(job_id=job_id, kind=kind, by=by, text=text, created_at=now())
    )


def lock_jobs(connection: Connection) -> None:
    """Lets one transaction at a time change jobs."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": JOBS_LOCK})


def as_job(row: RowMapping) -> Job:
    """Returns the job that a row describes."""
    fields = {
        name: row[name] for name in Job.__dataclass_fields__ if name != "place" and name in row
    }
    return Job(place=Place(row["team"], row["channel"], row["message"]), **fields)
