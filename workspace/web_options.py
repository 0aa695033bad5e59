"""HTTP for external selects: the app is asked for options as a person types."""

import asyncio

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from workspace.actor import Actor
from workspace.delivery import Deliverer
from workspace.errors import PersonError, SlackError
from workspace.jsontypes import JsonValue
from workspace.state import Workspace


class WebOptions:
    """Serves POST /page/suggest {user, action_id, query, view_id | message_ts}."""

    def __init__(self, workspace: Workspace, *, deliverer: Deliverer) -> None:
        self._workspace = workspace
        self._deliverer = deliverer

    def build_routes(self) -> list[BaseRoute]:
        """Return the route."""
        return [Route("/page/suggest", self._serve, methods=["POST"])]

    async def _serve(self, request: Request) -> Response:
        try:
            given: JsonValue = await request.json()
            actor = Actor(self._workspace, self._deliverer, given.pop("user"))
            found = await asyncio.to_thread(actor.suggest, **given)
        except SlackError as error:
            return JSONResponse(error.to_json(), 400)
        except PersonError as error:
            return JSONResponse({"ok": False, "error": str(error)}, 400)
        except (KeyError, TypeError, ValueError, AttributeError):
            return JSONResponse({"ok": False, "error": "No person can do that here."}, 400)
        return JSONResponse({"ok": True, **found})
