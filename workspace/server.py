"""Starts the local Slack in a thread of its own, and gives tests a handle on it."""

import socket
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from workspace.application import Application
from workspace.delivery import ACK_TIMEOUT, RETRY_DELAYS, Deliverer
from workspace.handle import HOST, Handle
from workspace.inputs import InputError
from workspace.inspector import Inspector
from workspace.jsontypes import Json
from workspace.keeper import Keeper
from workspace.people import Seed, build_seed
from workspace.rates import Rates
from workspace.signed_http import SignedHttp
from workspace.sockets import Sockets
from workspace.state import Workspace
from workspace.transport import Transport
from workspace.web import build_app
from workspace.web_api import WebApi
from workspace.web_control import WebControl
from workspace.web_oauth import WebOAuth
from workspace.web_options import WebOptions
from workspace.web_page import WebPage

__all__ = ["HOST", "SIGNING_SECRET", "Handle", "start"]

SIGNING_SECRET = "local-signing-secret"  # noqa: S105 - good on this machine only


def start(
    port: int = 0,
    *,
    host: str = HOST,
    event_url: str | None = None,
    signing_secret: str = SIGNING_SECRET,
    rate_limit: bool = False,
    seed: Seed | None = None,
    application: Application | None = None,
    state_file: Path | None = None,
    tour: Json | None = None,
    retry_delays: tuple[float, ...] = RETRY_DELAYS,
    ack_timeout: float = ACK_TIMEOUT,
    first_wait: float = 0.0,
    stream_lifetime: float = 300.0,
    trigger_lifetime: float = 3.0,
) -> Handle:
    """Start a local Slack and return its handle; port 0 takes a free one.

    With `event_url` it delivers signed HTTP requests, else it waits for Socket Mode. With
    `state_file` it goes on from there, and the seed is only for the first time. Deliveries wait
    `first_wait` seconds for an app that has not joined yet, before the first try fails.
    Raises ValueError for any host but 127.0.0.1, InputError for a state file that cannot be used.
    """
    if host != HOST:
        raise ValueError(f"The local workspace serves {HOST} only, not {host!r}.")
    state = Workspace(
        seed or build_seed(),
        application or Application(),
        stream_lifetime=stream_lifetime,
        trigger_lifetime=trigger_lifetime,
    )
    listener = _listen(port)
    state.url = f"http://{HOST}:{listener.getsockname()[1]}/"
    try:
        keeper = Keeper(state, state_file) if state_file else None
    except InputError:
        listener.close()
        raise
    transport: Transport
    if event_url:
        transport = SignedHttp(event_url, signing_secret)
    else:
        transport = state.sockets = Sockets(state.application, first_wait=first_wait)
    inspector = Inspector(state, secrets=(signing_secret, state.application.client_secret))
    deliverer = Deliverer(
        state, transport, inspector=inspector, retry_delays=retry_delays, ack_timeout=ack_timeout
    )
    web_api = WebApi(state, rates=Rates(enabled=rate_limit), inspector=inspector)
    page = WebPage(state, deliverer=deliverer, tour=tour)
    app = build_app(
        web_api,
        page,
        WebControl(state, web_api=web_api, deliverer=deliverer),
        WebOptions(state, deliverer=deliverer),
        WebOAuth(state),
    )
    handle = Handle(
        state=state, web_api=web_api, deliverer=deliverer, feed=page.feed, keeper=keeper
    )
    handle.run(_build_server(app), listener)
    return handle


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except (OSError, OverflowError):
        listener.close()
        raise
    return listener


def _build_server(app: Starlette) -> uvicorn.Server:
    config = uvicorn.Config(
        app,
        log_level="error",
        access_log=False,
        lifespan="off",
        ws="websockets-sansio",
        proxy_headers=False,
        timeout_graceful_shutdown=1,
    )
    return uvicorn.Server(config)
