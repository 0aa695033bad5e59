"""A local server that speaks the OpenAI protocol's streaming chat, and its failures."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self


class FakeProvider:
    """Answers every chat with the text it was given, word by word, or fails as asked."""

    def __init__(self):
        self.requests = []
        self._text = ""
        self._failure = ""
        self._released = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"

    def reply(self, text):
        self._text = text

    def fail(self, failure):
        self._failure = failure
        if failure == "unsupported":
            self._text = "Nobody said this anywhere."

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(provider):  # noqa: N805 - the handler below has the name self
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                provider.requests.append(json.loads(body))
                provider._answer(self)

            def log_message(self, *_):
                """Nothing: a test's output is pytest's."""

        return Handler

    def _answer(self, handler):
        if self._failure.startswith("status_"):
            handler.send_error(int(self._failure.removeprefix("status_")))
            return
        if self._failure == "hang":
            self._released.wait(20)
            return
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Connection", "close")
        handler.end_headers()
        if self._failure == "garbage":
            handler.wfile.write(b"data: {not json}\n\n")
            return
        words = [] if self._failure == "nothing" else self._text.split(" ")
        for place, word in enumerate(words):
            delta = {"role": "assistant", "content": word if place == 0 else f" {word}"}
            self._event(handler, delta)
        if self._failure == "cut":
            handler.wfile.write(b"data: {")
            return
        self._event(handler, {}, finish="stop")
        handler.wfile.write(b"data: [DONE]\n\n")

    def _event(self, handler, delta, finish=None):
        chunk = {
            "id": "c",
            "object": "chat.completion.chunk",
            "created": int(time.time()),
            "model": "fake",
            "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
        }
        handler.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
        handler.wfile.flush()
