"""Trigger ids: each opens one modal, once, within three seconds."""

import math
import secrets
import threading
import time

from workspace.errors import SlackError
from workspace.faults import Faults


class Triggers:
    """Issues trigger ids and takes each of them back once."""

    def __init__(self, lifetime: float, faults: Faults) -> None:
        self._lifetime = lifetime
        self._faults = faults
        self._lock = threading.Lock()
        self._issued: dict[str, tuple[str, float]] = {}
        self._spent: set[str] = set()

    def issue(self, user: str) -> str:
        """Return a trigger id for what this person just did."""
        trigger = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**10)}.{secrets.token_hex(16)}"
        is_late = bool(self._faults.take("trigger"))
        with self._lock:
            self._issued[trigger] = (user, -math.inf if is_late else time.monotonic())
        return trigger

    def exchange(self, trigger: str) -> str:
        """Return whose trigger id it is, and spend it.

        Raises `invalid_trigger_id`, `exchanged_trigger_id` or `expired_trigger_id`.
        """
        with self._lock:
            if trigger not in self._issued:
                raise SlackError("invalid_trigger_id")
            user, issued = self._issued[trigger]
            if time.monotonic() - issued > self._lifetime:
                raise SlackError("expired_trigger_id")
            if trigger in self._spent:
                raise SlackError("exchanged_trigger_id")
            self._spent.add(trigger)
            return user
