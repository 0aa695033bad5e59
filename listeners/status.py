"""The status line under a thread ("is reading the guide…"): best effort, and never left behind."""

import http.client
import threading
from concurrent.futures import CancelledError, Future

import structlog
from slack_sdk.errors import SlackClientError

from listeners.asks import Ask
from listeners.clients import STATUS_TIMEOUT_SECONDS, for_status
from listeners.desk import Desk

# An answer that comes sooner needs no status.
PATIENCE_SECONDS = 0.3
TEXT = "is reading the guide…"

log = structlog.get_logger()


class Status:
    """A status that may be on its way; a message clears it, so it must not arrive after one."""

    def __init__(self, answered: threading.Event | None, future: Future[object] | None) -> None:
        self._answered = answered
        self._future = future

    def drop(self) -> None:
        """Gives the status up, without waiting for one on its way."""
        if self._answered:
            self._answered.set()
        if self._future:
            self._future.cancel()

    def settle(self) -> None:
        """Returns when no status can be set any more."""
        if self._answered:
            self._answered.set()
        if self._future is None or self._future.cancel():
            return
        try:
            self._future.result(timeout=STATUS_TIMEOUT_SECONDS + 1)
        except (CancelledError, TimeoutError):
            log.debug("status_late")


NO_STATUS = Status(None, None)


def show_status(desk: Desk, ask: Ask) -> Status:
    """Sets a status beside the answering, if that takes longer than a moment; never waits."""
    if ask.kind != "thread":
        return NO_STATUS
    answered = threading.Event()

    def set_status() -> None:
        if answered.wait(PATIENCE_SECONDS):
            return
        try:
            for_status(desk.client_of(ask)).assistant_threads_setStatus(
                channel_id=ask.channel, thread_ts=ask.thread_ts, status=TEXT
            )
        except (SlackClientError, OSError, http.client.HTTPException) as error:
            log.debug("status_refused", kind=type(error).__name__)

    return Status(answered, desk.statuses.submit(set_status))
