"""Reads foreign files through one warm child process, which is replaced when it dies or hangs."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Any

import structlog

from advisor.errors import IngestError
from ingest.formats.draft import Draft, draft_from
from ingest.formats.kinds import check_beginning
from ingest.formats.limits import MAX_REPLY, SECONDS
from ingest.parsed import Parsed
from ingest.rejection import RejectedError

_ROOT = Path(__file__).parents[2]
_START_SECONDS = 60
_PIECE = 1 << 16
_TOO_LONG = f"reading it took longer than {SECONDS} s"

log = structlog.get_logger()


class ForeignReader:
    """Reads files one at a time; the child starts with the first that is not in `parsed`, and ends with the block."""

    def __init__(self, *, seconds: float = SECONDS, parsed: Parsed | None = None) -> None:
        self._seconds = seconds
        self._parsed = parsed
        self._child: subprocess.Popen[bytes] | None = None
        self.started = 0

    def __enter__(self) -> "ForeignReader":
        """Returns the reader; nothing is started yet."""
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Ends the child."""
        self._end()

    def read(self, path: str, data: bytes) -> Draft:
        """Returns the content of a file.

        Raises:
            RejectedError: it is not what its name says, broken, hostile, or takes too much to read.

        """
        suffix = PurePosixPath(path).suffix.lower()
        check_beginning(suffix, data)
        title = title_of(path)
        known = self._parsed.find(suffix, title, data) if self._parsed else None
        if known is not None:
            return known
        draft = self._parse(suffix, title, data)
        if self._parsed:
            self._parsed.keep(suffix, title, data, draft)
        return draft

    def _parse(self, suffix: str, title: str, data: bytes) -> Draft:
        request = {"suffix": suffix, "title": title, "size": len(data)}
        reply = self._ask(json.dumps(request).encode() + b"\n" + data)
        if "rejected" in reply:
            raise RejectedError(str(reply["rejected"]))
        try:
            return draft_from(reply)
        except (KeyError, TypeError, ValueError) as error:
            self._end()
            raise RejectedError("its reader gave no usable answer") from error

    def _ask(self, request: bytes) -> dict[str, Any]:
        child = self._running()
        deadline = time.monotonic() + self._seconds
        try:
            _send(child, request, deadline)
            line = _receive(child, deadline)
        except TimeoutError as error:
            self._end()
            raise RejectedError(_TOO_LONG) from error
        except OSError as error:
            code = self._end()
            log.warning("foreign_reader_died", exit_code=code)
            raise RejectedError(_death(code)) from error
        try:
            reply = json.loads(line)
        except ValueError:
            reply = None
        if not isinstance(reply, dict):
            self._end()
            raise RejectedError("its reader gave no usable answer")
        if reply.get("ends"):
            self._end()
        return reply

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self._end()
        self._child = _start()
        self.started += 1
        # Its imports take a second, or several on a busy machine; no file shall pay for that.
        try:
            _receive(self._child, time.monotonic() + _START_SECONDS)
        except OSError as error:
            code = self._end()
            log.error("foreign_reader_not_started", exit_code=code)
            raise IngestError(
                "The reader of foreign files does not start; run `make install`."
            ) from error
        return self._child

    def _end(self) -> int | None:
        child, self._child = self._child, None
        if child is None:
            return None
        # One that is dying by itself says by its code why.
        try:
            child.wait(0.2)
        except subprocess.TimeoutExpired:
            child.kill()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()
        return child.wait()


def title_of(path: str) -> str:
    """Returns a title for a file that has none: its name without dashes and suffix."""
    return " ".join(PurePosixPath(path).stem.replace("_", " ").replace("-", " ").split()) or path


def _start() -> subprocess.Popen[bytes]:
    # Nothing of our environment: no tokens, no proxies.
    environment = {"PYTHONPATH": str(_ROOT), "LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "1"}
    child = subprocess.Popen(
        [sys.executable, "-X", "utf8", "-m", "ingest.formats.child"],
        cwd="/",
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            os.set_blocking(pipe.fileno(), False)
    return child


def _send(child: subprocess.Popen[bytes], request: bytes, deadline: float) -> None:
    pipe = child.stdin
    if pipe is None:
        raise OSError("the child has no input")
    rest = memoryview(request)
    while rest:
        _wait(pipe.fileno(), select.POLLOUT, deadline)
        rest = rest[os.write(pipe.fileno(), rest[:_PIECE]) :]


def _receive(child: subprocess.Popen[bytes], deadline: float) -> bytes:
    """The child's next line; OSError if it ends before, or says more than it may."""
    pipe = child.stdout
    if pipe is None:
        raise OSError("the child has no output")
    pieces: list[bytes] = []
    size = 0
    while True:
        _wait(pipe.fileno(), select.POLLIN, deadline)
        piece = os.read(pipe.fileno(), _PIECE)
        size += len(piece)
        if not piece or size > MAX_REPLY + 1:
            raise OSError("the child died, or said too much")
        pieces.append(piece)
        if piece.endswith(b"\n"):
            return b"".join(pieces)


def _wait(descriptor: int, event: int, deadline: float) -> None:
    poll = select.poll()
    poll.register(descriptor, event)
    if not poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
        raise TimeoutError


def _death(code: int | None) -> str:
    if code in (-signal.SIGXCPU, -signal.SIGALRM):
        return _TOO_LONG
    return "it made its reader crash"
