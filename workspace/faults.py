"""Faults on demand: a method that fails, is slow, or answers with another HTTP status."""

import threading
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with the next `times` calls of a method (`*`: of any method).

    `error` is one of Slack's codes, `status` an HTTP status such as 500 or 429, `delay` seconds
    to wait first; with `after` the method does its work before it fails, as when an answer is
    lost on the way.
    """

    method: str
    times: int = 1
    error: str | None = None
    status: int = 200
    delay: float = 0.0
    retry_after: int = 1
    after: bool = False


class Faults:
    """The faults that are still to happen, in the order in which they were asked for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Let this go wrong from now on."""
        with self._lock:
            self._waiting.append(fault)

    def clear(self) -> None:
        """Let all go well again."""
        with self._lock:
            self._waiting.clear()

    def take(self, method: str) -> Fault | None:
        """Return the fault of this call, and count it."""
        with self._lock:
            for index, fault in enumerate(self._waiting):
                if fault.method in (method, "*"):
                    left = replace(fault, times=fault.times - 1)
                    self._waiting[index : index + 1] = [left] if left.times > 0 else []
                    return fault
        return None
