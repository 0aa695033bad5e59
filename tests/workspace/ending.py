"""Ends a client of Slack's SDK at whatever moment of its life."""


def end(client) -> None:
    """Close a client that may just be connecting again, or losing its socket; `close` expects neither."""
    client.default_auto_reconnect_enabled = client.auto_reconnect_enabled = False
    if client.connect_operation_lock.acquire(timeout=5):
        client.connect_operation_lock.release()
    try:
        client.close()
    except AttributeError:
        # The server ended the socket at the same moment; the rest is still open.
        client.close()
