import threading
from datetime import timedelta

import pytest

from advisor.database import job_work, jobs, releases
from advisor.database.jobs import Place
from advisor.errors import JobError

MINUTE = timedelta(minutes=1)
PLACE = Place("T1", "C1", "17.4")


def claim(database, owner="w#1", **options):
    return job_work.claim_job(database, owner=owner, lifetime=MINUTE, **options)


def a_release(database, status="ready"):
    lease = releases.take_lease(
        database, folder="x", owner="b", dead_owners=("b",), lifetime=MINUTE
    )
    if status == "ready":
        releases.hold_release(database, lease.release)
    elif status == "active":
        releases.activate_release(database, lease.release, from_status=("building",))
    return lease.release


def built(database):
    """A job that holds a release."""
    job = jobs.request_job(database, "refresh", by="U1", place=PLACE)
    claim(database)
    release = a_release(database)
    job_work.note_result(database, job.id, owner="w#1", release=release, result={"chunks": 3})
    job_work.finish_job(
        database, job.id, owner="w#1", status="built", result={"release": release, "chunks": 3}
    )
    return jobs.read_job(database, job.id)


def test_a_job_is_kept_as_it_was_asked_for(database):
    job = jobs.request_job(database, "refresh", by="U1", folder="guide", place=PLACE)
    assert (job.kind, job.folder, job.requested_by, job.place) == ("refresh", "guide", "U1", PLACE)
    assert (job.status, job.is_open, job.progress, job.result) == ("waiting", True, {}, {})
    assert jobs.read_job(database, job.id) == job
    assert jobs.list_jobs(database) == [job]
    assert jobs.list_jobs(database, kinds=["rollback"]) == []
    with pytest.raises(JobError, match="There is no job 99"):
        jobs.read_job(database, 99)
    with pytest.raises(JobError, match="which release"):
        jobs.request_job(database, "publish", by="U1")


def test_a_second_refresh_is_refused_or_waits_behind_the_first(database):
    first = jobs.request_job(database, "refresh", by="U1")
    with pytest.raises(JobError, match=f"already under way .job {first.id}"):
        jobs.request_job(database, "refresh", by="U2")
    assert jobs.request_job(database, "refresh", by="U2", queue=True).id == first.id
    claim(database)
    second = jobs.request_job(database, "refresh", by="U2", queue=True)
    assert second.id != first.id
    assert claim(database, "other") is None
    job_work.finish_job(database, first.id, owner="w#1", status="failed", error="No.")
    assert claim(database, "other").id == second.id


def test_of_workers_that_claim_at_once_one_gets_the_job(database):
    job = jobs.request_job(database, "refresh", by="U1")
    got = []
    workers = [
        threading.Thread(target=lambda name=f"w{number}": got.append(claim(database, name)))
        for number in range(6)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [found.id for found in got if found] == [job.id]


def test_publications_go_before_builds_and_beside_one_that_runs(database):
    refresh = jobs.request_job(database, "refresh", by="U1")
    rollback = jobs.request_job(database, "rollback", by="U1")
    assert claim(database).id == rollback.id
    assert claim(database).id == refresh.id
    publish = jobs.request_job(database, "publish", release=3, by="U1")
    assert claim(database).release == publish.release == 3


def test_a_build_of_the_command_line_keeps_the_refresh_waiting(database):
    jobs.request_job(database, "refresh", by="U1")
    release = a_release(database, "building")
    assert claim(database) is None
    assert claim(database, builds=False) is None
    releases.fail_release(database, release, "stopped")
    assert claim(database).kind == "refresh"


def test_progress_is_stored_until_the_job_is_taken_away_or_cancelled(database):
    job = jobs.request_job(database, "refresh", by="U1")
    claim(database)

    def report(owner, done):
        progress = {"step": "embed", "done": done, "of": 9, "seconds_left": 2.5}
        return job_work.report_progress(database, job.id, owner=owner, progress=progress)

    assert report("w#1", 3)
    assert jobs.read_job(database, job.id).progress["done"] == 3
    assert not report("another", 4)
    cancelled = jobs.cancel_job(database, job.id, by="U2")
    assert (cancelled.status, cancelled.cancel_requested) == ("running", True)
    assert not report("w#1", 5)
    assert job_work.settle_job(database, job.id, owner="w#1")
    ended = jobs.read_job(database, job.id)
    assert (ended.status, ended.decided_by) == ("cancelled", "U2")


def test_a_waiting_job_is_cancelled_at_once_and_a_done_one_never(database):
    job = jobs.request_job(database, "refresh", by="U1")
    assert jobs.cancel_job(database, job.id, by="U2").status == "cancelled"
    with pytest.raises(JobError, match="is done .cancelled"):
        jobs.cancel_job(database, job.id, by="U2")
    assert claim(database) is None
    with pytest.raises(JobError, match="publish or reject"):
        jobs.cancel_job(database, built(database).id, by="U2")


def test_a_held_release_is_published_by_the_next_worker(database):
    job = built(database)
    assert (job.status, job.is_open) == ("built", False)
    assert claim(database) is None
    decided = jobs.decide_job(database, job.id, "publish", by="U2")
    assert (decided.status, decided.decision, decided.decided_by) == ("waiting", "publish", "U2")
    with pytest.raises(JobError, match="decided already to publish"):
        jobs.decide_job(database, job.id, "reject", by="U3")
    taken = claim(database)
    assert (taken.id, taken.release, taken.decision) == (job.id, job.release, "publish")
    assert job_work.finish_job(database, job.id, owner="w#1", status="published")
    kinds = [event.kind for event in jobs.job_history(database, job.id)]
    assert kinds == ["requested", "started", "built", "started", "published"]


def test_a_rejected_release_is_marked_for_removal(database):
    job = built(database)
    assert not job_work.has_work(database)
    assert jobs.decide_job(database, job.id, "reject", by="U2").status == "rejected"
    assert releases.find_release(database, job.release).status == "rejected"
    assert job_work.has_work(database)
    releases.mark_deleted(database, [job.release])
    assert not job_work.has_work(database)
    with pytest.raises(JobError, match="decided already to reject"):
        jobs.decide_job(database, job.id, "publish", by="U3")


def test_only_a_built_job_can_be_decided_on(database):
    job = jobs.request_job(database, "refresh", by="U1")
    with pytest.raises(JobError, match="holds no release to decide on: it is waiting"):
        jobs.decide_job(database, job.id, "publish", by="U2")


@pytest.mark.parametrize(
    ("reached", "status"), [("active", "published"), ("ready", "built"), ("building", "waiting")]
)
def test_a_job_of_a_dead_worker_ends_as_what_it_had_reached(database, reached, status):
    job = jobs.request_job(database, "refresh", by="U1")
    claim(database)
    release = a_release(database, reached)
    job_work.note_result(database, job.id, owner="w#1", release=release, result={"chunks": 3})
    assert job_work.settle_job(database, job.id, owner="w#1")
    assert jobs.read_job(database, job.id).status == status
    assert not job_work.settle_job(database, job.id, owner="w#1")


def test_a_job_whose_worker_dies_twice_has_failed(database):
    job = jobs.request_job(database, "refresh", by="U1")
    assert claim(database, "first").attempts == 1
    assert not job_work.has_work(database)
    assert job_work.has_work(database, dead_owners=["first"])
    assert claim(database, "second", dead_owners=["first"]).attempts == 2
    assert claim(database, "third", dead_owners=["first", "second"]) is None
    failed = jobs.read_job(database, job.id)
    assert failed.status == "failed"
    assert "died more than once" in failed.error
    assert not job_work.finish_job(database, job.id, owner="first", status="published")


def test_a_silent_worker_loses_its_job(database):
    job = jobs.request_job(database, "refresh", by="U1")
    gone = timedelta(seconds=-1)
    assert job_work.claim_job(database, owner="silent", lifetime=gone).id == job.id
    assert job_work.renew_job(database, job.id, owner="silent", lifetime=MINUTE)
    assert claim(database) is None
    assert job_work.renew_job(database, job.id, owner="silent", lifetime=gone)
    assert claim(database).id == job.id
    assert not job_work.renew_job(database, job.id, owner="silent", lifetime=MINUTE)


def test_a_job_that_is_given_back_waits_again_without_a_lost_attempt(database):
    job = jobs.request_job(database, "refresh", by="U1")
    claim(database)
    job_work.give_back_job(database, job.id, owner="w#1", waits_for="Another build runs.")
    waiting = jobs.read_job(database, job.id)
    assert (waiting.status, waiting.attempts) == ("waiting", 0)
    assert waiting.progress == {"waits_for": "Another build runs."}


def test_a_newer_build_takes_the_place_of_those_that_are_held(database):
    first, second = built(database), built(database)
    jobs.decide_job(database, second.id, "publish", by="U1")
    newest = a_release(database)
    assert job_work.supersede(database, newest) == [first.release]
    assert jobs.read_job(database, first.id).status == "rejected"
    assert jobs.read_job(database, first.id).error == f"Release {newest} took its place."
    assert jobs.read_job(database, second.id).status == "waiting"
    assert releases.find_release(database, newest).status == "ready"


def test_a_release_that_is_published_by_its_number_ends_its_job(database):
    job = built(database)
    job_work.settle_decided(database, job.release)
    assert jobs.read_job(database, job.id).status == "published"


def test_messages_that_are_not_up_to_date_are_told(database):
    job = jobs.request_job(database, "refresh", by="U1", place=Place("T1", "C1"))
    jobs.request_job(database, "rollback", by="cli")
    jobs.note_message(database, job.id, channel="C2", message="5.6")
    jobs.note_shown(database, job.id, "waiting")
    [shown] = jobs.jobs_to_show(database)
    assert shown.place == Place("T1", "C2", "5.6")
    jobs.cancel_job(database, job.id, by="U1")
    assert [one.id for one in jobs.jobs_to_show(database)] == [job.id]
    jobs.note_shown(database, job.id, "cancelled")
    assert jobs.jobs_to_show(database) == []


def test_a_release_takes_only_the_place_of_the_one_it_was_measured_against(database):
    first = a_release(database, "active")
    second = a_release(database)
    third = a_release(database)
    assert releases.activate_release(database, second, from_status=("ready",), replacing=[first])
    assert not releases.activate_release(database, third, from_status=("ready",), replacing=[first])
    assert releases.live_release(database) == second
    assert releases.find_release(database, third).status == "ready"
    assert releases.activate_release(database, third, from_status=("ready",), replacing=[second])
