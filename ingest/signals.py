"""Ends a process by its signals as an exception does, so that what it was building is cleaned up."""

import signal
from types import FrameType
from typing import NoReturn


def stop_on_signals() -> None:
    """Lets SIGTERM and SIGINT end the program as an exception, so that the build is marked failed."""

    def stop(number: int, _frame: FrameType | None) -> NoReturn:
        # A second signal must not interrupt the cleaning up.
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, signal.SIG_IGN)
        raise SystemExit(128 + number)

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, stop)
