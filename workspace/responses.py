"""Response URLs: each may be used five times within half an hour."""

import math
import secrets
import threading
import time
from dataclasses import dataclass, replace

from workspace.errors import SlackError
from workspace.faults import Faults

USES = 5
LIFETIME = 1800.0


@dataclass(frozen=True, slots=True)
class ResponseUrl:
    """Where an answer to one command or interaction goes."""

    user: str
    channel: str
    message_ts: str | None
    thread_ts: str | None
    issued: float
    used: int = 0


class ResponseUrls:
    """Issues the secret ends of response URLs and counts their uses."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._lock = threading.Lock()
        self._issued: dict[str, ResponseUrl] = {}

    def issue(
        self,
        user: str,
        channel: str,
        *,
        message_ts: str | None = None,
        thread_ts: str | None = None,
    ) -> str:
        """Return the path of a new response URL, below the server's address."""
        key = f"{secrets.randbelow(10**12)}/{secrets.token_urlsafe(18)}"
        issued = -math.inf if self._faults.take("response_url") else time.monotonic()
        with self._lock:
            self._issued[key] = ResponseUrl(user, channel, message_ts, thread_ts, issued)
        return f"respond/{key}"

    def use(self, key: str) -> ResponseUrl:
        """Return what the URL stands for; raises `invalid_url`, `expired_url` or `used_url`."""
        with self._lock:
            found = self._issued.get(key)
            if found is None:
                raise SlackError("invalid_url")
            if time.monotonic() - found.issued > LIFETIME:
                raise SlackError("expired_url")
            if found.used >= USES:
                raise SlackError("used_url")
            self._issued[key] = replace(found, used=found.used + 1)
            return found
