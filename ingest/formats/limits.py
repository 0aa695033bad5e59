"""What the child that parses foreign files may use, and what it may not do at all."""

import os
import resource
import signal
import sys
from typing import Any

from ingest.rejection import RejectedError

SECONDS = 30
MEMORY = 1024 * 1024 * 1024
MAX_REPLY = 32 * 1024 * 1024
_OPEN_FILES = 32
# What no parser needs: the network, other programs, files beyond Python's own.
_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.forkpty",
    "os.kill",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "os.startfile",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.chmod",
    "os.chown",
    "ftplib.",
    "http.",
    "smtplib.",
    "urllib.Request",
    "webbrowser.",
)
_READ = (".py", ".pyc", ".so", ".xml", ".pptx", ".txt")


class ForbiddenError(RejectedError):
    """Raised in the child when a file made its parser reach for what it may not have."""


def confine() -> None:
    """Takes from this process what a parser does not need; nothing gives it back."""
    _limit(resource.RLIMIT_AS, MEMORY)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, _OPEN_FILES)
    # A write beyond RLIMIT_FSIZE is then an error instead of the end.
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    sys.addaudithook(_refuse)


def start_clock() -> None:
    """Gives the next file its seconds; the process is killed when they are used up."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + SECONDS + 1
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    if hard == resource.RLIM_INFINITY or seconds < hard:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, hard))
    # The parent stops it before; this is for a parent that is no more.
    signal.alarm(SECONDS + 5)


def _limit(kind: int, value: int) -> None:
    try:
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(
            kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard)
        )
    except (OSError, ValueError):
        # macOS knows some of the limits by name only; the others and the parent's clock hold.
        pass


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        raise ForbiddenError(f"reading it asked for {event}, which no document may")
    if event == "open" and not (_only_reads(arguments[2]) and _is_own(arguments[0], _READ)):
        raise ForbiddenError("it asked for another file, which no document may")
    if event in ("os.listdir", "os.scandir") and not _is_own(arguments[0], ("",)):
        raise ForbiddenError("it asked for another folder, which no document may")


def _only_reads(flags: Any) -> bool:  # noqa: ANN401 - what the event brings
    return not isinstance(flags, int) or not flags & os.O_ACCMODE


def _is_own(path: Any, ends: tuple[str, ...]) -> bool:  # noqa: ANN401 - as above
    """Whether a file or folder belongs to Python or a library, for a late import or a template."""
    if not isinstance(path, str | bytes):
        return False
    real = os.path.realpath(os.fsdecode(path))
    folders = (os.path.realpath(entry) for entry in sys.path if entry)
    return real.endswith(ends) and any((real + os.sep).startswith(one + os.sep) for one in folders)
