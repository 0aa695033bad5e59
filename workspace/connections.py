"""The TCP connections to this server, to cut one without an answer."""

from typing import TYPE_CHECKING

from starlette.requests import HTTPConnection

if TYPE_CHECKING:
    import uvicorn


class Connections:
    """Cuts connections of the server that it is attached to."""

    def __init__(self) -> None:
        self._server: uvicorn.Server | None = None

    def attach(self, server: "uvicorn.Server") -> None:
        """Cut this server's connections from now on."""
        self._server = server

    def cut(self, connection: HTTPConnection) -> None:
        """End the connection of a request or a socket at once, as a network does that breaks."""
        if self._server is None or connection.client is None:
            return
        for protocol in list(self._server.server_state.connections):
            if getattr(protocol, "client", None) == tuple(connection.client):
                protocol.transport.abort()
