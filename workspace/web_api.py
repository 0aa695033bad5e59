"""HTTP for the app's side: /api/{method}, response URLs and the sockets."""

import asyncio
import base64
import json
import time
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from workspace.calls import ApiCall, Calls
from workspace.connections import Connections
from workspace.errors import SlackError
from workspace.faults import Fault
from workspace.inspector import Inspector
from workspace.jsontypes import Json, JsonValue
from workspace.methods import METHODS, answer
from workspace.rates import Rates
from workspace.replying import post_response
from workspace.state import Workspace

BODY = 2_000_000


class WebApi:
    """Answers the app's calls, as Slack's edge does: faults first, then rates, then methods."""

    def __init__(self, workspace: Workspace, *, rates: Rates, inspector: Inspector) -> None:
        self._workspace = workspace
        self.rates = rates
        self.inspector = inspector
        self.connections = Connections()
        self.calls = Calls()

    def build_routes(self) -> list[Route | WebSocketRoute]:
        """Return the routes of the app's side."""
        routes: list[Route | WebSocketRoute] = [
            Route("/api/{method}", self._serve_method, methods=["GET", "POST"]),
            Route("/respond/{key:path}", self._serve_response, methods=["POST"]),
            Route("/upload/{key}", self._serve_upload, methods=["POST"]),
        ]
        if self._workspace.sockets:
            routes.append(WebSocketRoute("/link", self._serve_socket))
        return routes

    async def _serve_socket(self, websocket: WebSocket) -> None:
        if self._workspace.sockets:
            await self._workspace.sockets.serve(websocket)

    async def _serve_method(self, request: Request) -> Response:
        started = time.time()
        name = request.path_params["method"]
        arguments, token = await _read(request)
        record = self.inspector.begin("call", name, arguments, status=None, answer=None)
        faults = self._workspace.faults.take("call", name)
        if faults:
            self.inspector.move(record, "begin", faults=[each.kind for each in faults])
            await asyncio.sleep(sum(each.delay for each in faults))
        fault = next((each for each in faults if each.breaks), None)
        status, body = self._answer(name, arguments=arguments, token=token, fault=fault)
        call = ApiCall(name, arguments, started, status, body, time.time() - started, record.id)
        self.calls.add(call)
        self.inspector.move(record, "end", status=status, answer=body, ok=call.ok)
        with self._workspace.changed:
            self._workspace.changed.notify_all()
        if fault and fault.drop:
            return await self._cut(request)
        return self._build_response(name, status, dict(body))

    async def _cut(self, request: Request) -> Response:
        self.connections.cut(request)
        await asyncio.sleep(0)  # The server learns that the connection is gone.
        return PlainTextResponse("", 503)

    def _answer(
        self, name: str, *, arguments: Json, token: str, fault: Fault | None
    ) -> tuple[int, Json]:
        if fault and not fault.after:
            return _break(fault)
        try:
            body = answer(self._workspace, name, arguments=arguments, token=token, rates=self.rates)
        except SlackError as error:
            status = 429 if error.error == "ratelimited" else 200
            return status, error.to_json()
        return _break(fault) if fault else (200, body)

    def _build_response(self, name: str, status: int, body: Json) -> Response:
        headers = {"x-oauth-scopes": ",".join(self._workspace.application.scopes)}
        if name in METHODS:
            headers["x-accepted-oauth-scopes"] = ",".join(METHODS[name].scopes)
        if status == 429:
            headers["retry-after"] = str(body.pop("retry_after", 1))
        if status >= 500:
            return PlainTextResponse("Internal Server Error", status, headers)
        return JSONResponse(body, status, headers)

    async def _serve_response(self, request: Request) -> Response:
        raw = await request.body()
        record = self.inspector.begin("call", "response_url", _show(raw, request))
        faults = self._workspace.faults.take("call", "response_url")
        if faults:
            self.inspector.move(record, "begin", faults=[each.kind for each in faults])
            await asyncio.sleep(sum(each.delay for each in faults))
        fault = next((each for each in faults if each.breaks), None)
        status, body = self._respond(raw, request, fault=fault)
        self.inspector.move(record, "end", status=status, answer=body, ok=status == 200)
        if fault and fault.drop:
            return await self._cut(request)
        if status == 200:
            return PlainTextResponse("ok")
        headers = {"retry-after": str(body.pop("retry_after", 1))} if status == 429 else {}
        return JSONResponse(body, status, headers)

    def _respond(self, raw: bytes, request: Request, *, fault: Fault | None) -> tuple[int, Json]:
        if fault and not fault.after:
            return _break(fault)
        try:
            place = self._workspace.response_urls.use(request.path_params["key"])
            post_response(self._workspace, place, _parse_response(raw, request))
        except SlackError as error:
            is_gone = error.error in ("used_url", "expired_url", "invalid_url")
            return 404 if is_gone else 500, error.to_json()
        return _break(fault) if fault else (200, {"ok": True})

    async def _serve_upload(self, request: Request) -> Response:
        raw = await request.body()
        try:
            self._workspace.files.upload(request.path_params["key"], raw)
        except SlackError as error:
            return PlainTextResponse(error.error, 404 if error.error == "not_found" else 400)
        return PlainTextResponse(f"OK - {len(raw)}")


def _break(fault: Fault) -> tuple[int, Json]:
    if fault.drop:
        return 0, {"ok": False, "error": fault.kind}
    if fault.status == 429:
        body: Json = {"ok": False, "error": "ratelimited", "retry_after": fault.retry_after}
        return 429, body
    return fault.status, {"ok": False, "error": fault.error or "internal_error"}


def _show(raw: bytes, request: Request) -> JsonValue:
    try:
        return _parse_response(raw, request)
    except SlackError:
        return None


def _parse_response(raw: bytes, request: Request) -> JsonValue:
    try:
        if "form" in request.headers.get("content-type", ""):
            return json.loads(dict(parse_qsl(raw.decode())).get("payload", "null"))
        return json.loads(raw)
    except ValueError:
        raise SlackError("invalid_payload") from None


async def _read(request: Request) -> tuple[Json, str]:
    arguments: Json = dict(request.query_params)
    raw = await request.body()
    if len(raw) <= BODY:
        arguments |= _parse(raw, request.headers.get("content-type", ""))
    token = str(arguments.pop("token", "") or "")
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        arguments |= _read_client(given)
    return arguments, (given.strip() if scheme.lower() == "bearer" and given else token)


def _read_client(given: str) -> Json:
    try:
        client_id, _, secret = base64.b64decode(given, validate=True).decode().partition(":")
    except ValueError:
        return {}
    return {"client_id": client_id, "client_secret": secret}


def _parse(raw: bytes, content_type: str) -> Json:
    if "json" not in content_type:
        return dict(parse_qsl(raw.decode("utf-8", "replace"), keep_blank_values=True))
    try:
        body: JsonValue = json.loads(raw or b"{}")
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
