"""Limits: how much one user may ask, and how many streams a workspace may start."""

import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable

QUESTIONS_IN_FLIGHT = 2
QUESTIONS_PER_MINUTE = 20
# Slack allows about 20 starts a minute and workspace.
STREAM_STARTS_PER_MINUTE = 15
MINUTE = 60.0

TOO_MANY_AT_ONCE = (
    "I am still working on your earlier questions; please ask again when they are answered."
)
TOO_MANY_PER_MINUTE = (
    f"That was more than {QUESTIONS_PER_MINUTE} questions in a minute; please wait a moment."
)


class Window:
    """Counts what happened by key within the last minute, up to a limit."""

    def __init__(self, limit: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._clock = clock
        self._lock = threading.Lock()
        self._times: defaultdict[str, deque[float]] = defaultdict(deque)

    def take(self, key: str) -> bool:
        """Counts one more and returns True, or returns False at the limit."""
        present = self._clock()
        with self._lock:
            times = self._times[key]
            while times and times[0] <= present - MINUTE:
                times.popleft()
            if len(times) >= self._limit:
                return False
            times.append(present)
            return True


class UserLimits:
    """How much each user asks in this process."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._window = Window(QUESTIONS_PER_MINUTE, clock=clock)
        self._lock = threading.Lock()
        self._in_flight: dict[str, int] = {}

    def enter(self, user: str) -> str:
        """Counts a question and returns "", or returns the sentence that refuses it."""
        with self._lock:
            if self._in_flight.get(user, 0) >= QUESTIONS_IN_FLIGHT:
                return TOO_MANY_AT_ONCE
            if not self._window.take(user):
                return TOO_MANY_PER_MINUTE
            self._in_flight[user] = self._in_flight.get(user, 0) + 1
            return ""

    def leave(self, user: str) -> None:
        """Counts a question as answered."""
        with self._lock:
            left = self._in_flight.get(user, 0) - 1
            if left > 0:
                self._in_flight[user] = left
            else:
                self._in_flight.pop(user, None)
