"""A running local Slack, and a small app that is not ours."""

import asyncio
import threading
import time

import pytest
from ending import end
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from workspace import server

PATIENCE = 10.0
# Slack gives three seconds, which an app that is quick enough may miss on a busy machine.
ENOUGH = 30.0


@pytest.fixture(scope="session")
def closing():
    """Close things beside the tests: the SDK waits up to 3 s, a server 0.2 s.

    Now and then the SDK waits forever for a session that it has just replaced: that is no test's fault.
    """
    threads = []

    def close(function) -> None:
        threads.append(threading.Thread(target=function, daemon=True))
        threads[-1].start()

    yield close
    deadline = time.monotonic() + PATIENCE
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))


@pytest.fixture
def slack(closing):
    handle = server.start(retry_delays=(0.0, 0.1, 0.2), ack_timeout=ENOUGH, trigger_lifetime=ENOUGH)
    handle.connected = []
    yield handle

    def stop() -> None:
        # One after the other: the SDK trips over a server that ends while it closes.
        for handler in handle.connected:
            end(handler.client)
        handle.stop()

    closing(stop)


@pytest.fixture
def hurry(monkeypatch):
    """Lets a workspace give up the first attempts of its deliveries soon, once the app has seen them.

    What follows has all the time that it needs, so that only the app decides whether it is acked.
    """

    def hurry_first(slack, seen, *, attempts=1) -> None:
        transport = slack.deliverer._transport
        send = transport.send

        async def send_in_time(parcel, *, timeout):
            if parcel.attempt >= attempts:
                return await send(parcel, timeout=timeout)
            reply = await send(parcel, timeout=0.2)
            while len(seen) <= parcel.attempt:
                await asyncio.sleep(0.01)
            return reply

        monkeypatch.setattr(transport, "send", send_in_time)

    return hurry_first


@pytest.fixture
def client(slack):
    return WebClient(token=slack.bot_token, base_url=slack.api_url)


@pytest.fixture
def app(slack, client):
    bolt = App(client=client)
    bolt.event("message")(lambda: None)
    return bolt


@pytest.fixture
def connect(slack):
    """Connect an app over Socket Mode; all connections end with the test."""

    def connect_app(bolt: App, **options) -> SocketModeHandler:
        handler = SocketModeHandler(bolt, slack.app_token, **options)
        handler.connect()
        slack.connected.append(handler)
        slack.wait_for_socket(len(slack.connected))
        return handler

    return connect_app
