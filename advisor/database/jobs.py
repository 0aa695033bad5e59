"""Jobs: what admins and the schedule ask of the guide, how far it is, and what came of it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, insert, select, update

from advisor.database.engine import Database, now
from advisor.database.job_rows import (
    OPEN,
    STEPS,
    Decision,
    Job,
    JobEvent,
    Kind,
    Place,
    Status,
    as_job,
    close_job,
    find_job,
    lock_jobs,
    write_job_event,
)
from advisor.database.tables import job_events, jobs, releases
from advisor.errors import JobError

__all__ = [
    "OPEN",
    "STEPS",
    "Decision",
    "Job",
    "JobEvent",
    "Kind",
    "Place",
    "Status",
    "cancel_job",
    "decide_job",
    "job_history",
    "jobs_to_show",
    "list_jobs",
    "note_message",
    "note_shown",
    "read_job",
    "request_job",
]


def request_job(
    database: Database,
    kind: Kind,
    *,
    by: str,
    folder: str = "",
    release: int | None = None,
    place: Place | None = None,
    queue: bool = False,
) -> Job:
    """Stores a job for the runner and returns it.

    `folder` is for a refresh ("" means KNOWLEDGE_DIR), `release` for publish. With `queue`, a refresh
    waits behind the one that runs, and joins one that waits for the same folder: that one is returned.

    Raises:
        JobError: a refresh waits or runs already (without `queue`), or publish names no release.

    """
    if kind == "publish" and release is None:
        raise JobError("Say which release to publish: `publish NUMBER`.")
    with database.write() as connection:
        lock_jobs(connection)
        if kind == "refresh":
            waiting = _joined(connection, folder, queue=queue)
            if waiting:
                return waiting
        where = place or Place()
        row = connection.execute(
            insert(jobs)
            .values(
                kind=kind,
                folder=folder,
                release=release,
                requested_by=by,
                team=where.team,
                channel=where.channel,
                message=where.message,
                status="waiting",
                progress={},
                result={},
                created_at=now(),
            )
            .returning(jobs)
        ).mappings()
        job = as_job(row.one())
        write_job_event(connection, job.id, "requested", by=by)
        return job


def read_job(database: Database, job_id: int) -> Job:
    """Returns a job.

    Raises:
        JobError: there is none with this number.

    """
    with database.read() as connection:
        return find_job(connection, job_id)


def list_jobs(
    database: Database,
    *,
    statuses: Sequence[Status] = (),
    kinds: Sequence[Kind] = (),
    limit: int = 20,
) -> list[Job]:
    """Returns jobs, newest first: all, or those with one of these statuses and kinds."""
    query = select(jobs).order_by(jobs.c.id.desc()).limit(limit)
    if statuses:
        query = query.where(jobs.c.status.in_(list(statuses)))
    if kinds:
        query = query.where(jobs.c.kind.in_(list(kinds)))
    with database.read() as connection:
        return [as_job(row) for row in connection.execute(query).mappings()]


def jobs_to_show(database: Database) -> list[Job]:
    """Returns the jobs of Slack whose message is not up to date, oldest first: open ones, and those that changed since.

    After a restart, these are the messages to go on with.
    """
    query = (
        select(jobs)
        .where(jobs.c.channel != "", jobs.c.status.in_(OPEN) | (jobs.c.shown != jobs.c.status))
        .order_by(jobs.c.id)
    )
    with database.read() as connection:
        return [as_job(row) for row in connection.execute(query).mappings()]


def note_message(database: Database, job_id: int, *, channel: str, message: str) -> None:
    """Keeps the message that tells of a job."""
    with database.write() as connection:
        connection.execute(
            update(jobs).where(jobs.c.id == job_id).values(channel=channel, message=message)
        )


def note_shown(database: Database, job_id: int, status: str) -> None:
    """Keeps the status that the job's message tells now."""
    with database.write() as connection:
        connection.execute(update(jobs).where(jobs.c.id == job_id).values(shown=status))


def cancel_job(database: Database, job_id: int, *, by: str) -> Job:
    """Cancels a job that waits, and asks the runner to stop one that runs; returns it as it is then.

    A running one becomes `cancelled` within seconds, or ends as it would if it was nearly done.

    Raises:
        JobError: there is none with this number, or it is done.

    """
    with database.write() as connection:
        lock_jobs(connection)
        job = find_job(connection, job_id)
        if job.status == "built":
            raise JobError("The release is built and waits for a decision: publish or reject it.")
        if not job.is_open or job.decision:
            raise JobError(f"Job {job_id} is done ({job.status}); there is nothing to cancel.")
        if job.status == "waiting":
            close_job(connection, job_id, "cancelled", by=by)
        elif not job.cancel_requested:
            connection.execute(
                update(jobs).where(jobs.c.id == job_id).values(cancel_requested=True, decided_by=by)
            )
        return find_job(connection, job_id)


def decide_job(database: Database, job_id: int, decision: Decision, *, by: str) -> Job:
    """Publishes or rejects the release that a job holds; the first decision counts.

    A rejection is done at once. For a publication the job waits again, and the runner publishes it within a
    second or two: it becomes `published`, or `failed` if the release is damaged.

    Raises:
        JobError: there is none with this number, or it holds no release (any more); says who decided.

    """
    with database.write() as connection:
        lock_jobs(connection)
        job = find_job(connection, job_id)
        if job.status != "built":
            raise JobError(_nothing_to_decide(job))
        values: dict[str, Any] = {"decision": decision, "decided_by": by}
        if decision == "publish":
            values |= {"status": "waiting", "progress": {"step": "publish", "seconds_left": None}}
        connection.execute(update(jobs).where(jobs.c.id == job_id).values(values))
        if decision == "reject":
            close_job(connection, job_id, "rejected", by=by)
            connection.execute(
                update(releases)
                .where(releases.c.id == job.release, releases.c.status == "ready")
                .values(status="rejected")
            )
        return find_job(connection, job_id)


def job_history(database: Database, job_id: int) -> list[JobEvent]:
    """Returns what happened to a job, oldest first."""
    query = select(job_events).where(job_events.c.job_id == job_id).order_by(job_events.c.id)
    with database.read() as connection:
        return [
            JobEvent(row["kind"], row["by"], row["text"], row["created_at"])
            for row in connection.execute(query).mappings()
        ]


def _joined(connection: Connection, folder: str, *, queue: bool) -> Job | None:
    """The waiting refresh that a new one joins; JobError if there may not be a new one."""
    query = (
        select(jobs)
        .where(jobs.c.kind == "refresh", jobs.c.status.in_(OPEN), jobs.c.decision == "")
        .order_by(jobs.c.id)
    )
    found = [as_job(row) for row in connection.execute(query).mappings()]
    if found and not queue:
        since = f"{found[0].created_at:%H:%M} UTC"
        raise JobError(
            f"A refresh is already under way (job {found[0].id}, asked for at {since}); "
            "wait until it is done, or cancel it."
        )
    same = [job for job in found if job.status == "waiting" and job.folder == folder]
    return same[0] if same else None


def _nothing_to_decide(job: Job) -> str:
    if job.decision:
        done = "publish" if job.decision == "publish" else "reject"
        return f"Somebody has decided already to {done} the release of job {job.id}."
    return f"Job {job.id} holds no release to decide on: it is {job.status}."
