"""Messages that the app asks to be posted later. They are kept in memory only."""

import contextlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from workspace.errors import SlackError
from workspace.identifiers import make_id
from workspace.jsontypes import Json

FARTHEST = 120 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Scheduled:
    """One message to come; `fields` are those of Message."""

    id: str
    channel: str
    post_at: int
    created: int
    fields: dict[str, Any]
    timer: threading.Timer = field(compare=False)

    def to_json(self) -> Json:
        """Return the message as chat.scheduledMessages.list gives it."""
        return {
            "id": self.id,
            "channel_id": self.channel,
            "post_at": self.post_at,
            "date_created": self.created,
            "text": self.fields.get("text", ""),
        }


class Schedule:
    """The messages to come; `post` is called with channel and fields when it is time."""

    def __init__(self, post: Callable[[str, dict[str, Any]], None]) -> None:
        self._post = post
        self._lock = threading.Lock()
        self._waiting: dict[str, Scheduled] = {}

    def add(self, channel: str, post_at: int, fields: dict[str, Any]) -> Scheduled:
        """Keep a message until then; raises `time_in_past` or `time_too_far`."""
        wait = post_at - time.time()
        if wait <= 0:
            raise SlackError("time_in_past")
        if wait > FARTHEST:
            raise SlackError("time_too_far")
        key = make_id("Q")
        timer = threading.Timer(wait, self._fire, args=(key,))
        timer.daemon = True
        scheduled = Scheduled(key, channel, post_at, int(time.time()), fields, timer)
        with self._lock:
            self._waiting[key] = scheduled
        timer.start()
        return scheduled

    def _fire(self, key: str) -> None:
        with self._lock:
            scheduled = self._waiting.pop(key, None)
        if scheduled:
            # As in Slack, what cannot be posted by then is not posted: nobody is there to hear why.
            with contextlib.suppress(SlackError):
                self._post(scheduled.channel, scheduled.fields)

    def list(self, channel: str | None = None) -> list[Scheduled]:
        """Return what is still to come, soonest first."""
        with self._lock:
            found = [each for each in self._waiting.values() if channel in (None, each.channel)]
        return sorted(found, key=lambda each: each.post_at)

    def remove(self, key: str, channel: str) -> None:
        """Take a message back; raises `invalid_scheduled_message_id`."""
        with self._lock:
            found = self._waiting.get(key)
            if found is None or found.channel != channel:
                raise SlackError("invalid_scheduled_message_id")
            del self._waiting[key]
        found.timer.cancel()

    def close(self) -> None:
        """Post nothing more."""
        with self._lock:
            for scheduled in self._waiting.values():
                scheduled.timer.cancel()
            self._waiting.clear()
