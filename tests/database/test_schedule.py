import json
from datetime import timedelta

import pytest

from advisor.database import job_work, jobs, schedule
from advisor.database.engine import now
from advisor.database.jobs import Place
from advisor.database.tables import app_state
from advisor.errors import JobError


def make_due(database):
    with database.write() as connection:
        value = json.loads(
            connection.scalar(app_state.select().with_only_columns(app_state.c.value))
        )
        value["next_at"] = (now() - timedelta(seconds=1)).isoformat()
        connection.execute(app_state.update().values(value=json.dumps(value)))


def test_a_schedule_is_kept_changed_and_ended(database):
    assert schedule.read_schedule(database) is None
    schedule.set_schedule(database, 12, by="U1")
    made = schedule.set_schedule(database, 24, by="U2", folder="f", place=Place("T1", "C1"))
    assert schedule.read_schedule(database) == made
    assert made.next_at - now() > timedelta(hours=23)
    assert schedule.clear_schedule(database)
    assert not schedule.clear_schedule(database)
    assert schedule.read_schedule(database) is None


@pytest.mark.parametrize("hours", [0, -1, 0.1, 9000, float("nan")])
def test_odd_hours_are_refused(database, hours):
    with pytest.raises(JobError, match="quarter of an hour"):
        schedule.set_schedule(database, hours, by="U1")


def test_what_is_due_becomes_one_job(database):
    schedule.set_schedule(database, 24, by="U1", folder="f", place=Place("T1", "C1"))
    assert schedule.request_due(database) is None
    make_due(database)
    job = schedule.request_due(database)
    assert (job.kind, job.folder, job.place, job.requested_by) == (
        "refresh", "f", Place("T1", "C1"), "",
    )  # fmt: skip
    assert schedule.request_due(database) is None
    assert schedule.read_schedule(database).next_at - now() > timedelta(hours=23)


def test_a_refresh_that_is_under_way_takes_the_place_of_the_scheduled_one(database):
    schedule.set_schedule(database, 24, by="U1")
    jobs.request_job(database, "refresh", by="U1")
    make_due(database)
    assert schedule.request_due(database) is None
    assert len(jobs.list_jobs(database)) == 1
    assert job_work.has_work(database)
