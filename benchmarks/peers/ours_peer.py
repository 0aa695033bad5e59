"""The advisor itself, measured like its peers: `python -m ingest`, then what `advisor retrieve` does.

Runs in the product's own environment, from the repository's folder.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from advisor.bootstrap import Services, build_services
from advisor.logs import configure_logging
from advisor.settings import Settings, silence_call_home
from benchmarks.children import child_environment
from benchmarks.peers.protocol import Hit, serve


class OurPeer:
    """The advisor as the protocol wants it."""

    packages = ("ai-pm-advisor", "chromadb", "bm25s", "onnxruntime")

    def load(self, model: str) -> None:  # noqa: ARG002 - the bundled model is the same one
        silence_call_home()
        self._services: Services | None = None

    def index(self, folder: Path, store: Path) -> Mapping[str, Any]:
        data_dir = store
        environment = child_environment(
            DATA_DIR=str(data_dir), DATABASE_URL="", CHROMA_URL="", LOG_LEVEL="ERROR"
        )
        done = subprocess.run(
            [sys.executable, "-m", "ingest", str(folder), "--json"],
            env=environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        report = json.loads(done.stdout.strip().splitlines()[-1])
        settings = Settings(data_dir=data_dir, log_level="ERROR")
        configure_logging(settings)
        self._services = build_services(settings)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        return {
            "chunks": report["chunks"],
            "seconds": report["seconds"],
            "ingest_peak_mb": peak,
            "left_out": len(report["rejected"]),
            "texts": [],
        }

    @property
    def searches(self) -> Mapping[str, Callable[[str, int], Sequence[Hit]]]:
        return {"AI PM Advisor": self._search}

    def _search(self, query: str, limit: int) -> list[Hit]:
        assert self._services is not None
        found = self._services.answering.retrieve(query, limit=limit)
        return [Hit(one.chunk.document, one.chunk.text, one.chunk.headings) for one in found]


if __name__ == "__main__":
    serve(OurPeer())
