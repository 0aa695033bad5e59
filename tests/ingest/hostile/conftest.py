"""A web server that must hear nothing."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest


class Heard(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.heard.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_arguments):
        pass


@pytest.fixture(scope="module")
def server():
    """A server on loopback; `heard` are the paths that were asked for."""
    opened = HTTPServer(("127.0.0.1", 0), Heard)
    opened.heard = []
    opened.host = f"127.0.0.1:{opened.server_port}"
    thread = threading.Thread(target=opened.serve_forever, daemon=True)
    thread.start()
    yield opened
    opened.shutdown()
    thread.join()
    opened.server_close()
