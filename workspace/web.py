"""The Starlette app: the Web API, the sockets, and the page behind one guard."""

from starlette.applications import Starlette
from starlette.middleware import Middleware

from workspace.guard import Guard
from workspace.web_api import WebApi


def build_app(handle: object, web_api: WebApi) -> Starlette:
    """Return the app that serves one workspace."""
    return Starlette(routes=web_api.build_routes(), middleware=[Middleware(Guard)])
