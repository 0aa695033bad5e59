"""The log of the Web API calls that the app made."""

import threading
from collections import deque
from dataclasses import dataclass

from workspace.jsontypes import Json

SECRET = {"token"}


@dataclass(frozen=True, slots=True)
class ApiCall:
    """One call: when it came, what it asked for (without the token) and what it got."""

    method: str
    payload: Json
    time: float
    status: int
    answer: Json
    seconds: float
    id: str = ""

    @property
    def ok(self) -> bool:
        """Whether Slack said `ok`."""
        return self.answer.get("ok") is True


class Calls:
    """The calls so far, the oldest dropped after 50,000."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._calls: deque[ApiCall] = deque(maxlen=50_000)

    def add(self, call: ApiCall) -> None:
        """Note one call."""
        with self._lock:
            self._calls.append(call)

    def list(self, method: str | None = None) -> list[ApiCall]:
        """Return the calls, of one method if given, oldest first."""
        with self._lock:
            return [call for call in self._calls if method in (None, call.method)]
