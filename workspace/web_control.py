"""HTTP for the inspector and for tests elsewhere: the feed, faults, sockets, redelivery, the logs."""

import json
from collections.abc import AsyncIterator
from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from workspace.delivery import Deliverer, Delivery
from workspace.faults import KINDS, FaultError, build_fault
from workspace.inspector import Watcher
from workspace.jsontypes import Json, JsonValue
from workspace.state import Workspace
from workspace.web_api import WebApi

REASONS = ("warning", "refresh_requested", "link_disabled", "too_many_websockets")


class WebControl:
    """Serves /control."""

    def __init__(self, workspace: Workspace, *, web_api: WebApi, deliverer: Deliverer) -> None:
        self._workspace = workspace
        self._web_api = web_api
        self._deliverer = deliverer
        self._inspector = web_api.inspector
        self._inspector.build_settings = self._build_settings
        if workspace.sockets:
            workspace.sockets.on_change = self._inspector.tell_settings

    def build_routes(self) -> list[BaseRoute]:
        """Return the routes under /control."""
        return [
            Route("/control/feed", self._serve_feed),
            Route("/control/calls", self._list_calls),
            Route("/control/deliveries", self._list_deliveries),
            Route("/control/records", self._clear_records, methods=["DELETE"]),
            Route("/control/faults", self._list_faults, methods=["GET"]),
            Route("/control/faults", self._add_fault, methods=["POST"]),
            Route("/control/faults", self._clear_faults, methods=["DELETE"]),
            Route("/control/rates", self._set_rates, methods=["POST"]),
            Route("/control/sockets", self._drop_sockets, methods=["DELETE"]),
            Route("/control/redeliver", self._redeliver, methods=["POST"]),
            Route("/control/verify", self._verify, methods=["POST"]),
            Route("/control/install", self._install, methods=["POST"]),
            Route("/control/install", self._uninstall, methods=["DELETE"]),
        ]

    # --- the feed and the logs

    async def _serve_feed(self, _: Request) -> Response:
        watcher = self._inspector.open()
        headers = {"cache-control": "no-store"}
        return StreamingResponse(
            self._stream(watcher), media_type="text/event-stream", headers=headers
        )

    async def _stream(self, watcher: Watcher) -> AsyncIterator[str]:
        try:
            yield "retry: 500\n\n"
            while (update := await watcher.updates.get()) is not None:
                yield f"data: {json.dumps(update)}\n\n"
        finally:
            self._inspector.close(watcher)

    async def _list_calls(self, request: Request) -> Response:
        calls = self._web_api.calls.list(request.query_params.get("method"))
        return JSONResponse({"calls": self._inspector.hide([asdict(call) for call in calls])})

    async def _list_deliveries(self, _: Request) -> Response:
        found = self._inspector.hide([_describe(each) for each in self._deliverer.log])
        return JSONResponse({"deliveries": found})

    async def _clear_records(self, _: Request) -> Response:
        self._inspector.clear()
        return JSONResponse({"ok": True})

    # --- trouble on demand

    def _build_settings(self) -> Json:
        sockets = self._workspace.sockets
        return {
            "faults": [each.to_json() for each in self._workspace.faults.list()],
            "rate_limit": self._web_api.rates.enabled,
            "transport": "http" if sockets is None else "socket",
            "sockets": len(sockets.connections) if sockets else 0,
        }

    async def _list_faults(self, _: Request) -> Response:
        return JSONResponse({"ok": True, "kinds": KINDS, **self._build_settings()})

    async def _add_fault(self, request: Request) -> Response:
        try:
            given: JsonValue = await request.json()
            fault = build_fault(given.pop("kind", "error"), **given)
        except FaultError as error:
            return _refuse(str(error))
        except (AttributeError, TypeError, ValueError):
            return _refuse(
                "A fault is a JSON object of kind, method, times and what the kind needs."
            )
        return JSONResponse({"ok": True, "fault": self._workspace.faults.add(fault).to_json()})

    async def _clear_faults(self, request: Request) -> Response:
        fault_id = request.query_params.get("id")
        if not self._workspace.faults.clear(fault_id) and fault_id:
            return _refuse("That fault has already happened, or was cleared.", status=404)
        return JSONResponse({"ok": True})

    async def _set_rates(self, request: Request) -> Response:
        try:
            given: JsonValue = await request.json()
        except ValueError:
            given = None
        if not isinstance(given, dict) or not isinstance(given.get("enabled"), bool):
            return _refuse('Say {"enabled": true} or {"enabled": false}.')
        self._web_api.rates.enabled = given["enabled"]
        self._inspector.tell_settings()
        return JSONResponse({"ok": True})

    async def _drop_sockets(self, request: Request) -> Response:
        sockets = self._workspace.sockets
        if sockets is None:
            return _refuse("The app is reached over HTTP: there are no sockets.")
        reason = request.query_params.get("reason", "refresh_requested")
        if reason not in REASONS:
            return _refuse(f"Slack disconnects with one of {', '.join(REASONS)}.")
        count = len(sockets.connections)
        cut = self._web_api.connections.cut if "cut" in request.query_params else None
        is_polite = request.query_params.get("polite", "1") != "0" and cut is None
        await sockets.disconnect(reason, polite=is_polite, cut=cut)
        return JSONResponse({"ok": True, "dropped": count})

    async def _redeliver(self, request: Request) -> Response:
        try:
            given: JsonValue = json.loads(await request.body() or b"{}")
        except ValueError:
            given = None
        wanted = given.get("delivery") if isinstance(given, dict) else None
        if wanted is None:
            events = [each for each in self._deliverer.log if each.kind == "events_api"]
            delivery = events[-1] if events else None
        else:
            delivery = self._deliverer.find(str(wanted))
        if delivery is None:
            return _refuse("No event was sent yet." if wanted is None else "No such delivery.")
        again = self._inspector.hide(_describe(self._deliverer.redeliver(delivery)))
        return JSONResponse({"ok": True, **again})

    async def _verify(self, _: Request) -> Response:
        trouble = await self._deliverer.verify_url()
        return _refuse(trouble) if trouble else JSONResponse({"ok": True})

    async def _install(self, _: Request) -> Response:
        self._workspace.installs.reinstall()
        return JSONResponse({"ok": True})

    async def _uninstall(self, _: Request) -> Response:
        if not self._workspace.installs.is_installed:
            return _refuse("The app is not installed.")
        self._workspace.uninstall()
        return JSONResponse({"ok": True})


def _refuse(sentence: str, *, status: int = 400) -> Response:
    return JSONResponse({"ok": False, "error": sentence}, status)


def _describe(delivery: Delivery) -> Json:
    return {
        "id": delivery.id,
        "kind": delivery.kind,
        "type": delivery.event_type,
        "event_id": delivery.event_id,
        "created_at": delivery.created_at,
        "acked": delivery.acked,
        "ack_seconds": delivery.ack_seconds,
        "attempts": [asdict(attempt) for attempt in delivery.attempts],
        "payload": delivery.payload,
    }
