"""Delivers events with Slack's retries, and requests that must be acked within three seconds."""

import asyncio
import concurrent.futures
import time
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from workspace.changes import Change
from workspace.events import build_events, wrap_event
from workspace.identifiers import make_envelope_id
from workspace.jsontypes import Json, JsonValue
from workspace.state import Workspace
from workspace.transport import Parcel, Reply, Transport

Result = TypeVar("Result")
RETRY_DELAYS = (0.0, 60.0, 300.0)
ACK_TIMEOUT = 3.0


@dataclass(frozen=True, slots=True)
class Attempt:
    """One sending: when, how long until the ack (None: none came), and why it failed."""

    envelope_id: str
    sent_at: float
    acked_at: float | None
    reason: str
    receiver: str


@dataclass(slots=True)
class Delivery:
    """One event, command or interaction and its attempts so far; it grows while it is tried."""

    kind: str
    payload: Json
    created_at: float
    attempts: list[Attempt] = field(default_factory=list)
    answer: JsonValue = None
    done: bool = False

    @property
    def event_id(self) -> str | None:
        """The event_id, the same in all attempts; None for a command or interaction."""
        value = self.payload.get("event_id")
        return None if value is None else str(value)

    @property
    def event_type(self) -> str:
        """Such as `app_mention`, `/ask` or `block_actions`."""
        event = self.payload.get("event") or {}
        return str(event.get("type") or self.payload.get("command") or self.payload.get("type"))

    @property
    def acked(self) -> bool:
        """Whether an attempt was acked in time."""
        return self.acked_at is not None

    @property
    def acked_at(self) -> float | None:
        """When the app took it."""
        return self.attempts[-1].acked_at if self.attempts else None

    @property
    def ack_seconds(self) -> float | None:
        """How long the attempt that was acked took."""
        if not self.attempts or self.attempts[-1].acked_at is None:
            return None
        return self.attempts[-1].acked_at - self.attempts[-1].sent_at

    @property
    def reason(self) -> str:
        """Why the last attempt failed, or an empty text."""
        return self.attempts[-1].reason if self.attempts else ""


class Deliverer:
    """Sends what happens in the workspace to the app, and keeps the record of it."""

    def __init__(
        self,
        workspace: Workspace,
        transport: Transport,
        *,
        retry_delays: tuple[float, ...] = RETRY_DELAYS,
        ack_timeout: float = ACK_TIMEOUT,
    ) -> None:
        self._workspace = workspace
        self._transport = transport
        self._retry_delays = retry_delays
        self.ack_timeout = ack_timeout
        self._loop: asyncio.AbstractEventLoop | None = None
        self._pending: set[concurrent.futures.Future[Any]] = set()
        self.log: deque[Delivery] = deque(maxlen=50_000)
        workspace.subscribe(self._on_change)

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Deliver from this loop from now on."""
        self._loop = loop

    async def close(self) -> None:
        """Give up what is still to be retried, and close the transport."""
        for pending in list(self._pending):
            pending.cancel()
        await self._transport.close()

    def _on_change(self, change: Change) -> None:
        for event in build_events(change, self._workspace):
            self.send_event(wrap_event(event, self._workspace))

    def send_event(self, body: Json) -> Delivery:
        """Deliver an event_callback, with retries; returns its record at once."""
        delivery = self._record("events_api", body)
        self.run_on_loop(self._deliver_event(delivery))
        return delivery

    def redeliver(self, delivery: Delivery) -> Delivery:
        """Deliver the same event once more, as Slack sometimes does."""
        return self.send_event(delivery.payload)

    def send_request(
        self, kind: str, payload: Json, *, on_reply: Callable[[Reply], None]
    ) -> concurrent.futures.Future[Delivery]:
        """Deliver a command or interaction once, then call `on_reply` with what came of it."""
        delivery = self._record(kind, payload)

        async def deliver() -> Delivery:
            reply = await self._attempt(delivery, Parcel(make_envelope_id(), kind, payload))
            delivery.answer = reply.body
            on_reply(reply)
            self._finish(delivery)
            return delivery

        return self.run_on_loop(deliver())

    def _record(self, kind: str, payload: Json) -> Delivery:
        delivery = Delivery(kind, payload, time.time())
        self.log.append(delivery)
        return delivery

    def run_on_loop(self, work: Coroutine[Any, Any, Result]) -> concurrent.futures.Future[Result]:
        """Run a coroutine on the server's loop, from any thread; closing cancels it."""
        if self._loop is None:
            work.close()
            raise RuntimeError("The workspace is not running: start it first.")
        pending = asyncio.run_coroutine_threadsafe(work, self._loop)
        self._pending.add(pending)
        pending.add_done_callback(self._pending.discard)
        return pending

    async def _deliver_event(self, delivery: Delivery) -> Delivery:
        parcel = Parcel(make_envelope_id(), delivery.kind, delivery.payload)
        for number, delay in enumerate((0.0, *self._retry_delays)):
            if delay:
                await asyncio.sleep(delay)
            parcel = replace(parcel, envelope_id=make_envelope_id(), attempt=number)
            reply = await self._attempt(delivery, parcel)
            if reply.acked or reply.no_retry:
                break
            parcel = replace(parcel, reason=reply.reason)
        self._finish(delivery)
        return delivery

    async def _attempt(self, delivery: Delivery, parcel: Parcel) -> Reply:
        sent_at = time.time()
        reply = await self._transport.send(parcel, timeout=self.ack_timeout)
        acked_at = time.time() if reply.acked else None
        attempt = Attempt(parcel.envelope_id, sent_at, acked_at, reply.reason, reply.receiver)
        delivery.attempts.append(attempt)
        with self._workspace.changed:
            self._workspace.changed.notify_all()
        return reply

    def _finish(self, delivery: Delivery) -> None:
        with self._workspace.changed:
            delivery.done = True
            self._workspace.changed.notify_all()
