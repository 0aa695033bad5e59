"""The Starlette app: the app's side, the people's side and the control, behind one guard."""

from collections.abc import Sequence
from typing import Protocol

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from workspace.guard import Guard


class Side(Protocol):
    """A part of what is served."""

    def build_routes(self) -> Sequence[BaseRoute]:
        """Return its routes."""
        ...


def build_app(*sides: Side) -> Starlette:
    """Return the app that serves one workspace."""
    routes = [route for side in sides for route in side.build_routes()]
    return Starlette(routes=routes, middleware=[Middleware(Guard)])
