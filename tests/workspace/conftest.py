"""A running local Slack, and a small app that is not ours."""

import threading

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from workspace import server


@pytest.fixture(scope="session")
def closing():
    """Close things beside the tests: the SDK waits up to 3 s, a server 0.2 s."""
    threads = []

    def close(function) -> None:
        threads.append(threading.Thread(target=function))
        threads[-1].start()

    yield close
    for thread in threads:
        thread.join()


@pytest.fixture
def slack(closing):
    handle = server.start(retry_delays=(0.0, 0.1, 0.2))
    yield handle
    closing(handle.stop)


@pytest.fixture
def client(slack):
    return WebClient(token=slack.bot_token, base_url=slack.api_url)


@pytest.fixture
def app(slack, client):
    bolt = App(client=client)
    bolt.event("message")(lambda: None)
    return bolt


@pytest.fixture
def connect(slack, closing):
    """Connect an app over Socket Mode; all connections end with the test."""
    handlers = []

    def connect_app(bolt: App) -> SocketModeHandler:
        handler = SocketModeHandler(bolt, slack.app_token)
        handler.connect()
        handlers.append(handler)
        slack.wait_for_socket(len(handlers))
        return handler

    yield connect_app
    for handler in handlers:
        handler.client.auto_reconnect_enabled = False
        closing(handler.close)
