"""HTTP for the people's side: the page, its snapshot, its feed, and what people do."""

import base64
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from workspace.actor import Actor
from workspace.delivery import Deliverer
from workspace.errors import PersonError, SlackError
from workspace.feed import Feed, Viewer, build_snapshot
from workspace.jsontypes import Json, JsonValue
from workspace.state import Workspace

PAGE = Path(__file__).parent / "page"
POLICY = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; form-action 'none'"

ACTS: dict[str, Callable[[Actor, Json], JsonValue]] = {
    "say": lambda actor, given: actor.say(**given),
    "edit": lambda actor, given: actor.edit(**given),
    "delete": lambda actor, given: actor.delete(**given),
    "react": lambda actor, given: actor.react(**given),
    "unreact": lambda actor, given: actor.unreact(**given),
    "invite": lambda actor, given: actor.invite(**given),
    "stop_stream": lambda actor, given: actor.stop_stream(**given),
    "open_home": lambda actor, given: actor.open_home(**given),
    "open_dm": lambda actor, given: actor.open_dm(**given),
    "slash": lambda actor, given: actor.slash(**given, wait=False),
    "click": lambda actor, given: actor.click(**given, wait=False),
    "click_view": lambda actor, given: actor.click_view(**given, wait=False),
    "submit_view": lambda actor, given: actor.submit_view(**given, wait=False),
    "close_view": lambda actor, given: actor.close_view(**given, wait=False),
    "shortcut": lambda actor, given: actor.shortcut(**given, wait=False),
    "share_file": lambda actor, given: actor.share_file(**_decode(given)),
    "upload_file": lambda actor, given: json.dumps(actor.upload_file(**_decode(given))),
}


def _decode(given: Json) -> Json:
    """Return what the page says of a file, with the bytes that it sends as base64."""
    return given | {"content": base64.b64decode(given["content"], validate=True)}


class WebPage:
    """Serves the page and does what people do on it."""

    def __init__(
        self, workspace: Workspace, *, deliverer: Deliverer, tour: Json | None = None
    ) -> None:
        self._workspace = workspace
        self._tour = tour or {}
        self._deliverer = deliverer
        self.feed = Feed(workspace)

    def build_routes(self) -> list[BaseRoute]:
        """Return the routes of the people's side."""
        return [
            Route("/", self._serve_page),
            Route("/archives/{channel}/{message}", self._serve_page),
            Mount("/static", StaticFiles(directory=PAGE)),
            Route("/files/{file_id}", self._serve_file),
            Route("/page/state", self._serve_state),
            Route("/page/feed", self._serve_feed),
            Route("/page/tour", self._serve_tour),
            Route("/page/act", self._serve_act, methods=["POST"]),
        ]

    async def _serve_page(self, _: Request) -> Response:
        headers = {"content-security-policy": POLICY, "cache-control": "no-store"}
        return FileResponse(PAGE / "index.html", headers=headers)

    async def _serve_file(self, request: Request) -> Response:
        try:
            file = self._workspace.files.find(request.path_params["file_id"])
        except SlackError as error:
            return JSONResponse(error.to_json(), 404)
        # Always a download: no file is ever shown as a page of this server.
        headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(file.name)}"}
        return Response(file.content or b"", media_type="application/octet-stream", headers=headers)

    async def _serve_state(self, request: Request) -> Response:
        return JSONResponse(build_snapshot(self._workspace, self._who(request)))

    def _who(self, request: Request) -> str:
        """Return the person whose page it is: a page that names nobody is the first person's."""
        user = request.query_params.get("user", "")
        return user if user in self._workspace.people else next(iter(self._workspace.people))

    async def _serve_tour(self, _: Request) -> Response:
        return JSONResponse(self._tour)

    async def _serve_feed(self, request: Request) -> Response:
        viewer = self.feed.open(self._who(request))
        headers = {"cache-control": "no-store"}
        return StreamingResponse(
            self._stream(viewer), media_type="text/event-stream", headers=headers
        )

    async def _stream(self, viewer: Viewer) -> AsyncIterator[str]:
        try:
            yield "retry: 500\n\n"
            while (update := await viewer.updates.get()) is not None:
                yield f"data: {json.dumps(update)}\n\n"
        finally:
            self.feed.close(viewer)

    async def _serve_act(self, request: Request) -> Response:
        try:
            given: JsonValue = await request.json()
            act, user = ACTS[given.pop("act")], given.pop("user")
            result = act(Actor(self._workspace, self._deliverer, user), given)
        except SlackError as error:
            return JSONResponse(error.to_json(), 400)
        except PersonError as error:
            return JSONResponse({"ok": False, "error": str(error)}, 400)
        except (KeyError, TypeError, ValueError, AttributeError):
            return JSONResponse({"ok": False, "error": "No person can do that here."}, 400)
        return JSONResponse({"ok": True, "result": result if isinstance(result, str) else None})
