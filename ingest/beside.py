"""Starts a worker beside the bot when there is something to build, and ends it with the bot."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from sqlalchemy.exc import SQLAlchemyError

from advisor.database import Database
from advisor.database.engine import now
from advisor.database.job_work import has_work
from advisor.database.schedule import read_schedule
from advisor.settings import Settings
from ingest.runner import dead_job_owners

LOOK_SECONDS = 1.0
# A worker holds a hundred megabytes, but takes a second to start: it stays for a while.
IDLE_SECONDS = 20
LONGEST_PAUSE = 60.0
END_SECONDS = 30.0

log = structlog.get_logger()


@contextmanager
def builder_beside(settings: Settings, database: Database) -> Iterator[None]:
    """Does the jobs of the guide in a child process while the block runs, unless BUILDER says elsewhere."""
    if settings.builder != "bot":
        yield
        return
    beside = _Beside(database)
    thread = threading.Thread(target=beside.watch, name="builder", daemon=True)
    thread.start()
    try:
        yield
    finally:
        beside.end()
        thread.join()


class _Beside:
    """Looks every second whether there is work; one that fails to start is tried again ever more slowly."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._ends = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._pause, self._next = LOOK_SECONDS, 0.0

    def watch(self) -> None:
        while not self._ends.wait(LOOK_SECONDS):
            if self._process and self._process.poll() is None:
                continue
            self._note_end()
            if time.monotonic() >= self._next and self._has_work():
                self._start()
        self._stop()

    def end(self) -> None:
        self._ends.set()

    def _has_work(self) -> bool:
        try:
            schedule = read_schedule(self._database)
            if schedule and schedule.next_at <= now():
                return True
            return has_work(self._database, dead_owners=dead_job_owners(self._database))
        except SQLAlchemyError as error:
            log.error("jobs_not_read", reason=type(error).__name__)
            return False

    def _start(self) -> None:
        command = ["worker", "--until-idle", str(IDLE_SECONDS), "--with-stdin"]
        # It ends when the pipe is closed, and so with the bot, however that ends. Its output is its logs.
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "ingest", *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
        )

    def _note_end(self) -> None:
        if self._process is None:
            return
        if self._process.returncode:
            log.error("worker_ended", exit_code=self._process.returncode, next_try=self._pause)
            self._next = time.monotonic() + self._pause
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
        else:
            self._pause = LOOK_SECONDS
        self._close_pipe()
        self._process = None

    def _stop(self) -> None:
        if self._process is None:
            return
        self._close_pipe()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _close_pipe(self) -> None:
        if self._process and self._process.stdin:
            self._process.stdin.close()
