"""HTTP for tests in other processes: faults, sockets dropped, events sent again, and the logs."""

from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from workspace.delivery import Deliverer, Delivery
from workspace.faults import Fault
from workspace.jsontypes import Json, JsonValue
from workspace.state import Workspace
from workspace.web_api import WebApi


class WebControl:
    """Serves /control."""

    def __init__(self, workspace: Workspace, *, web_api: WebApi, deliverer: Deliverer) -> None:
        self._workspace = workspace
        self._web_api = web_api
        self._deliverer = deliverer

    def build_routes(self) -> list[BaseRoute]:
        """Return the routes under /control."""
        return [
            Route("/control/calls", self._list_calls),
            Route("/control/deliveries", self._list_deliveries),
            Route("/control/faults", self._set_faults, methods=["POST", "DELETE"]),
            Route("/control/sockets", self._drop_sockets, methods=["DELETE"]),
            Route("/control/redeliver", self._redeliver, methods=["POST"]),
        ]

    async def _list_calls(self, request: Request) -> Response:
        calls = self._web_api.calls.list(request.query_params.get("method"))
        return JSONResponse({"calls": [asdict(call) for call in calls]})

    async def _list_deliveries(self, _: Request) -> Response:
        return JSONResponse({"deliveries": [_describe(each) for each in self._deliverer.log]})

    async def _set_faults(self, request: Request) -> Response:
        if request.method == "DELETE":
            self._web_api.faults.clear()
            return JSONResponse({"ok": True})
        try:
            given: JsonValue = await request.json()
            self._web_api.faults.add(Fault(**given))
        except (TypeError, ValueError) as error:
            return JSONResponse({"ok": False, "error": str(error)}, 400)
        return JSONResponse({"ok": True})

    async def _drop_sockets(self, request: Request) -> Response:
        is_polite = request.query_params.get("polite", "1") != "0"
        if self._workspace.sockets:
            await self._workspace.sockets.disconnect(polite=is_polite)
        return JSONResponse({"ok": True})

    async def _redeliver(self, _: Request) -> Response:
        events = [each for each in self._deliverer.log if each.kind == "events_api"]
        if not events:
            return JSONResponse({"ok": False, "error": "No event was sent yet."}, 400)
        return JSONResponse({"ok": True, **_describe(self._deliverer.redeliver(events[-1]))})


def _describe(delivery: Delivery) -> Json:
    return {
        "kind": delivery.kind,
        "type": delivery.event_type,
        "event_id": delivery.event_id,
        "created_at": delivery.created_at,
        "acked": delivery.acked,
        "ack_seconds": delivery.ack_seconds,
        "attempts": [asdict(attempt) for attempt in delivery.attempts],
        "payload": delivery.payload,
    }
