"""apps.connections.open: an address for one socket."""

from workspace.errors import SlackError
from workspace.jsontypes import Json
from workspace.methods.call import Call


def open_connection(call: Call) -> Json:
    """Return the address of a new socket; it is good for one connection."""
    sockets = call.workspace.sockets
    if sockets is None:
        raise SlackError("socket_mode_not_enabled")
    address = call.workspace.url.replace("http://", "ws://", 1)
    return {"url": f"{address}link?ticket={sockets.make_ticket()}&app_id=A_LOCAL"}
