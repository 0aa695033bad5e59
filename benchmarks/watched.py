"""A child process that is measured: its time by the clock and of the processors, and its memory."""

import resource
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from advisor.errors import AdvisorError

ROOT = Path(__file__).parent.parent
EVERY = 0.1


class ChildFailedError(AdvisorError):
    """A step of a benchmark failed."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What a child printed, and what it and its children used.

    `megabytes` is the most resident memory that they held at one moment, `private` that without pages of mapped
    files, `largest` the most that one of them held.
    """

    output: bytes
    seconds: float
    processor_seconds: float
    megabytes: int
    private: int
    largest: int

    def memory(self) -> dict[str, Any]:
        """Returns the memory as figures."""
        return {"megabytes": self.megabytes, "largest": self.largest, "private": self.private}


def run_watched(command: Sequence[str], environment: Mapping[str, str]) -> Watched:
    """Returns what a command printed and used; its log goes to standard error.

    Raises:
        ChildFailedError: it ended with an error.

    """
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    together = largest = private = 0.0
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE) as child:
        while child.poll() is None:
            held = _held(child.pid)
            together = max(together, sum(rss for rss, _ in held))
            largest = max([largest, *(rss for rss, _ in held)])
            private = max(private, sum(own for _, own in held))
            time.sleep(EVERY)
        output = child.stdout.read() if child.stdout else b""
    seconds = time.perf_counter() - started
    if child.returncode != 0:
        raise ChildFailedError(f"`{command[-1]}` ended with {child.returncode}; its log is above.")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Watched(
        output=output,
        seconds=round(seconds, 2),
        processor_seconds=round(
            after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 2
        ),
        megabytes=round(together),
        private=round(private),
        largest=round(largest),
    )


def _held(pid: int) -> list[tuple[float, float]]:
    """Resident megabytes of a process and its children, each with those that are not of mapped files."""
    held = []
    try:
        process = psutil.Process(pid)
        for one in (process, *process.children(recursive=True)):
            memory = one.memory_info()
            held.append((memory.rss / 2**20, (memory.rss - memory.shared) / 2**20))
    except psutil.NoSuchProcess:
        return held
    return held
