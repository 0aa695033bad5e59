"""Makes identifiers of the shapes that Slack makes."""

import secrets
import string
import threading
import time

_LETTERS = string.ascii_uppercase + string.digits


def make_id(prefix: str, length: int = 10) -> str:
    """Return a fresh identifier such as `Ev0A1B2C3D4E`."""
    return prefix + "".join(secrets.choice(_LETTERS) for _ in range(length))


def make_channel_id() -> str:
    """Return a fresh id of a conversation that the app or a person makes."""
    return make_id("C")


def make_block_id() -> str:
    """Return the kind of block_id that Slack gives to a block that has none."""
    return secrets.token_urlsafe(4)[:5]


def make_envelope_id() -> str:
    """Return an identifier in the shape of a UUID."""
    raw = secrets.token_hex(16)
    return "-".join((raw[:8], raw[8:12], raw[12:16], raw[16:20], raw[20:]))


class Timestamps:
    """Issues message timestamps: text, in seconds, strictly increasing."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def pass_by(self, ts: str) -> None:
        """Issue only later timestamps than this one, even if the clock was set back."""
        seconds, _, fraction = ts.partition(".")
        with self._lock:
            self._last = max(self._last, int(seconds) * 1_000_000 + int(fraction or 0))

    def make(self) -> str:
        """Return the next timestamp, such as `1767225600.000200`."""
        with self._lock:
            self._last = max(self._last + 1, time.time_ns() // 1000)
            return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"
