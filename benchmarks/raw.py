"""The model's own encode, timed beside an ingest in the same run, so that a busy machine slows down both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.environments import PeerProcess
from benchmarks.scoring import DEPTH


@dataclass(slots=True)
class RawEncode:
    """sentence-transformers' own encode, in torch fp32; what it took is added up."""

    process: PeerProcess
    scratch: Path
    chunks: int = 0
    seconds: float = 0.0
    cpu_seconds: float = 0.0

    def encode(self, texts: Sequence[str]) -> None:
        """Encodes the texts once."""
        file = self.scratch / "texts"
        file.write_text("\0".join(text.replace("\0", "") for text in texts), encoding="utf-8")
        facts = self.process.ask("index", folder=str(file), store="", limit=DEPTH)
        self.chunks += facts["chunks"]
        self.seconds += facts["seconds"]
        self.cpu_seconds += facts["cpu_seconds"]

    def compare(self, facts: Mapping[str, Any]) -> dict[str, float]:
        """Returns the speed of an ingest and its ratio to this encode, by the clock and by CPU seconds.

        CPU seconds are those of all cores; load does not distort them. Those of our own ingest are of
        its processes from start to end, while a peer's are of indexing alone.
        """
        speed = facts["chunks"] / facts["seconds"]
        raw_speed = self.chunks / self.seconds
        per_cpu_second = facts["chunks"] / facts["cpu_seconds"]
        return {
            "chunks": facts["chunks"],
            "ingest_seconds": facts["seconds"],
            "ingest_cpu_seconds": facts["cpu_seconds"],
            "ingest_per_second": speed,
            "raw_chunks": self.chunks,
            "raw_per_second": raw_speed,
            "ingest_ratio": speed / raw_speed,
            "ingest_cpu_ratio": per_cpu_second * self.cpu_seconds / self.chunks,
        }
