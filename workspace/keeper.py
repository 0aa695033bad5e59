"""Keeps the state file up to date: soon after each change, and at the end."""

import sys
import threading
import time
from pathlib import Path
from typing import IO

from workspace.changes import Change
from workspace.inputs import InputError
from workspace.saved import check_place, load, restore, save
from workspace.state import Workspace

try:
    import fcntl
except ImportError:  # Windows has no flock: there, nothing keeps a second workspace away.
    fcntl = None  # type: ignore[assignment]

PAUSE = 0.2
"""Seconds in which changes are gathered before the file is written."""
PAUSES = 5.0
"""How many times as long as a saving took the next one waits at least."""


class Keeper:
    """Saves one workspace in one file. Raises InputError for a file that cannot be used."""

    def __init__(self, workspace: Workspace, path: Path) -> None:
        self._workspace = workspace
        self._path = path
        self._wake = threading.Event()
        self._ends = threading.Event()
        self._is_troubled = False
        self._pause = PAUSE
        check_place(path)
        self._lock_file = _lock(path)
        try:
            saved = load(path)
        except InputError:
            self._unlock()
            raise
        if saved:
            restore(saved, workspace)
        workspace.subscribe(self._on_change)
        self._thread = threading.Thread(target=self._run, name="workspace-state", daemon=True)
        self._thread.start()

    def _on_change(self, _: Change) -> None:
        self._wake.set()

    def note(self) -> None:
        """Save soon, after something that is no change of the workspace, such as a new token."""
        self._wake.set()

    def _run(self) -> None:
        while not self._ends.is_set():
            self._wake.wait()
            self._ends.wait(self._pause)
            self._wake.clear()
            began = time.monotonic()
            self._save()
            # A large workspace on a slow disk is saved less often, not all the time.
            self._pause = max(PAUSE, PAUSES * (time.monotonic() - began))

    def _save(self) -> None:
        try:
            save(self._workspace, self._path)
            self._is_troubled = False
        except OSError as error:
            if not self._is_troubled:
                text = f"The state file {self._path} cannot be written: {error.strerror}.\n"
                sys.stderr.write(text)
            self._is_troubled = True

    def close(self) -> None:
        """Save once more and end."""
        self._ends.set()
        self._wake.set()
        self._thread.join(10)
        self._unlock()

    def _unlock(self) -> None:
        if self._lock_file:
            self._lock_file.close()


def _lock(path: Path) -> IO[str] | None:
    if fcntl is None:
        return None
    target = path.resolve()
    lock_file = target.with_name(f".{target.name}.lock").open("w", encoding="utf-8")
    try:
        fcntl.flock(lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock_file.close()
        raise InputError(f"Another workspace is using the state file {path}.") from None
    return lock_file
