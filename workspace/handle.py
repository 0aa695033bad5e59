"""What a test holds of a running local Slack: people, what happened, trouble on demand."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable
from typing import TypeVar

import uvicorn

from workspace.actor import Actor
from workspace.calls import ApiCall
from workspace.delivery import Deliverer, Delivery
from workspace.faults import ANY, Fault, Faults, build_fault
from workspace.feed import Feed
from workspace.keeper import Keeper
from workspace.messages import Message
from workspace.sockets import Sockets
from workspace.state import Workspace
from workspace.web_api import WebApi

# What waits for something to happen goes on as soon as it does; a busy machine may take its time.
PATIENCE = 60.0
HOST = "127.0.0.1"
Found = TypeVar("Found")


class Handle:
    """A running local Slack."""

    def __init__(
        self,
        *,
        state: Workspace,
        web_api: WebApi,
        deliverer: Deliverer,
        feed: Feed,
        keeper: Keeper | None = None,
    ) -> None:
        self.state = state
        self.deliverer = deliverer
        self.url = state.url
        self.port = int(state.url.rstrip("/").rpartition(":")[2])
        self.api_url = f"{self.url}api/"
        self.bot_token = state.application.bot_token
        self.app_token = state.application.app_token
        self._web_api = web_api
        self._feed = feed
        self._keeper = keeper
        if keeper:
            state.installs.on_change = keeper.note
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    # --- people

    def person(self, user: str) -> Actor:
        """Return the hands of one person; raises `user_not_found`."""
        return Actor(self.state, self.deliverer, user)

    # --- what happened

    @property
    def calls(self) -> list[ApiCall]:
        """All Web API calls of the app so far."""
        return self._web_api.calls.list()

    def calls_of(self, method: str) -> list[ApiCall]:
        """Return the calls of one method."""
        return self._web_api.calls.list(method)

    @property
    def deliveries(self) -> list[Delivery]:
        """All events, commands and interactions sent so far, with their attempts."""
        return list(self.deliverer.log)

    def deliveries_of(self, event_type: str) -> list[Delivery]:
        """Return the deliveries of one type, such as `app_mention`, `/ask`, `block_actions`."""
        return [each for each in self.deliveries if each.event_type == event_type]

    def messages(self, channel: str) -> tuple[Message, ...]:
        """Return the messages of a channel, oldest first, ephemeral ones included."""
        return self.state.messages(channel)

    def bot_messages(self, channel: str, thread_ts: str | None = None) -> list[Message]:
        """Return what the bot has posted in a channel, or in one thread of it."""
        bot = self.state.application.bot_user
        return [
            message
            for message in self.state.messages(channel)
            if message.user == bot and thread_ts in (None, message.thread_ts)
        ]

    # --- waiting

    def wait_for(self, predicate: Callable[[], Found | None], timeout: float = PATIENCE) -> Found:
        """Return the first truthy value of `predicate()`, tried after each change.

        Raises TimeoutError after `timeout` seconds.
        """
        deadline = time.monotonic() + timeout
        while True:
            found = predicate()
            if found:
                return found
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"Nothing of the kind happened within {timeout} s.")
            with self.state.changed:
                self.state.changed.wait(min(left, 0.02))

    def wait_for_socket(self, count: int = 1, timeout: float = PATIENCE) -> None:
        """Wait until the app has `count` sockets open."""
        self.wait_for(lambda: len(self._sockets.connections) >= count, timeout)

    # --- trouble on demand

    @property
    def faults(self) -> Faults:
        """What goes wrong next: `list()` and `clear(id)`."""
        return self.state.faults

    def fault(
        self,
        kind: str,
        method: str = ANY,
        *,
        times: int | None = 1,
        error: str | None = None,
        status: int | None = None,
        delay: float | None = None,
        retry_after: int = 1,
    ) -> Fault:
        """Let one of faults.KINDS happen; returns it with its id, or raises FaultError."""
        fault = build_fault(
            kind, method, times=times, error=error, status=status, delay=delay,
            retry_after=retry_after,
        )  # fmt: skip
        return self.faults.add(fault)

    def fail(
        self,
        method: str,
        times: int = 1,
        *,
        error: str | None = None,
        status: int = 200,
        delay: float = 0.0,
        retry_after: int = 1,
        after: bool = False,
    ) -> None:
        """Let the next `times` calls of a method fail or wait; see Fault."""
        self.faults.add(Fault(method, times, error, status, delay, retry_after, after))

    def drop_sockets(
        self, reason: str = "refresh_requested", *, polite: bool = True, cut: bool = False
    ) -> None:
        """End all sockets: after a disconnect message, without a word, or `cut` as a network does."""
        cutter = self._web_api.connections.cut if cut else None
        work = self._sockets.disconnect(reason, polite=polite and not cut, cut=cutter)
        self.deliverer.run_on_loop(work).result(PATIENCE)

    def redeliver(self, delivery: Delivery | None = None) -> Delivery:
        """Send a delivery once more, with the same event_id: the last event if none is given."""
        events = [each for each in self.deliveries if each.kind == "events_api"]
        return self.deliverer.redeliver(delivery or events[-1])

    def verify_url(self) -> str | None:
        """Send url_verification; returns what is wrong with the app's answer, None if nothing."""
        work = self.deliverer.verify_url()
        return self.deliverer.run_on_loop(work).result(PATIENCE)

    @property
    def _sockets(self) -> Sockets:
        if self.state.sockets is None:
            raise ValueError("This workspace delivers over HTTP: it has no sockets.")
        return self.state.sockets

    # --- life

    def run(self, server: uvicorn.Server, listener: socket.socket) -> None:
        """Serve until stopped; returns once the server has begun."""
        self._server = server
        self._web_api.connections.attach(server)
        started = threading.Event()

        async def serve() -> None:
            self._loop = asyncio.get_running_loop()
            self.deliverer.attach(self._loop)
            started.set()
            await server.serve(sockets=[listener])

        self._thread = threading.Thread(
            target=lambda: asyncio.run(serve()), name="workspace", daemon=True
        )
        self._thread.start()
        started.wait(PATIENCE)
        deadline = time.monotonic() + PATIENCE
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.005)

    def stop(self) -> None:
        """Close all connections and end the thread."""
        if self._server is None or self._thread is None or self._loop is None:
            return
        if self._thread.is_alive():
            self.state.schedule.close()
            self._feed.close_all()
            self._web_api.inspector.close_all()
            asyncio.run_coroutine_threadsafe(self.deliverer.close(), self._loop).result(PATIENCE)
            self._server.should_exit = True
            self._thread.join(PATIENCE)
        if self._keeper:
            self._keeper.close()
        self._server = None

    def join(self) -> None:
        """Wait until the server ends."""
        if self._thread:
            self._thread.join()

    def __enter__(self) -> "Handle":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
