"""What is held of a person is shown whole, and goes whole."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from advisor.database import open_database
from advisor.database.answers import record_answer
from advisor.database.engine import now
from advisor.database.golden import Golden, add_golden, list_golden
from advisor.database.jobs import cancel_job, list_jobs, read_job, request_job
from advisor.database.tables import answers, jobs
from advisor.feedback.votes import record_reason, record_vote
from advisor.models import Answer, Question
from advisor.privacy import erase_person, export_person, forget_old
from advisor.settings import Settings

CANARY = "canary-of-the-person"


@pytest.fixture
def database(tmp_path):
    opened = open_database(Settings(data_dir=tmp_path))
    yield opened
    opened.close()


def ask(database, user, name, text=CANARY):
    answer = Answer(id=name, text=text, abstained=True, method="extractive", confidence=0.1)
    record_answer(database, Question(text, user=user, place="T/C/1"), answer)


def test_the_export_holds_everything_of_the_person_and_nothing_of_others(database):
    ask(database, "U1", "a")
    ask(database, "U2", "b", text="of somebody else")
    record_vote(database, answer_id="b", user="U1", value="up")
    held = export_person(database, "U1")["held"]
    assert len(held["answers"]) == 1
    assert len(held["gaps"]) == 1
    assert len(held["votes"]) == 1
    assert "somebody else" not in str(held)


def test_what_others_said_of_an_answer_is_theirs_alone(database):
    ask(database, "U1", "a")
    record_vote(database, answer_id="a", user="U2", value="down")
    record_reason(database, answer_id="a", user="U2", reason="other", comment="said by U2")
    assert export_person(database, "U1")["held"]["votes"] == []
    assert len(export_person(database, "U2")["held"]["votes"]) == 1
    assert erase_person(database, "U1")["erased"]["answers"] == 1
    assert export_person(database, "U2")["held"]["votes"] == []


def test_after_erasure_no_byte_of_the_person_is_left(database, tmp_path):
    ask(database, "U1", "a")
    ask(database, "U2", "b", text="of somebody else")
    assert erase_person(database, "U1")["erased"]["answers"] == 1
    assert not any(export_person(database, "U1")["held"].values())
    assert all(
        CANARY.encode() not in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()
    )
    assert export_person(database, "U2")["held"]["answers"]


def test_old_rows_go_at_the_end_of_retention(database):
    ask(database, "U1", "old")
    ask(database, "U1", "new")
    with database.write() as connection:
        moment = now() - timedelta(days=40)
        connection.execute(update(answers).where(answers.c.id == "old").values(created_at=moment))
    assert forget_old(database, days=30)["answers"] == 1
    assert [row["id"] for row in export_person(database, "U1")["held"]["answers"]] == ["new"]
    assert forget_old(database, days=30)["answers"] == 0


def test_an_admin_s_name_goes_but_the_work_stays(database):
    job = request_job(database, "refresh", by="U1")
    cancel_job(database, job.id, by="U1")
    ask(database, "U2", "b", text=CANARY)
    add_golden(database, Golden("written by hand?", (("x",),), added_by="U1"))
    promoted = Golden(CANARY, (("x",),), added_by="U1", origin="promoted", answer_id="b")
    add_golden(database, promoted)
    held = export_person(database, "U1")["held"]
    assert (len(held["jobs"]), len(held["job_events"]), len(held["golden_questions"])) == (1, 2, 2)
    erase_person(database, "U1")
    assert not any(export_person(database, "U1")["held"].values())
    assert read_job(database, job.id).requested_by == ""
    assert len(list_golden(database)) == 2
    assert len(export_person(database, "U2")["held"]["golden_questions"]) == 1
    erase_person(database, "U2")
    assert [one.question for one in list_golden(database)] == ["written by hand?"]


def test_old_jobs_go_unless_they_hold_a_release(database):
    for status in ("cancelled", "built"):
        job = request_job(database, "refresh", by="U1")
        with database.write() as connection:
            moment = now() - timedelta(days=40)
            values = {"created_at": moment, "status": status}
            connection.execute(update(jobs).where(jobs.c.id == job.id).values(values))
    assert forget_old(database, days=30)["jobs"] == 1
    assert [job.status for job in list_jobs(database)] == ["built"]
