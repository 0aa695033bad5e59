"""What the inspector shows: each call and each delivery, as it begins, is acked and ends."""

import asyncio
import itertools
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from workspace.changes import Change, Posted
from workspace.jsontypes import Json, JsonValue
from workspace.secrets_hidden import hide_secrets
from workspace.state import Workspace

KEPT = 400
"""Records that a drawer opened late still gets."""
ANSWERED_WITHIN = 300.0
"""Seconds after which a message of the app is no longer taken for an answer."""


@dataclass(slots=True, eq=False)
class Record:
    """One call or delivery; it grows until its stage is `end`."""

    id: str
    kind: str
    name: str
    at: float
    payload: JsonValue
    stage: str = "begin"
    seconds: float | None = None
    fields: Json = field(default_factory=dict)

    def to_json(self) -> Json:
        """Return the record as it stands, secrets included."""
        return {
            "id": self.id,
            "kind": self.kind,
            "name": self.name,
            "stage": self.stage,
            "at": self.at,
            "seconds": self.seconds,
            "payload": self.payload,
            **self.fields,
        }


@dataclass(frozen=True, slots=True, eq=False)
class Watcher:
    """One open inspector, and what it has not been told yet."""

    updates: asyncio.Queue[Json | None]
    loop: asyncio.AbstractEventLoop


class Inspector:
    """Keeps the last records and passes each step of them to the open inspectors."""

    def __init__(self, workspace: Workspace, *, secrets: tuple[str, ...] = ()) -> None:
        self._workspace = workspace
        self._own_secrets = secrets
        self._lock = threading.RLock()
        self._numbers = itertools.count(1)
        self._records: deque[Record] = deque(maxlen=KEPT)
        self._open: deque[Record] = deque(maxlen=50)
        self._watchers: list[Watcher] = []
        self.build_settings: Callable[[], Json] = dict
        workspace.subscribe(self._on_change)
        workspace.faults.on_change = self.tell_settings

    # --- what happens

    def begin(self, kind: str, name: str, payload: JsonValue, **fields: JsonValue) -> Record:
        """Note that a call or delivery begins."""
        letter = "c" if kind == "call" else "d"
        with self._lock:
            number = next(self._numbers)
            record = Record(f"{letter}{number}", kind, name, time.time(), payload, fields=fields)
            self._records.append(record)
            if kind == "delivery" and not _is_of_the_bot(payload, self._workspace):
                self._open.append(record)
            self._tell(record)
        return record

    def move(self, record: Record, stage: str, **fields: JsonValue) -> None:
        """Note the next step of a record; `end` measures it."""
        with self._lock:
            record.stage = "end" if record.stage == "end" else stage
            record.fields |= fields
            if stage == "end":
                record.seconds = time.time() - record.at
            self._tell(record)

    def _on_change(self, change: Change) -> None:
        message = change.message if isinstance(change, Posted) else None
        bot = self._workspace.application.bot_user
        if message is None or message.user != bot:
            return
        now = time.time()
        with self._lock:
            for record in list(self._open):
                seconds = now - record.at
                if seconds > ANSWERED_WITHIN:
                    self._open.remove(record)
                elif _may_answer(record.payload, message.channel, message.thread_ts):
                    self._open.remove(record)
                    place = {"channel": message.channel, "ts": message.ts}
                    record.fields["first_message"] = place | {
                        "thread_ts": message.thread_ts,
                        "seconds": seconds,
                    }
                    self._tell(record)

    # --- who looks

    def open(self) -> Watcher:
        """Add an inspector, told first how things stand; call it on the server's loop."""
        watcher = Watcher(asyncio.Queue(), asyncio.get_running_loop())
        with self._lock:
            records = [self.hide(each.to_json()) for each in self._records]
            snapshot = {"kind": "snapshot", "records": records, **self.build_settings()}
            watcher.updates.put_nowait(snapshot)
            self._watchers.append(watcher)
        return watcher

    def close(self, watcher: Watcher) -> None:
        """Forget an inspector that went."""
        with self._lock:
            if watcher in self._watchers:
                self._watchers.remove(watcher)

    def close_all(self) -> None:
        """End all inspectors' feeds."""
        with self._lock:
            for watcher in self._watchers:
                watcher.loop.call_soon_threadsafe(watcher.updates.put_nowait, None)

    def tell_settings(self) -> None:
        """Tell which faults are left, how the app is reached and whether rates are limited."""
        with self._lock:
            if self._watchers:
                self._send({"kind": "settings", **self.build_settings()})

    def clear(self) -> None:
        """Forget all records."""
        with self._lock:
            self._records.clear()
            self._open.clear()
            if self._watchers:
                self._send({"kind": "snapshot", "records": [], **self.build_settings()})

    def hide(self, value: JsonValue) -> JsonValue:
        """Return the value without tokens and other secrets."""
        application = self._workspace.application
        known = (application.bot_token, application.app_token, application.verification_token)
        return hide_secrets(value, [each for each in (*known, *self._own_secrets) if each])

    def _tell(self, record: Record) -> None:
        if self._watchers:
            self._send({"kind": "record", "record": self.hide(record.to_json())})

    def _send(self, update: Json) -> None:
        for watcher in self._watchers:
            watcher.loop.call_soon_threadsafe(watcher.updates.put_nowait, update)


def _is_of_the_bot(payload: JsonValue, workspace: Workspace) -> bool:
    """Whether an event tells the app of its own doing, which it does not answer."""
    event = payload.get("event") or {}
    is_told = event.get("subtype") in ("message_changed", "message_deleted")
    return is_told or event.get("user") == workspace.application.bot_user


def _may_answer(payload: JsonValue, channel: str, thread_ts: str | None) -> bool:
    """Whether a message posted there may be the app's answer to this delivery."""
    event = payload.get("event") or {}
    place = payload.get("channel_id") or event.get("channel") or payload.get("channel")
    if isinstance(place, dict):
        place = place.get("id")
    if place is None:
        return True
    if place != channel:
        return False
    thread = event.get("thread_ts") or event.get("ts")
    return thread_ts is None or thread is None or thread_ts == thread
