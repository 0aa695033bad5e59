"""A port of this machine that nobody uses."""

import random
import socket

# Below those that outgoing connections get: nobody takes one by chance before it is served, or between two servers.
FIRST, END = 20_000, 32_000


def free_port():
    while True:
        port = random.randrange(FIRST, END)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
