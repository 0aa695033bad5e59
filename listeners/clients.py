"""Slack Web API clients: where they point, and which calls may be repeated blindly."""

from collections.abc import Callable

from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import (
    ConnectionErrorRetryHandler,
    RateLimitErrorRetryHandler,
    ServerErrorRetryHandler,
)

from advisor.errors import AdvisorError
from advisor.settings import Settings
from listeners.views.message import Message

TIMEOUT_SECONDS = 10
POST_RATE_LIMIT_RETRIES = 5
# Longer than a status is worth: what comes late is left out.
STATUS_TIMEOUT_SECONDS = 2
# From the ids of a team and of its organisation ("" where it has none).
ClientFor = Callable[[str, str], WebClient]


class NotInstalledError(AdvisorError):
    """A workspace has no token of ours."""


def build_client(settings: Settings, *, token: str | None = None) -> WebClient:
    """Returns a client for calls that do no harm when they happen twice."""
    return WebClient(
        token=token,
        base_url=settings.slack_api_url or WebClient.BASE_URL,
        timeout=TIMEOUT_SECONDS,
        retry_handlers=[
            ConnectionErrorRetryHandler(),
            RateLimitErrorRetryHandler(max_retry_count=2),
            ServerErrorRetryHandler(),
        ],
    )


def clients_of_one_team(settings: Settings) -> ClientFor:
    """Returns the clients where one token serves."""
    client = build_client(settings, token=settings.slack_bot_token)
    return lambda _team, _enterprise: client


def without_blind_retries(client: WebClient) -> WebClient:
    """Returns the client for posting: repeated only when Slack said that it did not take the message.

    A connection that breaks after Slack took the message would otherwise post it twice.
    """
    return WebClient(
        token=client.token,
        base_url=client.base_url,
        timeout=client.timeout,
        retry_handlers=[RateLimitErrorRetryHandler(max_retry_count=POST_RATE_LIMIT_RETRIES)],
    )


def post_plainly(client: WebClient, channel: str, message: Message) -> None:
    """Posts a message for its own sake: not in a thread, and without pictures of what it links to."""
    without_blind_retries(client).chat_postMessage(
        channel=channel,
        text=message.text,
        blocks=message.blocks,
        unfurl_links=False,
        unfurl_media=False,
    )


def for_status(client: WebClient) -> WebClient:
    """Returns the client for the status line: one short try."""
    return WebClient(
        token=client.token,
        base_url=client.base_url,
        timeout=STATUS_TIMEOUT_SECONDS,
        retry_handlers=[],
    )


def without_retries(client: WebClient) -> WebClient:
    """Returns the client for what has a way of its own when Slack asks to wait: one try."""
    return WebClient(
        token=client.token, base_url=client.base_url, timeout=client.timeout, retry_handlers=[]
    )
