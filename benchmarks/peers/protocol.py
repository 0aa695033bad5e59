"""What a peer's script does for the benchmark: one JSON object per line in and out.

Only the standard library is used here: this file runs in the environments of all peers.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol, TextIO

WARM_UP = ("how does this work", "which one should I use")


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a peer found: its document below the folder, and its text as the peer keeps it.

    `headings` is the heading path from the title down, if the peer keeps one.
    """

    document: str
    text: str
    headings: tuple[str, ...] = ()


class Peer(Protocol):
    """A system to be measured. `searches` has an entry for each way to search that it ships."""

    @property
    def packages(self) -> Sequence[str]:
        """The packages whose versions are reported."""

    def load(self, model: str) -> None:
        """Loads the embedding model from its folder."""

    def index(self, folder: Path, store: Path) -> Mapping[str, Any]:
        """Indexes a folder of Markdown; returns `chunks`, and `texts` (some, evenly spread)."""

    @property
    def searches(self) -> Mapping[str, Callable[[str, int], Sequence[Hit]]]:
        """The ways to search, by name."""


def serve(peer: Peer) -> None:
    """Answers requests until standard input ends; what libraries print goes to standard error."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        _answer(answers, _do(peer, json.loads(line)))


def spread(texts: Sequence[str], wanted: int) -> list[str]:
    """Returns so many texts, evenly spread over all."""
    if len(texts) <= wanted:
        return list(texts)
    return [texts[place * len(texts) // wanted] for place in range(wanted)]


def _do(peer: Peer, request: Mapping[str, Any]) -> Mapping[str, Any]:
    if request["do"] == "start":
        versions = {name: version(name) for name in peer.packages}
        peer.load(request["model"])
        return {"versions": versions}
    if request["do"] == "index":
        started, used = time.perf_counter(), cpu_seconds()
        facts = dict(peer.index(Path(request["folder"]), Path(request["store"])))
        facts.setdefault("seconds", time.perf_counter() - started)
        facts["cpu_seconds"] = cpu_seconds() - used
        for search in peer.searches.values():
            for query in WARM_UP:
                search(query, request["limit"])
        return facts | {"searches": list(peer.searches)}
    if request["do"] == "query":
        search = peer.searches[request["search"]]
        started = time.perf_counter()
        hits = search(request["text"], request["limit"])
        milliseconds = 1000 * (time.perf_counter() - started)
        return {"milliseconds": milliseconds, "hits": [asdict(hit) for hit in hits]}
    if request["do"] == "memory":
        return read_memory()
    raise ValueError(request["do"])


def cpu_seconds() -> float:
    """Returns the seconds of all cores that this process and its ended children have used."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def read_memory() -> dict[str, float]:
    """Returns resident and peak megabytes of this process (Linux)."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    values = dict(line.split(":", 1) for line in status.splitlines())
    return {
        "resident_mb": int(values["VmRSS"].split()[0]) / 1024,
        "peak_mb": int(values["VmHWM"].split()[0]) / 1024,
    }


def _answer(answers: TextIO, value: Mapping[str, Any]) -> None:
    answers.write(json.dumps(value) + "\n")
    answers.flush()
