"""HTTP mode: Slack's signed requests, the installation pages, health and metrics."""

import threading
from collections.abc import Awaitable, Callable

import structlog
import uvicorn
from slack_bolt import App, BoltResponse
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from advisor.errors import AdvisorError
from advisor.settings import Settings
from listeners.desk import Desk

# Slack's largest payloads (views) are 250 kB.
BODY_LIMIT = 1_000_000
KEEP_ALIVE_SECONDS = 30

Handler = Callable[[Request], Awaitable[Response]]

log = structlog.get_logger()


def build_web(app: App, desk: Desk) -> Starlette:
    """Returns the web application around the Bolt app."""
    routes = [
        Route("/slack/events", _events(app, desk), methods=["POST"]),
        Route("/healthz", _health, methods=["GET"]),
        Route("/readyz", _readiness(desk), methods=["GET"]),
        Route("/metrics", _metrics(desk), methods=["GET"]),
    ]
    if app.oauth_flow is not None:
        flow = app.oauth_flow
        routes += [
            Route("/slack/install", _page(flow.handle_installation), methods=["GET"]),
            Route("/slack/oauth_redirect", _page(flow.handle_callback), methods=["GET"]),
        ]
    return Starlette(routes=routes)


def serve_http(app: App, settings: Settings, desk: Desk, *, stopped: threading.Event) -> int:
    """Serves on the port of the settings until stopped; returns the exit status."""
    server = uvicorn.Server(
        uvicorn.Config(
            build_web(app, desk),
            host="0.0.0.0",  # noqa: S104 - Slack, or the proxy before us, comes from outside
            port=settings.port,
            log_config=None,
            access_log=False,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
        )
    )
    # In a thread of its own, so that this one keeps the handling of signals.
    thread = threading.Thread(target=server.run, name="http", daemon=True)
    thread.start()
    log.info("http_started", port=settings.port)
    while thread.is_alive() and not stopped.wait(0.2):
        pass
    failed = not stopped.is_set()
    server.should_exit = True
    thread.join(timeout=5)
    return 1 if failed else 0


def _events(app: App, desk: Desk) -> Handler:
    async def handle(request: Request) -> Response:
        with desk.metrics.measure_ack():
            body = await _read_body(request)
            if body is None:
                return PlainTextResponse("The request is too large.", status_code=413)
            if not (request.headers.get("x-slack-request-timestamp") or "").isdecimal():
                return PlainTextResponse("The request is not signed.", status_code=401)
            try:
                bolt_request = to_bolt_request(request, body)
            except ValueError:
                # Neither UTF-8 nor JSON: not from Slack.
                return PlainTextResponse("The request cannot be read.", status_code=400)
            # Off the event loop: an ack must not wait for another one's database or thread.
            return to_starlette_response(await run_in_threadpool(app.dispatch, bolt_request))

    return handle


async def _read_body(request: Request) -> bytes | None:
    """The body, or None when it is larger than anything that Slack sends."""
    body = bytearray()
    try:
        async for piece in request.stream():
            body += piece
            if len(body) > BODY_LIMIT:
                return None
    except ClientDisconnect:
        return None
    return bytes(body)


def _page(handle: Callable[..., BoltResponse]) -> Handler:
    async def page(request: Request) -> Response:
        response = await run_in_threadpool(handle, to_bolt_request(request, b""))
        return to_starlette_response(response)

    return page


async def _health(_: Request) -> Response:
    return PlainTextResponse("ok")


def _readiness(desk: Desk) -> Handler:
    def check() -> str:
        try:
            with desk.database.read() as connection:
                connection.exec_driver_sql("SELECT 1")
            desk.services.index.current()
        except SQLAlchemyError:
            return "The database does not answer."
        except AdvisorError as error:
            return str(error)
        return ""

    async def readiness(_: Request) -> Response:
        problem = await run_in_threadpool(check)
        return PlainTextResponse(problem or "ready", status_code=503 if problem else 200)

    return readiness


def _metrics(desk: Desk) -> Handler:
    async def metrics(_: Request) -> Response:
        return Response(desk.metrics.render(), media_type="text/plain; version=0.0.4")

    return metrics
