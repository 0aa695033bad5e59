"""Does the jobs that Slack and the schedule ask for: one build at a time in a child process, publications at once."""

import multiprocessing
import sys
import threading
import time
import uuid
from datetime import timedelta
from multiprocessing.context import SpawnProcess

import structlog
from sqlalchemy.exc import SQLAlchemyError

from advisor.database import Database
from advisor.database.job_work import (
    claim_job,
    finish_job,
    give_back_job,
    has_rejected,
    has_work,
    job_owners,
    renew_job,
    settle_job,
)
from advisor.database.jobs import Job, read_job
from advisor.database.releases import live_release
from advisor.database.schedule import request_due
from advisor.embedding import identify_model
from advisor.errors import AdvisorError
from advisor.settings import Settings
from ingest import job_build
from ingest.collect import collect_releases, remove_debris
from ingest.lease import (
    BusyError,
    dead_builders,
    fail_dead_builds,
    is_dead,
    is_locked,
    owner_name,
    writer_lock,
)
from ingest.publish import publish_release, roll_back
from ingest.slack_pages import read_proposals

POLL_SECONDS = 0.3
LIFETIME = timedelta(seconds=60)
BEAT_SECONDS = 10.0
# How long a builder may clean up after it was asked to stop.
STOP_SECONDS = 20.0

log = structlog.get_logger()


def dead_job_owners(database: Database, *, but: str = "") -> list[str]:
    """Returns the owners of running jobs that were processes of this machine and are no more."""
    return [
        owner for owner in job_owners(database) if owner != but and is_dead(owner.partition("#")[0])
    ]


class Worker:
    """Takes jobs until it is stopped, idle for `until_idle` seconds, or its standard input is closed."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        *,
        until_idle: float | None = None,
        with_stdin: bool = False,
    ) -> None:
        self._settings = settings
        self._database = database
        self._until_idle = until_idle
        self._ends = threading.Event()
        self._owner = f"{owner_name()}#{uuid.uuid4().hex[:8]}"
        self._build: tuple[int, SpawnProcess] | None = None
        self._asked_to_stop = 0.0
        self._next_beat = 0.0
        self._done = 0
        if with_stdin:
            threading.Thread(target=self._end_with_stdin, daemon=True).start()

    def run(self) -> int:
        """Works to the end; returns how many jobs were done."""
        log.info("worker_started", owner=self._owner)
        idle_since = time.monotonic()
        try:
            while not self._ends.is_set():
                if self._step():
                    idle_since = time.monotonic()
                elif self._is_long_idle(idle_since):
                    break
                self._ends.wait(POLL_SECONDS)
        finally:
            self._stop_build()
        return self._done

    def _is_long_idle(self, since: float) -> bool:
        return self._until_idle is not None and time.monotonic() - since >= self._until_idle

    def _step(self) -> bool:
        """Whether there was anything to do."""
        try:
            request_due(self._database)
            self._follow_build()
            self._clean_up_rejected()
            if self._build is None:
                read_proposals(self._settings, self._database)
            job = self._claim()
            if job is None:
                return self._build is not None
            if job.kind == "refresh" and not job.decision:
                self._start_build(job)
            else:
                self._publish(job)
        except SQLAlchemyError as error:
            log.error("worker_lost_database", reason=type(error).__name__)
        return True

    def _claim(self) -> Job | None:
        dead = dead_job_owners(self._database, but=self._owner) + dead_builders(self._database)
        # Reading first: whoever asks three times a second must not stand in the way of those who write.
        if not has_work(self._database, dead_owners=dead):
            return None
        return claim_job(
            self._database,
            owner=self._owner,
            lifetime=LIFETIME,
            dead_owners=dead,
            builds=self._build is None and not is_locked(self._settings.data_dir),
        )

    def _start_build(self, job: Job) -> None:
        context = multiprocessing.get_context("spawn")
        child = context.Process(
            target=job_build.build_job, args=(self._settings, job.id, self._owner)
        )
        child.start()
        log.info("job_started", job=job.id, process=child.pid)
        self._build, self._asked_to_stop = (job.id, child), 0.0

    def _follow_build(self) -> None:
        if self._build is None:
            return
        job_id, child = self._build
        child.join(0)
        if child.exitcode is None:
            if time.monotonic() >= self._next_beat:
                self._next_beat = time.monotonic() + BEAT_SECONDS
                renew_job(self._database, job_id, owner=self._owner, lifetime=LIFETIME)
            if read_job(self._database, job_id).cancel_requested:
                self._ask_to_stop(child)
            return
        self._build = None
        if settle_job(self._database, job_id, owner=self._owner):
            log.error("builder_died", job=job_id, exit_code=child.exitcode)
        self._done += 1
        self._clean_up()

    def _ask_to_stop(self, child: SpawnProcess) -> None:
        if not self._asked_to_stop:
            self._asked_to_stop = time.monotonic()
            child.terminate()
        elif time.monotonic() - self._asked_to_stop > STOP_SECONDS:
            child.kill()

    def _publish(self, job: Job) -> None:
        before = live_release(self._database)
        try:
            model = identify_model(self._settings)
            if job.kind == "rollback":
                record = roll_back(self._settings, database=self._database, embedder=model)
            else:
                record = publish_release(
                    self._settings, job.release or 0, database=self._database, embedder=model
                )
        except AdvisorError as error:
            log.error("publication_failed", job=job.id, reason=str(error))
            finish_job(self._database, job.id, owner=self._owner, status="failed", error=str(error))
        else:
            told = {"release": record.id, "before": before}
            result = {**job.result, **told, "published": True} if job.decision else told
            finish_job(self._database, job.id, owner=self._owner, status="published", result=result)
            log.info("release_published", release=record.id, before=before, job=job.id)
            self._clean_up()
        self._done += 1

    def _clean_up_rejected(self) -> None:
        if self._build is None and has_rejected(self._database):
            self._clean_up()

    def _clean_up(self) -> None:
        """Removes what rejected, cancelled and dead builds left; whoever builds meanwhile does it instead."""
        try:
            with writer_lock(self._settings.data_dir):
                fail_dead_builds(self._database)
                remove_debris(self._settings, self._database)
                collect_releases(self._settings, self._database)
        except BusyError:
            return

    def _stop_build(self) -> None:
        """Ends a build that runs; its job waits for the next worker."""
        if self._build is None:
            return
        job_id, child = self._build
        child.terminate()
        child.join(STOP_SECONDS)
        child.kill()
        child.join()
        give_back_job(self._database, job_id, owner=self._owner)

    def _end_with_stdin(self) -> None:
        while sys.stdin.read(4096):
            pass
        self._ends.set()
