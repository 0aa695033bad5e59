"""One local Slack for tests that only ask it, with the foreign app of its manifest installed."""

from pathlib import Path

import pytest
from slack_sdk import WebClient

from workspace import server
from workspace.handle import PATIENCE
from workspace.manifest import load_manifest


@pytest.fixture(scope="session")
def lunch():
    """Slack's idea of the foreign app."""
    return load_manifest(Path(__file__).parent / "lunch_manifest.yaml")


@pytest.fixture(scope="module")
def shared(lunch, closing):
    handle = server.start(
        application=lunch, retry_delays=(0.0, 0.1, 0.2), trigger_lifetime=PATIENCE
    )
    yield handle
    closing(handle.stop)


@pytest.fixture(scope="module")
def web(shared):
    return WebClient(token=shared.bot_token, base_url=shared.api_url)


@pytest.fixture
def posted(web):
    return web.chat_postMessage(channel="C_GENERAL", text="hello")["ts"]


@pytest.fixture
def stream(web, shared):
    ts = shared.person("U_PM").dm("hi")
    return web.chat_startStream(channel="D_PM", thread_ts=ts, markdown_text="a")["ts"]
