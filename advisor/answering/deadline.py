"""A model's text as it comes, within a time limit that holds whatever the provider does."""

import email.utils
import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import structlog

from advisor.errors import AdvisorError, ComposerError

TRIES = 3
FIRST_PAUSE = 0.4
# Less than this is no time for another try.
LEAST_LEFT = 1.0
_AGAIN = frozenset((408, 409, 425, 429))
# How providers name the end of a text: the keys, and the values that mean that it is not whole.
_END_KEYS = ("finish_reason", "stop_reason", "done_reason", "finishReason", "stopReason")
_BROKEN = frozenset(("length", "max_tokens", "content_filter", "safety", "recitation", "refusal"))

log = structlog.get_logger()


class Reading:
    """Yields the pieces of one text; `ended_by` is the provider's word for why it ended, if it gave one."""

    def __init__(self, open_stream: Callable[[], Iterable[Any]], *, deadline: float) -> None:
        self.ended_by = ""
        self._open_stream = open_stream
        self._deadline = deadline
        self._pieces: queue.Queue[str | None | Exception] = queue.Queue()
        self._left = threading.Event()

    def __iter__(self) -> Iterator[str]:
        """Yields until the text ends.

        Raises:
            ComposerError: the provider failed, broke off, or took too long.

        """
        threading.Thread(target=self._produce, daemon=True).start()
        try:
            while True:
                piece = self._pieces.get(timeout=max(0.0, self._deadline - time.monotonic()))
                if piece is None:
                    break
                if isinstance(piece, Exception):
                    raise ComposerError("The language model cannot be reached.") from piece
                yield piece
        except queue.Empty:
            raise ComposerError("The language model took too long.") from None
        finally:
            self._left.set()
        if self.ended_by.lower() in _BROKEN:
            raise ComposerError("The language model broke off.")

    def _produce(self) -> None:
        """Fills the queue; a failure before the first piece is tried again while there is time."""
        for number in range(1, TRIES + 1):
            try:
                self._read()
            except Exception as error:  # noqa: BLE001 - providers raise types of their own; all mean "no answer"
                # Its type only: a provider's words may hold the key or the question.
                log.warning("llm_failed", error=type(error).__name__, status=_status(error))
                pause = self._pause(error, number)
                if pause is None or self._left.wait(pause):
                    self._pieces.put(error)
                    return
            else:
                return

    def _read(self) -> None:
        for chunk in self._open_stream():
            if self._left.is_set():
                return
            self.ended_by = _end_of(chunk) or self.ended_by
            if chunk.text:
                self._started = True
                self._pieces.put(chunk.text)
        self._pieces.put(None)

    _started = False

    def _pause(self, error: Exception, number: int) -> float | None:
        """How long to wait before the next try; None where another try is of no use."""
        status = _status(error)
        final = status is not None and status < 500 and status not in _AGAIN
        if self._started or final or number == TRIES or isinstance(error, AdvisorError):
            return None
        pause = max(_asked_pause(error), FIRST_PAUSE * 2 ** (number - 1))
        left = self._deadline - time.monotonic()
        return pause if pause + LEAST_LEFT <= left else None


def _status(error: Exception) -> int | None:
    for source in (error, getattr(error, "response", None)):
        for name in ("status_code", "code"):
            status = getattr(source, name, None)
            if isinstance(status, int):
                return status
    return None


def _asked_pause(error: Exception) -> float:
    """The seconds of a Retry-After header, as a number or a date; 0 where there is none."""
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    value = str(headers.get("retry-after", "")).strip()
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return 0.0


def _end_of(chunk: Any) -> str:  # noqa: ANN401 - a chunk of any provider
    metadata = getattr(chunk, "response_metadata", None) or {}
    return next((str(metadata[key]) for key in _END_KEYS if metadata.get(key)), "")
