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
from workspace.faults import Fault
from workspace.identifiers import make_envelope_id
from workspace.inspector import Inspector, Record
from workspace.jsontypes import Json, JsonValue
from workspace.signed_http import SignedHttp
from workspace.state import Workspace
from workspace.transport import Parcel, Reply, Transport

Result = TypeVar("Result")
RETRY_DELAYS = (0.0, 60.0, 300.0)
ACK_TIMEOUT = 3.0
SHORTEST = 0.05
"""Seconds that a delivery which came too late is still given to go out."""


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
    id: str = ""

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
        inspector: Inspector,
        retry_delays: tuple[float, ...] = RETRY_DELAYS,
        ack_timeout: float = ACK_TIMEOUT,
    ) -> None:
        self._workspace = workspace
        self._transport = transport
        self._inspector = inspector
        self._records: dict[str, Record] = {}
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
        """Deliver the same once more, as Slack sometimes does; a command or click is not retried."""
        if delivery.kind == "events_api":
            return self._send_again(delivery)
        again = self._record(delivery.kind, delivery.payload, again_of=delivery.id)
        self.run_on_loop(self._deliver_request(again, on_reply=lambda _: None))
        return again

    def find(self, delivery_id: str) -> Delivery | None:
        """Return the delivery with this id."""
        return next((each for each in self.log if each.id == delivery_id), None)

    def _send_again(self, delivery: Delivery) -> Delivery:
        again = self._record(delivery.kind, delivery.payload, again_of=delivery.id)
        self.run_on_loop(self._deliver_event(again))
        return again

    def send_request(
        self, kind: str, payload: Json, *, on_reply: Callable[[Reply], None]
    ) -> concurrent.futures.Future[Delivery]:
        """Deliver a command or interaction once, then call `on_reply` with what came of it."""
        return self.run_on_loop(
            self._deliver_request(self._record(kind, payload), on_reply=on_reply)
        )

    async def _deliver_request(
        self, delivery: Delivery, *, on_reply: Callable[[Reply], None]
    ) -> Delivery:
        parcel = Parcel(make_envelope_id(), delivery.kind, delivery.payload)
        reply = await self._attempt(delivery, parcel)
        delivery.answer = reply.body
        on_reply(reply)
        self._finish(delivery)
        return delivery

    def _record(self, kind: str, payload: Json, *, again_of: str | None = None) -> Delivery:
        delivery = Delivery(kind, payload, time.time())
        record = self._inspector.begin(
            "delivery",
            delivery.event_type,
            payload,
            envelope=kind,
            event_id=delivery.event_id,
            again_of=again_of,
            **_describe_state(delivery),
        )
        delivery.id = record.id
        self._records[delivery.id] = record
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

    async def verify_url(self) -> str | None:
        """Return what is wrong with the app's answer to url_verification, None if nothing."""
        if not isinstance(self._transport, SignedHttp):
            return "Socket Mode has no URL to verify."
        token = self._workspace.application.verification_token
        return await self._transport.verify(token, timeout=self.ack_timeout)

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
        faults = self._workspace.faults.take("delivery", delivery.event_type)
        reply = await self._send(parcel, faults=faults)
        acked_at = time.time() if reply.acked else None
        attempt = Attempt(parcel.envelope_id, sent_at, acked_at, reply.reason, reply.receiver)
        delivery.attempts.append(attempt)
        told = {"faults": [each.kind for each in faults]} if faults else {}
        self._tell(delivery, "ack" if reply.acked else "failed", answer=reply.body, **told)
        with self._workspace.changed:
            self._workspace.changed.notify_all()
        return reply

    async def _send(self, parcel: Parcel, *, faults: tuple[Fault, ...]) -> Reply:
        """Send over a network on which these faults happen now; a delay counts as the app's."""
        kinds = {each.kind for each in faults}
        delay = sum(each.delay for each in faults)
        if delay:
            await asyncio.sleep(delay)
        if "lost_delivery" in kinds:
            return Reply("connection_failed")
        timeout = max(SHORTEST, self.ack_timeout - delay)
        reply = await self._transport.send(parcel, timeout=timeout)
        if reply.acked and ("lost_ack" in kinds or delay > self.ack_timeout):
            return Reply(self._transport.timeout_reason, receiver=reply.receiver)
        return reply

    def _finish(self, delivery: Delivery) -> None:
        with self._workspace.changed:
            delivery.done = True
            self._tell(delivery, "end")
            self._workspace.changed.notify_all()
        self._records.pop(delivery.id, None)

    def _tell(self, delivery: Delivery, stage: str, **fields: JsonValue) -> None:
        record = self._records.get(delivery.id)
        if record:
            self._inspector.move(record, stage, **fields, **_describe_state(delivery))


def _describe_state(delivery: Delivery) -> Json:
    return {
        "acked": delivery.acked,
        "ack_seconds": delivery.ack_seconds,
        "attempts": [
            {
                "sent_at": each.sent_at,
                "acked_at": each.acked_at,
                "reason": each.reason,
                "receiver": each.receiver,
            }
            for each in delivery.attempts
        ],
    }
