"""A running local Slack, and a small app that is not ours."""

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from workspace import server


@pytest.fixture
def slack():
    with server.start(retry_delays=(0.0, 0.1, 0.2)) as handle:
        yield handle


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
    handlers = []

    def connect_app(bolt: App) -> SocketModeHandler:
        handler = SocketModeHandler(bolt, slack.app_token)
        handler.connect()
        handlers.append(handler)
        slack.wait_for_socket(len(handlers))
        return handler

    yield connect_app
    for handler in handlers:
        handler.client.close()
        handler.close()
