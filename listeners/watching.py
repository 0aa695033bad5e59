"""Watches the jobs and proposals of the guide and keeps the message of each up to date, also after a restart."""

import http.client
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from sqlalchemy.exc import SQLAlchemyError

from advisor.database.jobs import Job, jobs_to_show, note_message, note_shown
from advisor.database.watches import drop_watch, hold_watch
from listeners.clients import NotInstalledError, without_blind_retries
from listeners.delivery import NOT_A_MEMBER
from listeners.desk import Desk
from listeners.errors import report
from listeners.views.knowledge_job import JobMessage, build_job
from listeners.watching_proposals import ProposalWatch

NAME = "jobs"
EVENT_TYPE = "advisor_job"
LOOK_SECONDS = 0.5
HOLD_SECONDS = 20.0
# Slack takes about one update of a message in a second; people need no more.
UPDATE_SECONDS = 3.0
RETRY_SECONDS = 5.0
LOOKUP_LIMIT = 200
CLOCKS_APART_SECONDS = 60
# The message is gone, or cannot be changed any more: another one takes its place.
LOST = frozenset(("message_not_found", "cant_update_message", "edit_window_closed"))
# Nothing will ever be told there.
GONE = frozenset(
    ("channel_not_found", "not_in_channel", "is_archived", "account_inactive", "token_revoked", "user_not_found",
     "invalid_auth", "restricted_action", "cannot_dm_bot", "missing_scope")
)  # fmt: skip

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Told:
    """What a message tells now, since when, and when it may be changed again."""

    signature: tuple[object, ...]
    message: JobMessage
    at: float


class Watch:
    """A thread that tells of jobs; of several processes, one does."""

    def __init__(self, desk: Desk, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._desk = desk
        self._clock = clock
        self._stopped = threading.Event()
        self._told: dict[int, Told] = {}
        self._not_before: dict[int, float] = {}
        self._lost: set[int] = set()
        self._proposals = ProposalWatch(desk, clock=clock)
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)

    def start(self) -> None:
        """Starts; messages that another process left behind are gone on with."""
        self._thread.start()

    def stop(self) -> None:
        """Ends, and lets another process go on at once."""
        self._stopped.set()
        self._desk.changed.set()
        self._thread.join(5)

    def look(self) -> None:
        """Tells what has changed since the last look."""
        if not hold_watch(self._desk.database, NAME, owner=self._desk.owner, seconds=HOLD_SECONDS):
            return
        for job in jobs_to_show(self._desk.database):
            if self._clock() >= self._not_before.get(job.id, 0.0):
                self._show(job)
        self._proposals.look()

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self.look()
            except SQLAlchemyError as error:
                # The database is away for a while; so are jobs.
                log.warning("watch_failed", kind=type(error).__name__)
            except Exception as error:  # noqa: BLE001 - the edge of the thread: without it nobody hears of jobs
                report(error)
            self._desk.changed.wait(LOOK_SECONDS)
            self._desk.changed.clear()
        try:
            drop_watch(self._desk.database, NAME, owner=self._desk.owner)
        except SQLAlchemyError as error:
            log.warning("watch_not_dropped", kind=type(error).__name__)

    def _show(self, job: Job) -> None:
        try:
            self._tell(job)
        except SlackApiError as error:
            self._give_up(job, str(error.response.get("error", "")))
        except NotInstalledError:
            self._give_up(job, "account_inactive")
        except (SlackClientError, OSError, http.client.HTTPException) as error:
            log.warning("job_untold", job=job.id, kind=type(error).__name__)
            self._not_before[job.id] = self._clock() + RETRY_SECONDS

    def _tell(self, job: Job) -> None:
        client = self._desk.client_for(job.place.team, "")
        message = build_job(job)
        if not job.place.message:
            self._post(client, job, message)
        elif self._is_due(job, message):
            client.chat_update(
                channel=job.place.channel,
                ts=job.place.message,
                text=message.text,
                blocks=message.blocks,
            )
            self._note(job, message)
        if not job.is_open:
            note_shown(self._desk.database, job.id, job.status)
            self._told.pop(job.id, None)

    def _is_due(self, job: Job, message: JobMessage) -> bool:
        told = self._told.get(job.id)
        if told is None or told.signature != _signature(job):
            return True
        return told.message != message and self._clock() - told.at >= UPDATE_SECONDS

    def _post(self, client: WebClient, job: Job, message: JobMessage) -> None:
        channel = job.place.channel
        ts = self._find_posted(client, job) if self._may_stand(job) else ""
        if not ts:
            try:
                ts = _post_message(client, channel, job, message)
            except SlackApiError as error:
                if error.response.get("error") not in NOT_A_MEMBER or not job.requested_by:
                    raise
                log.warning("job_told_directly", job=job.id)
                opened = client.conversations_open(users=job.requested_by)
                channel = str(opened["channel"]["id"])
                ts = _post_message(client, channel, job, message)
        note_message(self._desk.database, job.id, channel=channel, message=ts)
        self._note(job, message)

    def _may_stand(self, job: Job) -> bool:
        """Whether an earlier try, here or in another process, may have posted the message."""
        seen = job.id in self._not_before or job.started_at is not None
        return seen and job.id not in self._lost

    def _find_posted(self, client: WebClient, job: Job) -> str:
        oldest = job.created_at.timestamp() - CLOCKS_APART_SECONDS
        try:
            page = client.conversations_history(
                channel=job.place.channel,
                include_all_metadata=True,
                limit=LOOKUP_LIMIT,
                oldest=f"{oldest:.6f}",
            )
        except SlackApiError as error:
            log.info("job_not_looked_up", error=error.response.get("error"))
            return ""
        found: list[dict[str, Any]] = page.get("messages", [])
        for message in found:
            metadata = message.get("metadata") or {}
            payload = metadata.get("event_payload") or {}
            if metadata.get("event_type") == EVENT_TYPE and payload.get("job") == job.id:
                return str(message["ts"])
        return ""

    def _note(self, job: Job, message: JobMessage) -> None:
        self._told[job.id] = Told(_signature(job), message, self._clock())
        self._not_before.pop(job.id, None)

    def _give_up(self, job: Job, error: str) -> None:
        """Tells it elsewhere, later, or never."""
        log.warning("job_untold", job=job.id, error=error)
        self._not_before[job.id] = self._clock() + RETRY_SECONDS
        if error in LOST:
            self._lost.add(job.id)
            note_message(self._desk.database, job.id, channel=job.place.channel, message="")
        elif error in GONE and not job.is_open:
            note_shown(self._desk.database, job.id, job.status)


def _post_message(client: WebClient, channel: str, job: Job, message: JobMessage) -> str:
    posted = without_blind_retries(client).chat_postMessage(
        channel=channel,
        text=message.text,
        blocks=message.blocks,
        metadata={"event_type": EVENT_TYPE, "event_payload": {"job": job.id}},
        unfurl_links=False,
        unfurl_media=False,
    )
    return str(posted["ts"])


def _signature(job: Job) -> tuple[object, ...]:
    """What is told at once when it changes."""
    return (
        job.status,
        job.decision,
        job.cancel_requested,
        job.progress.get("step"),
        job.progress.get("waits_for"),
    )
