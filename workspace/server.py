"""Starts the local Slack in a thread of its own, and gives tests a handle on it."""

import socket

import uvicorn

from workspace.application import Application
from workspace.delivery import ACK_TIMEOUT, RETRY_DELAYS, Deliverer
from workspace.handle import HOST, Handle
from workspace.inspector import Inspector
from workspace.people import Seed, build_seed
from workspace.rates import Rates
from workspace.signed_http import SignedHttp
from workspace.sockets import Sockets
from workspace.state import Workspace
from workspace.transport import Transport
from workspace.web import build_app
from workspace.web_api import WebApi
from workspace.web_control import WebControl
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
    retry_delays: tuple[float, ...] = RETRY_DELAYS,
    ack_timeout: float = ACK_TIMEOUT,
    stream_lifetime: float = 300.0,
    trigger_lifetime: float = 3.0,
) -> Handle:
    """Start a local Slack and return its handle; port 0 takes a free one.

    With `event_url` it delivers signed HTTP requests, else it waits for Socket Mode.
    Raises ValueError for any host but 127.0.0.1.
    """
    if host != HOST:
        raise ValueError(f"The local workspace serves {HOST} only, not {host!r}.")
    state = Workspace(
        seed or build_seed(),
        application or Application(),
        stream_lifetime=stream_lifetime,
        trigger_lifetime=trigger_lifetime,
    )
    transport: Transport
    if event_url:
        transport = SignedHttp(event_url, signing_secret)
    else:
        transport = state.sockets = Sockets(state.application)
    return _serve(
        state, transport, port=port, rate_limit=rate_limit,
        retry_delays=retry_delays, ack_timeout=ack_timeout, signing_secret=signing_secret,
    )  # fmt: skip


def _serve(
    state: Workspace,
    transport: Transport,
    *,
    port: int,
    rate_limit: bool,
    retry_delays: tuple[float, ...],
    ack_timeout: float,
    signing_secret: str,
) -> Handle:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((HOST, port))
    bound = int(listener.getsockname()[1])
    state.url = f"http://{HOST}:{bound}/"
    inspector = Inspector(state, secrets=(signing_secret,))
    deliverer = Deliverer(
        state, transport, inspector=inspector, retry_delays=retry_delays, ack_timeout=ack_timeout
    )
    web_api = WebApi(state, rates=Rates(enabled=rate_limit), inspector=inspector)
    page = WebPage(state, deliverer=deliverer)
    control = WebControl(state, web_api=web_api, deliverer=deliverer)
    handle = Handle(state=state, web_api=web_api, deliverer=deliverer, feed=page.feed, port=bound)
    config = uvicorn.Config(
        build_app(web_api, page=page, control=control),
        log_level="error",
        access_log=False,
        lifespan="off",
        ws="websockets-sansio",
        proxy_headers=False,
        timeout_graceful_shutdown=1,
    )
    handle.run(uvicorn.Server(config), listener)
    return handle
