"""Streamed messages: what came in so far, and until when more may come."""

import copy
import json
import time
from dataclasses import dataclass, field

from workspace.errors import SlackError
from workspace.faults import Faults
from workspace.jsontypes import Json

LENGTH = 10_600
"""Bytes at which a whole streamed message begins to fail (slack.md, A2)."""


@dataclass(slots=True)
class Stream:
    """A message while it is being streamed; it changes with each append."""

    started: float
    text: str = ""
    plan: str | None = None
    tasks: dict[str, Json] = field(default_factory=dict)
    blocks: list[Json] = field(default_factory=list)
    ended_by: str | None = None

    def add(self, chunk: Json) -> None:
        """Take in one chunk; raises `invalid_chunks` for an unknown one."""
        kind = chunk.get("type")
        if kind == "markdown_text":
            self.text += str(chunk.get("text", ""))
        elif kind == "plan_update":
            self.plan = str(chunk.get("title", ""))
        elif kind == "task_update" and chunk.get("id"):
            self._add_task(chunk)
        elif kind == "blocks" and isinstance(chunk.get("blocks"), list):
            self.blocks += chunk["blocks"]
        else:
            raise SlackError("invalid_chunks")

    def copy(self) -> "Stream":
        """Return a stream that can grow without changing this one."""
        return copy.deepcopy(self)

    def count_bytes(self) -> int:
        """Return the size of all text in UTF-8, cards included."""
        cards = json.dumps([self.plan, *self.tasks.values()], ensure_ascii=False)
        return len(self.text.encode()) + (len(cards.encode()) if self.tasks else 0)

    def _add_task(self, chunk: Json) -> None:
        task = self.tasks.setdefault(chunk["id"], {"type": "task_card", "task_id": chunk["id"]})
        for key in ("title", "status", "sources"):
            if key in chunk:
                task[key] = chunk[key]
        for key in ("details", "output"):
            if key in chunk:
                task[key] = task.get(key, "") + str(chunk[key])

    def build_blocks(self) -> tuple[Json, ...]:
        """Return the message as it stands: tasks first, then the text, then the blocks."""
        tasks: list[Json] = list(self.tasks.values())
        if self.plan is not None:
            tasks = [{"type": "plan", "title": self.plan, "tasks": tasks}]
        text = [{"type": "markdown", "text": self.text}] if self.text else []
        return (*tasks, *text, *self.blocks)


class Streams:
    """The streams that are open, by channel and timestamp."""

    def __init__(self, lifetime: float, faults: Faults) -> None:
        self.lifetime = lifetime
        self._faults = faults
        self._streams: dict[tuple[str, str], Stream] = {}

    def start(self, channel: str, ts: str, stream: Stream) -> None:
        """Keep a new stream."""
        self._streams[channel, ts] = stream

    def get(self, channel: str, ts: str) -> Stream:
        """Return the open stream.

        Raises `message_not_in_streaming_state` or `stopped_by_user`.
        """
        stream = self._streams.get((channel, ts))
        if stream is None or time.monotonic() - stream.started > self.lifetime:
            raise SlackError("message_not_in_streaming_state")
        if stream.ended_by:
            raise SlackError(stream.ended_by)
        return stream

    def use(self, channel: str, ts: str) -> Stream:
        """Return the open stream for the app to go on with, unless it dies of a fault now.

        Raises `message_not_in_streaming_state` or `stopped_by_user`.
        """
        stream = self.get(channel, ts)
        for fault in self._faults.take("stream"):
            stream.ended_by = fault.error
        return self.get(channel, ts) if stream.ended_by else stream

    def is_open(self, channel: str, ts: str) -> bool:
        """Return whether the message is still being streamed."""
        try:
            self.get(channel, ts)
        except SlackError:
            return False
        return True

    def stop(self, channel: str, ts: str, *, ended_by: str | None = None) -> None:
        """End a stream; `ended_by` is the error that later calls get."""
        reason = ended_by or "message_not_in_streaming_state"
        if (channel, ts) in self._streams:
            self._streams[channel, ts].ended_by = reason
