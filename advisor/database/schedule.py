"""The schedule of refreshes: one entry in the state, and a job whenever it is due."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from advisor.database.engine import Database, insert_ignore, now
from advisor.database.job_rows import OPEN, Job, Place, find_job, lock_jobs, write_job_event
from advisor.database.tables import app_state, jobs
from advisor.errors import JobError

KEY = "schedule"
LONGEST_HOURS = 24 * 366


@dataclass(frozen=True, slots=True)
class Schedule:
    """Refresh `folder` ("" for KNOWLEDGE_DIR) every so many hours; `place` is where it is told."""

    hours: float
    next_at: datetime
    folder: str
    set_by: str
    place: Place


def set_schedule(
    database: Database, hours: float, *, by: str, folder: str = "", place: Place | None = None
) -> Schedule:
    """Refreshes every so many hours from now on, in place of any schedule before, and returns it.

    Raises:
        JobError: the hours are not between a quarter of one and a year.

    """
    if not 0.25 <= hours <= LONGEST_HOURS:
        raise JobError("A schedule takes from a quarter of an hour to a year, for example `24h`.")
    where = place or Place()
    chosen = Schedule(hours, now() + timedelta(hours=hours), folder, by, where)
    with database.write() as connection:
        _write(connection, chosen)
    return chosen


def clear_schedule(database: Database) -> bool:
    """Ends the schedule; False if there was none."""
    with database.write() as connection:
        return connection.execute(delete(app_state).where(app_state.c.key == KEY)).rowcount == 1


def read_schedule(database: Database) -> Schedule | None:
    """Returns the schedule, or None."""
    with database.read() as connection:
        return _read(connection)


def request_due(database: Database) -> Job | None:
    """Stores the refresh that is due and returns it; None if none is due.

    Of processes that ask at the same time one gets it; while another refresh is under way, this time is left out.
    """
    present = now()
    due = read_schedule(database)
    if due is None or due.next_at > present:
        return None
    with database.write() as connection:
        lock_jobs(connection)
        due = _read(connection)
        if due is None or due.next_at > present:
            return None
        following = Schedule(
            due.hours, present + timedelta(hours=due.hours), due.folder, due.set_by, due.place
        )
        _write(connection, following)
        busy = select(jobs.c.id).where(
            jobs.c.kind == "refresh", jobs.c.status.in_(OPEN), jobs.c.decision == ""
        )
        if connection.execute(busy.limit(1)).first():
            return None
        created = connection.execute(
            insert(jobs)
            .values(
                kind="refresh",
                folder=due.folder,
                requested_by="",
                team=due.place.team,
                channel=due.place.channel,
                status="waiting",
                progress={},
                result={},
                created_at=present,
            )
            .returning(jobs.c.id)
        ).scalar_one()
        write_job_event(connection, created, "requested", text="by the schedule")
        return find_job(connection, created)


def _read(connection: Connection) -> Schedule | None:
    value = connection.scalar(select(app_state.c.value).where(app_state.c.key == KEY))
    if not value:
        return None
    facts = json.loads(value)
    place = Place(facts["team"], facts["channel"])
    moment = datetime.fromisoformat(facts["next_at"])
    return Schedule(facts["hours"], moment, facts["folder"], facts["set_by"], place)


def _write(connection: Connection, schedule: Schedule) -> None:
    value = json.dumps(
        {
            "hours": schedule.hours,
            "next_at": schedule.next_at.isoformat(),
            "folder": schedule.folder,
            "set_by": schedule.set_by,
            "team": schedule.place.team,
            "channel": schedule.place.channel,
        }
    )
    statement = insert_ignore(connection, app_state).values(key=KEY, value=value)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["key"], set_={"value": value})
    )
