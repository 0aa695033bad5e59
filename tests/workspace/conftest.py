"""A running local Slack, and a small app that is not ours."""

import threading
import time

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from workspace import server

PATIENCE = 10.0


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


def end(client) -> None:
    """Close a client that may just be connecting again, which its own `close` does not expect."""
    client.default_auto_reconnect_enabled = client.auto_reconnect_enabled = False
    if client.connect_operation_lock.acquire(timeout=5):
        client.connect_operation_lock.release()
    client.close()


@pytest.fixture
def slack(closing):
    handle = server.start(retry_delays=(0.0, 0.1, 0.2))
    handle.connected = []
    yield handle

    def stop() -> None:
        # One after the other: the SDK trips over a server that ends while it closes.
        for handler in handle.connected:
            end(handler.client)
        handle.stop()

    closing(stop)


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
