"""Socket Mode: Slack's events over a WebSocket that we open, watched so that it cannot die silently."""

import http.client
import threading
import time

import structlog
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.socket_mode.internals import run_bolt_app, send_response
from slack_sdk.errors import SlackApiError, SlackClientError, SlackClientNotConnectedError
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from advisor.errors import SettingsError
from advisor.settings import Settings
from listeners.desk import Desk

CONNECTED_CHECK_SECONDS = 2.0
# The SDK reconnects by itself; when it has not for this long, a fresh process does better.
DISCONNECTED_SECONDS = 60.0

log = structlog.get_logger()


class MeasuredHandler(SocketModeHandler):
    """Bolt's handler, with the time to the acknowledgement measured."""

    def __init__(self, app: App, desk: Desk, *, app_token: str) -> None:
        super().__init__(app, app_token)
        self._desk = desk

    def handle(self, client: BaseSocketModeClient, req: SocketModeRequest) -> None:
        """Dispatches a request and acknowledges it."""
        started = time.time()
        with self._desk.metrics.measure_ack():
            response = run_bolt_app(self.app, req)
            try:
                send_response(client, req, response, started)
            except SlackClientNotConnectedError:
                # Slack delivers again, and the claim knows it then.
                log.info("ack_unsent")


def serve_socket(app: App, settings: Settings, desk: Desk, *, stopped: threading.Event) -> int:
    """Serves until stopped; returns 1 when the connection is lost for good, so that we are restarted.

    Raises:
        SettingsError: Slack refuses the app token, or cannot be reached at the start.

    """
    handler = MeasuredHandler(app, desk, app_token=settings.slack_app_token)
    _connect(handler)
    log.info("socket_connected")
    last_connected = time.monotonic()
    try:
        while not stopped.wait(CONNECTED_CHECK_SECONDS):
            if handler.client.is_connected():
                last_connected = time.monotonic()
            elif time.monotonic() - last_connected > DISCONNECTED_SECONDS:
                log.error("socket_lost", seconds=DISCONNECTED_SECONDS)
                return 1
    finally:
        _close(handler)
    return 0


def _close(handler: SocketModeHandler) -> None:
    try:
        handler.client.close()
    except AttributeError:
        # Slack ended the connection at the same moment, and the SDK closes a socket that is gone; what it
        # has left open is closed now.
        handler.client.close()


def _connect(handler: SocketModeHandler) -> None:
    try:
        handler.client.connect()
    except SlackApiError as error:
        raise SettingsError(
            f"Slack refuses SLACK_APP_TOKEN ({error.response.get('error')}); `advisor doctor` says what to do."
        ) from error
    except (SlackClientError, OSError, http.client.HTTPException) as error:
        raise SettingsError(
            "Slack cannot be reached; check the network, and SLACK_API_URL if it is set."
        ) from error
