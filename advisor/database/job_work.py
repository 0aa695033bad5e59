"""The runner's side of jobs: taking one, telling how far it is, and what came of it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, or_, select, update

from advisor.database.engine import Database, now
from advisor.database.job_rows import (
    Job,
    Status,
    as_job,
    close_job,
    find_job,
    lock_jobs,
    write_job_event,
)
from advisor.database.proposals import has_unread_proposals
from advisor.database.tables import jobs, releases

# A build that dies is tried once more: its embeddings are kept, so that it goes on where it stood.
MAX_ATTEMPTS = 2


def claim_job(
    database: Database,
    *,
    owner: str,
    lifetime: timedelta,
    dead_owners: Sequence[str] = (),
    builds: bool = True,
) -> Job | None:
    """Returns the next job, now this owner's, or None.

    Publications go before builds, and of builds there is one at a time, whoever runs it; without `builds` none
    is taken. Jobs whose runner is dead or silent are taken over, or ended if what they were to do is done.
    """
    with database.write() as connection:
        lock_jobs(connection)
        _settle_abandoned(connection, dead_owners)
        waiting = [
            as_job(row)
            for row in connection.execute(
                select(jobs).where(jobs.c.status == "waiting").order_by(jobs.c.id)
            ).mappings()
        ]
        quick = [job for job in waiting if job.kind != "refresh" or job.decision]
        slow = [] if quick or not builds or _is_building(connection, dead_owners) else waiting
        for job in (*quick, *slow):
            connection.execute(
                update(jobs)
                .where(jobs.c.id == job.id)
                .values(
                    status="running",
                    owner=owner,
                    lease_until=now() + lifetime,
                    attempts=job.attempts + 1,
                    started_at=job.started_at or now(),
                )
            )
            write_job_event(connection, job.id, "started")
            return find_job(connection, job.id)
    return None


def has_rejected(database: Database) -> bool:
    """Whether rejected releases are still to be removed."""
    query = select(releases.c.id).where(releases.c.status == "rejected").limit(1)
    with database.read() as connection:
        return connection.execute(query).first() is not None


def has_work(database: Database, *, dead_owners: Sequence[str] = ()) -> bool:
    """Whether a runner would find something to do."""
    abandoned = (jobs.c.status == "running") & or_(
        jobs.c.lease_until <= now(), jobs.c.owner.in_(list(dead_owners))
    )
    with database.read() as connection:
        job = connection.execute(
            select(jobs.c.id).where(or_(jobs.c.status == "waiting", abandoned)).limit(1)
        ).first()
        if job is None and has_unread_proposals(connection):
            return True
    return job is not None or has_rejected(database)


def job_owners(database: Database) -> list[str]:
    """Returns the owners of the jobs that run."""
    query = select(jobs.c.owner).where(jobs.c.status == "running").distinct()
    with database.read() as connection:
        return list(connection.scalars(query))


def renew_job(database: Database, job_id: int, *, owner: str, lifetime: timedelta) -> bool:
    """Puts off the end of a runner's lease; False if the job is not its own any more."""
    return _change(database, job_id, owner=owner, lease_until=now() + lifetime)


def report_progress(
    database: Database, job_id: int, *, owner: str, progress: Mapping[str, Any]
) -> bool:
    """Stores how far a job is; False if it is not the owner's any more, or is to be cancelled."""
    if not _change(database, job_id, owner=owner, progress=dict(progress)):
        return False
    with database.read() as connection:
        return not find_job(connection, job_id).cancel_requested


def note_result(
    database: Database,
    job_id: int,
    *,
    owner: str,
    release: int,
    result: Mapping[str, Any] | None = None,
) -> bool:
    """Stores which release a job builds, and what is known of it; False as in `renew_job`.

    It comes before the pointer moves: should the runner die in between, its successor knows what to say.
    """
    values: dict[str, Any] = {"release": release}
    if result is not None:
        values["result"] = dict(result)
    return _change(database, job_id, owner=owner, **values)


def finish_job(
    database: Database,
    job_id: int,
    *,
    owner: str,
    status: Status,
    error: str = "",
    result: Mapping[str, Any] | None = None,
) -> bool:
    """Ends a job (`built` included); False if it is not the owner's any more."""
    with database.write() as connection:
        lock_jobs(connection)
        job = find_job(connection, job_id)
        if job.status != "running" or job.owner != owner:
            return False
        if result is not None:
            values = {"result": dict(result), "release": result.get("release", job.release)}
            connection.execute(update(jobs).where(jobs.c.id == job_id).values(values))
        close_job(connection, job_id, status, by=job.decided_by, error=error)
        return True


def settle_job(database: Database, job_id: int, *, owner: str) -> bool:
    """Settles a job whose process ended without ending it; False if it had."""
    with database.write() as connection:
        lock_jobs(connection)
        job = find_job(connection, job_id)
        if job.status != "running" or job.owner != owner:
            return False
        _settle(connection, job)
        return True


def give_back_job(
    database: Database, job_id: int, *, owner: str, waits_for: str = "", counted: bool = False
) -> None:
    """Lets a job wait again: something is in its way, or its runner ends. Only a `counted` try was an attempt."""
    with database.write() as connection:
        lock_jobs(connection)
        job = find_job(connection, job_id)
        if job.status == "running" and job.owner == owner:
            _let_wait(connection, job, waits_for=waits_for, counted=counted)


def settle_decided(database: Database, release: int) -> None:
    """Ends the job that held a release which was published by its number."""
    with database.write() as connection:
        lock_jobs(connection)
        for job_id in connection.scalars(
            select(jobs.c.id).where(jobs.c.status == "built", jobs.c.release == release)
        ).all():
            close_job(connection, job_id, "published")


def supersede(database: Database, release: int) -> list[int]:
    """Rejects the held releases older than this one, which was built since; returns their numbers."""
    reason = f"Release {release} took its place."
    with database.write() as connection:
        lock_jobs(connection)
        being_published = select(jobs.c.release).where(
            jobs.c.decision == "publish", jobs.c.status.in_(("waiting", "running"))
        )
        held = list(
            connection.scalars(
                select(releases.c.id).where(
                    releases.c.status == "ready",
                    releases.c.id < release,
                    releases.c.id.not_in(being_published),
                )
            )
        )
        for row in connection.execute(
            select(jobs).where(jobs.c.status == "built", jobs.c.release.in_(held))
        ).mappings():
            close_job(connection, row["id"], "rejected", error=reason)
        connection.execute(
            update(releases).where(releases.c.id.in_(held)).values(status="rejected", error=reason)
        )
        return held


def _change(database: Database, job_id: int, *, owner: str, **values: object) -> bool:
    """Changes a running job only if it is still the owner's."""
    with database.write() as connection:
        changed = connection.execute(
            update(jobs)
            .where(jobs.c.id == job_id, jobs.c.owner == owner, jobs.c.status == "running")
            .values(**values)
        )
    return changed.rowcount == 1


def _settle_abandoned(connection: Connection, dead_owners: Sequence[str]) -> None:
    abandoned = select(jobs).where(
        jobs.c.status == "running",
        or_(jobs.c.lease_until <= now(), jobs.c.owner.in_(list(dead_owners))),
    )
    for row in connection.execute(abandoned).mappings().all():
        _settle(connection, as_job(row))


def _settle(connection: Connection, job: Job) -> None:
    """Ends a job whose worker is gone as what it had reached, or lets it wait for another try."""
    reached = _reached(connection, job)
    if reached:
        close_job(connection, job.id, reached, by=job.decided_by)
    elif job.cancel_requested:
        close_job(connection, job.id, "cancelled", by=job.decided_by)
    elif job.attempts >= MAX_ATTEMPTS:
        error = "The builder died more than once; its log says more."
        close_job(connection, job.id, "failed", error=error)
    else:
        _let_wait(connection, job, counted=True)


def _reached(connection: Connection, job: Job) -> Status | None:
    """What a refresh had reached in the releases when its runner died."""
    if job.kind != "refresh" or job.release is None:
        return None
    status = connection.scalar(select(releases.c.status).where(releases.c.id == job.release))
    if status in ("active", "retired"):
        return "published"
    return "built" if status == "ready" and not job.decision else None


def _let_wait(connection: Connection, job: Job, *, waits_for: str = "", counted: bool) -> None:
    values: dict[str, Any] = {"status": "waiting", "owner": "", "lease_until": None}
    if waits_for:
        values["progress"] = {"waits_for": waits_for}
    if not counted:
        values["attempts"] = max(0, job.attempts - 1)
    connection.execute(update(jobs).where(jobs.c.id == job.id).values(values))
    if not waits_for:
        write_job_event(connection, job.id, "given_back")


def _is_building(connection: Connection, dead_owners: Sequence[str]) -> bool:
    """Whether a build runs anywhere: of a job, or from the command line."""
    job = select(jobs.c.id).where(
        jobs.c.status == "running", jobs.c.kind == "refresh", jobs.c.decision == ""
    )
    build = select(releases.c.id).where(
        releases.c.status == "building",
        releases.c.lease_until > now(),
        releases.c.lease_owner.not_in(list(dead_owners)),
    )
    return any(connection.execute(query.limit(1)).first() for query in (job, build))
