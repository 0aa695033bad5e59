"""Refreshes, publications and rollbacks through the worker, killed at random, while others ask without a pause."""

import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
from small_guide import page

from advisor.database import jobs, open_database, releases
from advisor.embedding import BUNDLED_SHA256
from advisor.index.layout import releases_directory
from advisor.index.live import LiveIndex
from advisor.settings import Settings
from advisor.tuning import tuned_sha256

IDENTITY = SimpleNamespace(
    name="all-MiniLM-L6-v2",
    weights_sha256=BUNDLED_SHA256,
    tuned=SimpleNamespace(weights_sha256=tuned_sha256(BUNDLED_SHA256), tuned=None),
)
QUERIES_A_SECOND = 100
ASKERS = 4
ROOT = Path(__file__).parents[2]


def wait_for(condition, seconds=120):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


class Askers:
    """Ask `QUERIES_A_SECOND` times a second, together, and check that each answer is whole."""

    def __init__(self, data_dir):
        settings = Settings(data_dir=data_dir)
        self.database = open_database(settings)
        self.index = LiveIndex(self.database, settings, IDENTITY, grace_seconds=2)
        self.problems, self.served, self.queries = [], set(), 0
        self.seconds, self._began = 0.0, time.monotonic()
        self._stopped, self._ended = threading.Event(), False
        self._lock = threading.Lock()
        self._threads = [
            threading.Thread(target=self._ask, args=(number,), daemon=True)
            for number in range(ASKERS)
        ]
        for thread in self._threads:
            thread.start()

    def _ask(self, number):
        rng = random.Random(number)
        due = time.monotonic() + number / QUERIES_A_SECOND
        while not self._stopped.wait(max(0.0, due - time.monotonic())):
            due += ASKERS / QUERIES_A_SECOND
            try:
                release = self.index.current()
                chunk = rng.randrange(len(release.chunks))
                found = dict(release.dense(release.vectors_of(chunk)[0], limit=3))
                whole = found.get(chunk, 0) > 0.999 and len(found) == 3
                problem = None if whole else (release.id, chunk, found)
            except Exception as error:
                problem = error
            with self._lock:
                self.queries += 1
                self.served.add(release.id)
                if problem is not None:
                    self.problems.append(problem)

    def stop(self):
        self._stopped.set()
        for thread in self._threads:
            thread.join()
        if self._ended:
            return
        self._ended = True
        self.seconds = time.monotonic() - self._began
        self.index.close()
        self.database.close()


class Guide:
    """An admin: changes a page, asks for jobs, kills builders, decides."""

    def __init__(self, command, folder, *, seed):
        self.command, self.folder = command, folder
        self.settings = Settings(data_dir=command.data_dir)
        self.database = open_database(self.settings)
        self.rng = random.Random(seed)
        self.published, self.killed, self.number, self.level = [], 0, 0, 0
        self.worker = self.start_worker()

    def start_worker(self):
        return subprocess.Popen(
            [sys.executable, "-m", "ingest", "worker"],
            cwd=ROOT,
            env=self.command.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def wait(self, job, *statuses, seconds=300):
        deadline = time.monotonic() + seconds
        while (found := jobs.read_job(self.database, job.id)).status not in statuses:
            assert time.monotonic() < deadline, found
            assert found.status not in ("failed", "published", "built"), (found.status, found.error)
            time.sleep(0.05)
        return found

    def refresh(self, decision, *, kill=False):
        self.number += 1
        text = page("Apples", 1000 + self.number)
        (self.folder / "apples.md").write_text(text, encoding="utf-8")
        job = jobs.request_job(self.database, "refresh", by="U1")
        if kill:
            self.kill(job)
        job = self.wait(job, "built")
        jobs.decide_job(self.database, job.id, decision, by="U1")
        if decision == "publish":
            self.note(self.wait(job, "published"))

    def kill(self, job):
        """Kills the builder (or, each third time, the whole worker) at a moment of its build."""
        while not (builder := self.builder()):
            time.sleep(0.02)
        time.sleep(self.rng.uniform(0.2, 6.0))
        if jobs.read_job(self.database, job.id).status != "running" or not builder.is_running():
            return
        self.killed += 1
        if self.killed % 3 == 0:
            self.worker.send_signal(signal.SIGKILL)
            self.worker.wait()
            self.worker = self.start_worker()
        else:
            with suppress(psutil.NoSuchProcess):
                builder.kill()

    def builder(self):
        for child in psutil.Process(self.worker.pid).children():
            # The one before may be dead and not yet buried.
            with suppress(psutil.NoSuchProcess):
                if any("spawn_main" in part for part in child.cmdline()):
                    return child
        return None

    def quick(self, kind, **options):
        self.note(self.wait(jobs.request_job(self.database, kind, by="U1", **options), "published"))

    def note(self, job):
        live = releases.live_release(self.database)
        assert job.result["release"] == live
        self.published.append(live)

    def disk(self):
        return sum(
            path.stat().st_size
            for path in releases_directory(self.settings.data_dir).rglob("*")
            if path.is_file()
        )

    def directories(self):
        found = releases_directory(self.settings.data_dir)
        return [path for path in found.iterdir() if path.is_dir()]

    def settle(self):
        """Waits until rejected and dead builds are collected."""
        wait_for(lambda: not releases.list_releases(self.database, "building", "ready", "rejected"))

    def close(self):
        self.worker.terminate()
        self.worker.wait(60)
        self.database.close()


@pytest.fixture
def guide(command, folder):
    seed = time.time_ns()
    print("seed", seed)  # Shown if the test fails.
    opened = Guide(command, folder, seed=seed)
    yield opened
    opened.close()


@pytest.fixture
def askers(guide):
    """Ask as long as the test goes on; at first there are three releases."""
    for _ in range(3):
        guide.refresh("publish")
    guide.settle()
    guide.level = guide.disk()
    opened = Askers(guide.settings.data_dir)
    yield opened
    opened.stop()


def run(guide, *, rounds, kills):
    """Each round is a refresh, a publication or a rollback; in `kills` of them the builder is killed."""
    others = ["publish", "reject", "roll", "again"] * rounds
    kinds = ["kill"] * kills + others[: rounds - kills]
    guide.rng.shuffle(kinds)
    for kind in kinds:
        earlier = releases.retired_releases(guide.database)
        if kind == "roll" and any(release < guide.published[-1] for release in earlier):
            guide.quick("rollback")
        elif kind == "again":
            # The last to retire is kept in any case.
            guide.quick("publish", release=earlier[0])
        else:
            guide.refresh("reject" if kind == "reject" else "publish", kill=kind == "kill")
    while guide.killed < kills:
        guide.refresh("publish", kill=True)
    guide.refresh("publish")
    guide.settle()


def check(guide, askers):
    # A release is told of before the ones too many are removed.
    wait_for(lambda: len(guide.directories()) == 3)
    wait_for(lambda: guide.published[-1] in askers.served)
    askers.stop()
    assert askers.problems == []
    assert askers.served <= set(guide.published)
    assert len(askers.served) > 1
    # Nobody had to wait for long: a busy machine asks more slowly, but all the time.
    assert askers.queries > askers.seconds
    assert len(guide.directories()) == 3
    assert guide.disk() < 1.1 * guide.level


def test_a_few_refreshes_with_a_kill(guide, askers):
    run(guide, rounds=5, kills=1)
    check(guide, askers)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_thirty_refreshes_publications_and_rollbacks_with_ten_kills(guide, askers):
    run(guide, rounds=30, kills=10)
    check(guide, askers)
    print(f"{askers.queries} queries in {askers.seconds:.0f} s, {guide.killed} kills")
