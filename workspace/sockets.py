"""Socket Mode: several connections, each delivery to exactly one of them."""

import asyncio
import contextlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.websockets import WebSocket, WebSocketDisconnect

from workspace.application import Application
from workspace.errors import SlackError
from workspace.jsontypes import Json, JsonValue
from workspace.transport import Parcel, Reply

CONNECTIONS = 10
LIFETIME = 18060


@dataclass(slots=True, eq=False)
class Connection:
    """One open socket and the envelopes that wait for their ack on it."""

    id: str
    websocket: WebSocket
    waiting: dict[str, asyncio.Future[Reply]] = field(default_factory=dict)


class Sockets:
    """The app's sockets. Deliveries go round, one socket each; all runs on the server's loop."""

    timeout_reason = "timeout"

    def __init__(self, application: Application, *, first_wait: float = 0.0) -> None:
        """`first_wait` is how many seconds deliveries wait for an app that has not joined yet."""
        self._application = application
        self._first_wait = first_wait
        self._joined = asyncio.Event()
        self._tickets: set[str] = set()
        self._next = 0
        self.on_change: Callable[[], None] = lambda: None
        self.connections: list[Connection] = []

    def make_ticket(self) -> str:
        """Return the secret of a new address, good for one connection.

        Raises `too_many_websockets` when ten are open.
        """
        if len(self.connections) >= CONNECTIONS:
            raise SlackError("too_many_websockets")
        ticket = secrets.token_urlsafe(16)
        self._tickets.add(ticket)
        return ticket

    async def serve(self, websocket: WebSocket) -> None:
        """Greet one socket and take its acks until it goes."""
        ticket = websocket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await websocket.close(code=1008)
            return
        self._tickets.discard(ticket)
        await websocket.accept()
        connection = Connection(f"applink-{len(self.connections) + 1}", websocket)
        await websocket.send_json(self._build_hello(connection))
        self.connections.append(connection)
        self._joined.set()
        self.on_change()
        try:
            while True:
                self._take(connection, await websocket.receive_text())
        except WebSocketDisconnect:
            pass
        finally:
            self._forget(connection)

    def _build_hello(self, connection: Connection) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.connections) + 1,
            "debug_info": {
                "host": connection.id,
                "build_number": 1,
                "approximate_connection_time": LIFETIME,
            },
            "connection_info": {"app_id": self._application.app_id},
        }

    def _take(self, connection: Connection, raw: str) -> None:
        try:
            message: JsonValue = json.loads(raw)
        except ValueError:
            return
        if not isinstance(message, dict):
            return
        waiting = connection.waiting.pop(str(message.get("envelope_id")), None)
        if waiting and not waiting.done():
            waiting.set_result(Reply(body=message.get("payload"), receiver=connection.id))

    def _forget(self, connection: Connection) -> None:
        if connection in self.connections:
            self.connections.remove(connection)
            self.on_change()
        for waiting in connection.waiting.values():
            if not waiting.done():
                waiting.set_result(Reply("connection_failed", receiver=connection.id))

    async def send(self, parcel: Parcel, *, timeout: float) -> Reply:
        """Send one envelope over the next socket and wait for its ack."""
        if not self._joined.is_set():
            # An app that is started with the workspace joins a moment later than its person.
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._joined.wait(), self._first_wait)
        if not self.connections:
            return Reply("connection_failed")
        self._next += 1
        connection = self.connections[self._next % len(self.connections)]
        waiting: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        connection.waiting[parcel.envelope_id] = waiting
        try:
            await connection.websocket.send_json(_build_envelope(parcel))
            return await asyncio.wait_for(waiting, timeout)
        except TimeoutError:
            return Reply(self.timeout_reason, receiver=connection.id)
        except (WebSocketDisconnect, RuntimeError, OSError):
            return Reply("connection_failed", receiver=connection.id)
        finally:
            connection.waiting.pop(parcel.envelope_id, None)

    async def disconnect(
        self,
        reason: str = "refresh_requested",
        *,
        polite: bool = True,
        cut: Callable[[WebSocket], None] | None = None,
    ) -> None:
        """End all connections: with a disconnect message, without when not `polite`, or `cut`."""
        for connection in list(self.connections):
            self._forget(connection)
            if cut:
                cut(connection.websocket)
                continue
            # A socket that broke just now needs no goodbye.
            with contextlib.suppress(WebSocketDisconnect, RuntimeError, OSError):
                if polite:
                    debug = {"host": connection.id}
                    message = {"type": "disconnect", "reason": reason, "debug_info": debug}
                    await connection.websocket.send_json(message)
                await connection.websocket.close(code=1000 if polite else 1011)

    async def close(self) -> None:
        """End all connections without a word."""
        await self.disconnect(polite=False)


def _build_envelope(parcel: Parcel) -> Json:
    envelope: Json = {
        "envelope_id": parcel.envelope_id,
        "type": parcel.kind,
        "accepts_response_payload": parcel.kind != "events_api",
        "payload": parcel.payload,
    }
    if parcel.kind == "events_api":
        envelope |= {"retry_attempt": parcel.attempt, "retry_reason": parcel.reason}
    return envelope
