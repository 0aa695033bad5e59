"""The worker as it runs: beside a bot that starts it, or alone; each test starts processes and loads the model."""

import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import psutil
import pytest
from small_guide import page

from advisor.database import jobs, open_database, releases, schedule, tables
from advisor.database.engine import now
from advisor.index.layout import release_directory, releases_directory
from advisor.settings import Settings
from ingest.beside import builder_beside

ROOT = Path(__file__).parents[2]
BOT = """
import sys, time
from pathlib import Path
from advisor.database import open_database
from advisor.settings import Settings
from ingest.beside import builder_beside
settings = Settings(data_dir=Path(sys.argv[1]))
with builder_beside(settings, open_database(settings)):
    time.sleep(600)
"""


@pytest.fixture
def settings(command):
    return Settings(data_dir=command.data_dir)


@pytest.fixture
def database(settings):
    opened = open_database(settings)
    yield opened
    opened.close()


@pytest.fixture
def worker(command):
    process = command.start("worker", "--json")
    yield process
    process.kill()
    process.communicate()


def wait(condition, seconds=90):
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return found


def reach(database, job, status):
    def reached():
        found = jobs.read_job(database, job.id)
        assert found.status == status or found.is_open, found
        return found if found.status == status else None

    return wait(reached)


def reach_pipe(database, job):
    """Waits until a build stands still at the pipe."""
    wait(lambda: jobs.read_job(database, job.id).progress.get("step") == "evaluate")


def put_off_leases(database):
    """Lets nobody's turn come because a lease has run out."""
    later = now() + timedelta(days=1)
    with database.write() as connection:
        connection.execute(tables.jobs.update().values(lease_until=later))
        connection.execute(tables.releases.update().values(lease_until=later))


def workers_of(process):
    return [child for child in descendants_of(process) if "worker" in command_of(child)]


def descendants_of(process):
    try:
        return psutil.Process(process).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def command_of(process):
    """Its command line; nothing of one that has ended."""
    try:
        return process.cmdline()
    except psutil.NoSuchProcess:
        return []


def wait_for_end(*processes):
    """Waits until they have ended, whether or not anybody has taken note of it."""
    wait(lambda: not any(command_of(process) for process in processes))


def test_a_refresh_is_held_then_published_and_rolled_back(worker, database, command, folder):
    (folder / "bad.md").write_text("---\ntitle: x\n")
    asked = jobs.request_job(database, "refresh", by="U1")
    job = reach(database, asked, "built")
    assert releases.live_release(database) is None
    assert job.progress["step"] == "publish"
    assert job.result["release"] == job.release == 1
    assert job.result["published"] is job.result["unchanged"] is False
    assert len(job.result["pages"]["added"]) == 6
    assert job.result["rejected"][0]["path"] == "bad.md"
    jobs.decide_job(database, job.id, "publish", by="U2")
    assert reach(database, job, "published").result["published"] is True
    assert releases.live_release(database) == 1

    again = reach(database, jobs.request_job(database, "refresh", by="U1"), "published")
    assert (again.result["unchanged"], again.result["release"]) == (True, 1)

    (folder / "apples.md").write_text(page("Apples", 77))
    (folder / "ferns.md").unlink()
    second = reach(database, jobs.request_job(database, "refresh", by="U1"), "built")
    pages = second.result["pages"]
    assert pages == {"added": [], "changed": ["apples.md"], "removed": ["ferns.md"]}
    publish = jobs.request_job(database, "publish", release=2, by="U1")
    assert reach(database, publish, "published").result == {"release": 2, "before": 1}
    assert jobs.read_job(database, second.id).status == "published"
    back = reach(database, jobs.request_job(database, "rollback", by="U1"), "published")
    assert back.result == {"release": 1, "before": 2}
    failed = reach(database, jobs.request_job(database, "rollback", by="U1"), "failed")
    assert "no earlier release" in failed.error

    nowhere = jobs.request_job(database, "refresh", folder="nowhere", by="U1")
    assert "There is no knowledge folder" in reach(database, nowhere, "failed").error


def test_a_cancelled_build_leaves_nothing(pipe, worker, database, settings):
    job = jobs.request_job(database, "refresh", by="U1")
    reach_pipe(database, job)
    assert jobs.cancel_job(database, job.id, by="U2").cancel_requested
    assert reach(database, job, "cancelled").decided_by == "U2"
    wait(lambda: releases.find_release(database, 2).status == "failed")
    wait(lambda: not release_directory(settings.data_dir, 2).exists())


def test_a_rejected_release_leaves_nothing(worker, database, settings):
    job = reach(database, jobs.request_job(database, "refresh", by="U1"), "built")
    jobs.decide_job(database, job.id, "reject", by="U1")
    wait(lambda: releases.find_release(database, 1).status == "deleted")
    assert not any(path.is_dir() for path in releases_directory(settings.data_dir).iterdir())


def test_a_worker_that_is_stopped_gives_its_job_to_the_next(pipe, worker, database, command):
    job = jobs.request_job(database, "refresh", by="U1")
    reach_pipe(database, job)
    worker.send_signal(signal.SIGTERM)
    output, errors = worker.communicate(timeout=60)
    assert (worker.returncode, output) == (128 + signal.SIGTERM, ""), errors
    waiting = jobs.read_job(database, job.id)
    assert (waiting.status, waiting.attempts) == ("waiting", 0)
    pipe.let_pass()
    done = command.run("worker", "--until-idle", "1", "--json")
    assert done.stdout == '{"jobs": 1}\n', done.stderr
    assert jobs.read_job(database, job.id).status == "built"


def test_a_killed_worker_and_its_builder_keep_nobody_waiting(pipe, worker, database, command):
    job = jobs.request_job(database, "refresh", by="U1")
    reach_pipe(database, job)
    family = descendants_of(worker.pid)
    worker.kill()
    worker.wait()
    wait_for_end(*family)
    put_off_leases(database)
    pipe.let_pass()
    assert command.run("worker", "--until-idle", "3").returncode == 0
    assert jobs.read_job(database, job.id).status == "built"


def test_auto_publish_goes_live_by_itself(command, database):
    command.environment["AUTO_PUBLISH"] = "true"
    job = jobs.request_job(database, "refresh", by="U1")
    assert command.run("worker", "--until-idle", "1").returncode == 0
    assert jobs.read_job(database, job.id).status == "published"
    assert releases.live_release(database) == 1


def test_the_bot_starts_a_worker_when_there_is_work_and_ends_it(
    pipe, command, database, settings, monkeypatch
):
    for name in ("DATA_DIR", "KNOWLEDGE_DIR"):
        monkeypatch.setenv(name, command.environment[name])
    ours = psutil.Process().pid
    with builder_beside(settings, database):
        time.sleep(2)
        assert workers_of(ours) == []
        schedule.set_schedule(database, 24, by="U1")
        with database.write() as connection:
            value = schedule.read_schedule(database)
            text = '{"hours": 24, "next_at": "%s", "folder": "", "set_by": "", "team": "", "channel": ""}'
            due = text % now().isoformat()
            assert value
            states = tables.app_state
            connection.execute(states.update().where(states.c.key == "schedule").values(value=due))
        [worker] = wait(lambda: workers_of(ours))
        [job] = wait(lambda: jobs.list_jobs(database))
        reach_pipe(database, job)
        family = descendants_of(worker.pid)
        worker.kill()
        wait_for_end(worker, *family)
        pipe.let_pass()
        wait(lambda: workers_of(ours) not in ([], [worker]))
        assert reach(database, job, "built").attempts == 2
    assert workers_of(ours) == []


def test_a_worker_ends_with_its_bot(pipe, command, database):
    bot = subprocess.Popen(
        [sys.executable, "-c", BOT, str(command.data_dir)], cwd=ROOT, env=command.environment
    )
    job = jobs.request_job(database, "refresh", by="U1")
    [worker] = wait(lambda: workers_of(bot.pid))
    reach_pipe(database, job)
    bot.kill()
    bot.wait()
    wait_for_end(worker)
    assert jobs.read_job(database, job.id).status == "waiting"


def test_elsewhere_means_not_here(command, database, settings):
    jobs.request_job(database, "refresh", by="U1")
    elsewhere = Settings(data_dir=settings.data_dir, builder="elsewhere")
    with builder_beside(elsewhere, database):
        time.sleep(2)
        assert workers_of(psutil.Process().pid) == []
