"""One refresh that a job asked for: built in a process of its own, which tells the database how far it is."""

import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from advisor.database import Database, open_database
from advisor.database.job_work import finish_job, give_back_job, note_result, report_progress
from advisor.database.jobs import Job, read_job
from advisor.errors import AdvisorError
from advisor.logs import configure_logging
from advisor.settings import Settings, silence_call_home
from ingest.build import build_release
from ingest.children import die_with_parent
from ingest.lease import BusyError
from ingest.report import Report
from ingest.signals import stop_on_signals
from ingest.time_left import TimeLeft
from ingest.watcher import CancelledError, Watcher
from ingest.wiring import embedder_opener, evaluator

PROGRESS_SECONDS = 0.5
# A message in Slack shows a few; the manifest has them all.
MOST_NAMES = 500

log = structlog.get_logger()


class JobWatcher(Watcher):
    """Writes a build's steps into its job, at most twice a second, and stops it when it is cancelled."""

    def __init__(
        self, database: Database, job_id: int, *, owner: str, clock: Callable[[], float]
    ) -> None:
        self._database = database
        self._job, self._owner = job_id, owner
        self._clock = clock
        self._time_left = TimeLeft(clock)
        self._next = 0.0
        self._step = ""

    def building(self, release: int) -> None:
        """Keeps the release that the job builds."""
        if not note_result(self._database, self._job, owner=self._owner, release=release):
            raise CancelledError

    def step(self, name: str) -> None:
        """Tells that a step begins."""
        self._step, self._next = name, 0.0
        self.advance(0, 0)

    def advance(self, done: int, of: int) -> None:
        """Tells how much of the step is done."""
        self._time_left.note(self._step, done, of)
        if self._clock() < self._next:
            return
        self._next = self._clock() + PROGRESS_SECONDS
        progress = {
            "step": self._step,
            "done": done,
            "of": of,
            "seconds_left": self._time_left.seconds(),
        }
        if not report_progress(self._database, self._job, owner=self._owner, progress=progress):
            raise CancelledError

    def built(self, report: Report) -> None:
        """Keeps the result before the pointer moves: should the process die then, it is there."""
        result = result_of(report)
        kept = note_result(
            self._database, self._job, owner=self._owner, release=report.release, result=result
        )
        if not kept:
            raise CancelledError


def build_job(settings: Settings, job_id: int, owner: str) -> None:
    """Builds the release that a job asks for and ends the job; the entry of the builder's process."""
    die_with_parent()
    silence_call_home()
    configure_logging(settings)
    stop_on_signals()
    database = open_database(settings)
    try:
        run_build(settings, database, read_job(database, job_id), owner=owner)
    finally:
        database.close()


def run_build(settings: Settings, database: Database, job: Job, *, owner: str) -> None:
    """Builds, and ends the job as published, built, cancelled or failed; or lets it wait for another build."""
    watcher = JobWatcher(database, job.id, owner=owner, clock=time.monotonic)
    try:
        report = build_release(
            settings,
            folder=Path(job.folder) if job.folder else settings.knowledge_dir,
            database=database,
            open_embedder=embedder_opener(settings),
            hold="worse" if settings.auto_publish else "always",
            evaluate=evaluator(settings, database, watcher.advance),
            watcher=watcher,
        )
    except BusyError as error:
        give_back_job(database, job.id, owner=owner, waits_for=str(error))
    except CancelledError:
        finish_job(database, job.id, owner=owner, status="cancelled")
    except AdvisorError as error:
        finish_job(database, job.id, owner=owner, status="failed", error=str(error))
    except (OSError, SQLAlchemyError):
        log.exception("build_failed", job=job.id)
        error_text = "The database or the disk failed; the builder's log says more."
        finish_job(database, job.id, owner=owner, status="failed", error=error_text)
    else:
        finish_job(
            database,
            job.id,
            owner=owner,
            status="published" if report.published else "built",
            result=result_of(report),
        )


def result_of(report: Report) -> dict[str, Any]:
    """Returns what a job keeps of its build (see `advisor.database.jobs.Job`)."""
    pages = report.pages.as_json()
    return {
        **report.as_json(),
        "rejected": [asdict(rejection) for rejection in report.rejected][:MOST_NAMES],
        "warnings": [asdict(warning) for warning in report.warnings][:MOST_NAMES],
        "unchanged": report.is_unchanged,
        "held_because": report.held_because,
        "pages": {name: paths[:MOST_NAMES] for name, paths in pages.items()},
        "page_counts": {name: len(paths) for name, paths in pages.items()},
    }
