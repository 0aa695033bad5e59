"""A classifier that is loaded when it is first asked: a process that never triages need not hold it."""

import threading
from collections.abc import Callable

from advisor.embedding import Embedder
from advisor.triage.assess import Judge, Judged


class OnFirstUse:
    """Opens the classifier at the first use, once for all threads."""

    def __init__(self, open_judge: Callable[[], Judge]) -> None:
        self._open = open_judge
        self._judge: Judge | None = None
        self._lock = threading.Lock()

    @property
    def version(self) -> str:
        """The model's version."""
        return self._opened().version

    def judge(self, text: str, embedder: Embedder) -> Judged:
        """Returns what the classifier says of the text."""
        return self._opened().judge(text, embedder)

    def _opened(self) -> Judge:
        with self._lock:
            if self._judge is None:
                self._judge = self._open()
            return self._judge
