"""A local server that speaks OpenAI's chat completions, streamed and whole, and fails in the ways of providers."""

import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self


@dataclass(frozen=True)
class Turn:
    """How one request is answered; without a `status`, by streaming the text.

    `ends` is "stop", another finish reason, "silently" (no reason, no [DONE]), "broken" (cut inside an event), "reset"
    (a chunked body without its end) or "hanging".
    """

    text: str = ""
    status: int = 200
    headers: dict = field(default_factory=dict)
    body: str = ""
    ends: str = "stop"
    first_pause: float = 0.0
    pause: float = 0.0


class OpenAIServer:
    """Answers requests by its turns, the last again and again; `requests` are what came."""

    def __init__(self, *turns):
        self.requests = []
        self.turns = list(turns)
        self._released = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def turn_for(self, _request):
        return self.turns[min(len(self.requests), len(self.turns)) - 1]

    def _handler(server):  # noqa: N805 - the handler below has the name self
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                server.requests.append(request)
                turn = server.turn_for(request)
                self.close_connection = True
                try:
                    server._answer(self, turn, streamed=request.get("stream", False))
                except (BrokenPipeError, ConnectionResetError):
                    """The client has left."""

            def log_message(self, *_):
                """Nothing: a test's output is pytest's."""

        return Handler

    def _answer(self, handler, turn, *, streamed):
        self._released.wait(turn.first_pause)
        if turn.ends == "hanging" and not turn.text:
            self._released.wait(600)
            return
        if turn.status != 200 or turn.body:
            self._send(
                handler,
                turn.status,
                turn.body or '{"error": {"message": "PROVIDER WORDS"}}',
                turn.headers,
            )
        elif not streamed:
            choice = {
                "index": 0,
                "message": {"role": "assistant", "content": turn.text},
                "finish_reason": turn.ends,
            }
            self._send(
                handler, 200, json.dumps(envelope("chat.completion", [choice])), turn.headers
            )
        else:
            self._stream(handler, turn)

    def _send(self, handler, status, body, headers):
        data = body.encode()
        handler.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)

    def _stream(self, handler, turn):
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Transfer-Encoding", "chunked") if turn.ends == "reset" else None
        handler.send_header("Connection", "close")
        handler.end_headers()

        def write(data):
            framed = (
                f"{len(data):x}\r\n".encode() + data + b"\r\n" if turn.ends == "reset" else data
            )
            handler.wfile.write(framed)
            handler.wfile.flush()

        for place, word in enumerate(turn.text.split(" ") if turn.text else ()):
            write(event({"role": "assistant", "content": word if place == 0 else f" {word}"}))
            self._released.wait(turn.pause)
        if turn.ends == "hanging":
            self._released.wait(600)
        elif turn.ends == "broken":
            write(b'data: {"id": "c", "cho')
        elif turn.ends not in ("silently", "reset"):
            write(event({}, finish=turn.ends))
            write(b"data: [DONE]\n\n")


def event(delta, finish=None):
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return f"data: {json.dumps(envelope('chat.completion.chunk', [choice]))}\n\n".encode()


def envelope(kind, choices):
    return {
        "id": "c",
        "object": kind,
        "created": int(time.time()),
        "model": "fake",
        "choices": choices,
    }
