"""Rate limits: so many calls of a method a minute, and one message a second per channel."""

import math
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable

from workspace.errors import SlackError

TIERS = {1: 1, 2: 20, 3: 50, 4: 100, 5: 600}


class Rates:
    """Counts calls in sliding windows. Nothing is limited unless `enabled`."""

    def __init__(self, *, enabled: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self.enabled = enabled
        self.clock = clock
        self._lock = threading.Lock()
        self._calls: dict[str, deque[float]] = defaultdict(deque)

    def count(self, method: str, *, tier: int, channel: str | None) -> None:
        """Count one call; raises `ratelimited` with `retry_after` in whole seconds."""
        if not self.enabled:
            return
        with self._lock:
            if method == "chat.postMessage" and channel:
                self._take(f"{method} {channel}", most=1, seconds=1.0)
            self._take(method, most=TIERS[tier], seconds=60.0)

    def _take(self, key: str, *, most: int, seconds: float) -> None:
        now = self.clock()
        calls = self._calls[key]
        while calls and now - calls[0] >= seconds:
            calls.popleft()
        if len(calls) >= most:
            wait = math.ceil(seconds - (now - calls[0]))
            raise SlackError("ratelimited", retry_after=max(1, wait))
        calls.append(now)
