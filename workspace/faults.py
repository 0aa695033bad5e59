"""Faults on demand: calls, deliveries, streams, triggers and response URLs that go wrong."""

import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace

from workspace.jsontypes import Json

ANY = "*"
STREAM_ERRORS = ("message_not_in_streaming_state", "stopped_by_user")
KINDS: dict[str, str] = {
    "error": "call",
    "rate_limit": "call",
    "server_error": "call",
    "lost_answer": "call",
    "lost_call": "call",
    "slow_api": "call",
    "slow_delivery": "delivery",
    "lost_delivery": "delivery",
    "lost_ack": "delivery",
    "dead_stream": "stream",
    "expired_trigger": "trigger",
    "expired_response_url": "response_url",
}
"""Each kind of fault, and what it strikes."""


class FaultError(ValueError):
    """A fault that cannot be: the message says why, in one sentence."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong the next `times` times (None: until it is cleared).

    `method` names a Web API method, or the type of a delivery (`app_mention`, `/ask`); `*` is any.
    `error` is one of Slack's codes, `status` an HTTP status such as 500 or 429, `delay` seconds
    to wait first. With `after` the call does its work before it fails; with `drop` the connection
    ends without an answer. `kind` is one of KINDS.
    """

    method: str = ANY
    times: int | None = 1
    error: str | None = None
    status: int = 200
    delay: float = 0.0
    retry_after: int = 1
    after: bool = False
    drop: bool = False
    kind: str = "error"
    id: str = ""

    @property
    def strikes(self) -> str:
        """What it concerns: call, delivery, stream, trigger or response_url."""
        return KINDS[self.kind]

    @property
    def breaks(self) -> bool:
        """Whether it does more than to slow things down."""
        return self.error is not None or self.status != 200 or self.drop

    def to_json(self) -> Json:
        """Return the fault as the inspector lists it; `times` is what is left of it."""
        return asdict(self) | {"strikes": self.strikes}


def build_fault(
    kind: str,
    method: str = ANY,
    *,
    times: int | None = 1,
    error: str | None = None,
    status: int | None = None,
    delay: float | None = None,
    retry_after: int = 1,
    after: bool = False,
) -> Fault:
    """Return a fault of one of KINDS with what its kind implies; raises FaultError."""
    if kind not in KINDS:
        raise FaultError(f"There is no fault {kind!r}: choose one of {', '.join(KINDS)}.")
    fault = Fault(method, times, error, status or 200, delay or 0.0, retry_after, after, kind=kind)
    if kind == "rate_limit":
        fault = replace(fault, status=429)
    elif kind == "server_error":
        fault = replace(fault, status=status or 500)
    elif kind == "lost_answer":
        fault = replace(fault, after=True, drop=True)
    elif kind in ("lost_call", "lost_delivery", "lost_ack"):
        fault = replace(fault, drop=True)
    elif kind in ("slow_api", "slow_delivery"):
        fault = replace(fault, delay=2.0 if delay is None else delay)
    elif kind == "dead_stream":
        fault = replace(fault, error=error or STREAM_ERRORS[0])
    _check(fault)
    return fault


def _check(fault: Fault) -> None:
    if not isinstance(fault.method, str) or not fault.method:
        raise FaultError("A fault needs the name of a method or of a delivery, or *.")
    if fault.times is not None and not _is_between(fault.times, 1, 1_000_000, whole=True):
        raise FaultError("`times` must be a whole number from 1 on, or null for until cleared.")
    if not _is_between(fault.status, 200, 599, whole=True):
        raise FaultError("`status` must be an HTTP status from 200 to 599.")
    if not _is_between(fault.delay, 0, 600):
        raise FaultError("`delay` must be seconds, from 0 to 600.")
    if not _is_between(fault.retry_after, 0, 3600, whole=True):
        raise FaultError("`retry_after` must be whole seconds, from 0 to 3600.")
    if fault.error is not None and (not isinstance(fault.error, str) or not fault.error):
        raise FaultError("`error` must be one of Slack's codes, such as fatal_error.")
    if fault.kind == "dead_stream" and fault.error not in STREAM_ERRORS:
        raise FaultError(f"A stream dies of {' or '.join(STREAM_ERRORS)}.")
    if fault.kind == "error" and not fault.breaks and not fault.delay:
        raise FaultError("Say what goes wrong: an `error`, a `status` or a `delay`.")


def _is_between(value: object, least: float, most: float, *, whole: bool = False) -> bool:
    kinds = (int,) if whole else (int, float)
    return isinstance(value, kinds) and not isinstance(value, bool) and least <= value <= most


class Faults:
    """The faults that are still to happen, in the order in which they were asked for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Fault] = []
        self._number = 0
        self.on_change: Callable[[], None] = lambda: None

    def add(self, fault: Fault) -> Fault:
        """Let this go wrong from now on; returns it with its id."""
        with self._lock:
            self._number += 1
            added = replace(fault, id=f"f{self._number}")
            self._waiting.append(added)
        self.on_change()
        return added

    def list(self) -> list[Fault]:
        """Return what is still to go wrong."""
        with self._lock:
            return list(self._waiting)

    def clear(self, fault_id: str | None = None) -> bool:
        """Let all go well again, or take one fault back; returns whether there was any."""
        with self._lock:
            left = [each for each in self._waiting if fault_id not in (None, each.id)]
            is_changed = len(left) < len(self._waiting)
            self._waiting = left
        if is_changed:
            self.on_change()
        return is_changed

    def take(self, strikes: str, name: str = ANY) -> tuple[Fault, ...]:
        """Return the faults of this occasion, and count them: all delays, the first that breaks."""
        taken: list[Fault] = []
        with self._lock:
            if not self._waiting:
                return ()
            for fault in list(self._waiting):
                if fault.strikes != strikes or fault.method not in (name, ANY):
                    continue
                if any(each.breaks for each in taken) and fault.breaks:
                    continue
                taken.append(fault)
                self._count(fault)
        if taken:
            self.on_change()
        return tuple(taken)

    def _count(self, fault: Fault) -> None:
        if fault.times is None:
            return
        index = self._waiting.index(fault)
        left = replace(fault, times=fault.times - 1)
        self._waiting[index : index + 1] = [left] if left.times else []
