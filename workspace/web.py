"""The Starlette app: the app's side, the people's side and the control, behind one guard."""

from starlette.applications import Starlette
from starlette.middleware import Middleware

from workspace.guard import Guard
from workspace.web_api import WebApi
from workspace.web_control import WebControl
from workspace.web_page import WebPage


def build_app(web_api: WebApi, *, page: WebPage, control: WebControl) -> Starlette:
    """Return the app that serves one workspace."""
    routes = [*web_api.build_routes(), *page.build_routes(), *control.build_routes()]
    return Starlette(routes=routes, middleware=[Middleware(Guard)])
