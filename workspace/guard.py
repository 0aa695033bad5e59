"""Refuses requests that another site's page, or another host name, sends to this server."""

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

NAMES = ("127.0.0.1", "localhost")
OWN = ("/page/", "/control/")
"""Paths that only the page and programs here write to, always as JSON."""


class Guard:
    """Lets pass only what is addressed to this machine and does not come from elsewhere."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request, or answer 403."""
        if scope["type"] in ("http", "websocket") and not is_own(HTTPConnection(scope)):
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008})
                return
            refusal = PlainTextResponse("This local workspace serves only its own page.", 403)
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)


def is_own(connection: HTTPConnection) -> bool:
    """Return whether host and origin are this server's own.

    A link on another site may open the page, but no such site may send or read data.
    """
    headers = connection.headers
    if len(headers.getlist("host")) > 1 or _is_form(connection):
        return False
    name, _, port = headers.get("host", "").partition(":")
    own_port = str((connection.scope.get("server") or ("", ""))[1])
    if name not in NAMES or port not in ("", own_port):
        return False
    origin = headers.get("origin")
    if origin is not None and origin not in {f"http://{each}:{own_port}" for each in NAMES}:
        return False
    return _is_visit(connection) or headers.get("sec-fetch-site") in (None, "same-origin", "none")


def _is_form(connection: HTTPConnection) -> bool:
    """Whether it is a POST that a foreign page's form could make too: not one of JSON."""
    if connection.scope.get("method") != "POST" or not connection.scope["path"].startswith(OWN):
        return False
    kind = connection.headers.get("content-type", "").partition(";")[0].strip().lower()
    has_body = connection.headers.get("content-length", "0") != "0"
    return kind != "application/json" and (has_body or kind != "")


def _is_visit(connection: HTTPConnection) -> bool:
    path: str = connection.scope["path"]
    is_navigation = connection.headers.get("sec-fetch-mode") == "navigate"
    is_page = path in ("/", "/oauth/v2/authorize") or path.startswith("/archives/")
    return is_navigation and is_page and connection.scope.get("method") == "GET"
