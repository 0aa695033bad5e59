"""What a refresh costs in proportion to the first build: nothing changed, and one page changed."""

import json
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from advisor.errors import AdvisorError
from advisor.settings import Settings
from benchmarks.children import child_environment
from benchmarks.corpus import link_models
from benchmarks.synthetic import write_guide

ROOT = Path(__file__).parent.parent


class RefreshError(AdvisorError):
    """A build of the benchmark failed."""


def measure_refresh(settings: Settings, *, chunks: int) -> dict[str, Any]:
    """Returns seconds by the clock and of the processors for three builds of a synthetic guide, with the real model.

    Raises:
        RefreshError: a build failed.

    """
    folder = settings.data_dir / "benchmarks" / "refresh" / str(chunks)
    shutil.rmtree(folder, ignore_errors=True)
    guide, data_dir = folder / "guide", folder / "data"
    write_guide(guide, chunks=chunks)
    link_models(data_dir, settings.data_dir)
    figures: dict[str, Any] = {"chunks": chunks, "first": _build(guide, data_dir)}
    figures["unchanged"] = _build(guide, data_dir)
    page = next(guide.rglob("*.md"))
    text = page.read_text(encoding="utf-8")
    page.write_text(f"{text}\n\n## One more section\n\nIt says something new.\n", encoding="utf-8")
    figures["one_page"] = _build(guide, data_dir)
    for name in ("unchanged", "one_page"):
        for unit in ("seconds", "processor_seconds"):
            share = figures[name][unit] / figures["first"][unit]
            figures[f"{name}_{unit}_share"] = round(share, 4)
    return figures


def _build(guide: Path, data_dir: Path) -> dict[str, Any]:
    environment = child_environment(
        DATA_DIR=str(data_dir), DATABASE_URL="", CHROMA_URL="", LOG_LEVEL="ERROR"
    )
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "ingest", str(guide), "--json"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RefreshError(f"The build failed: {done.stderr.strip()[-500:]}")
    seconds = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    report = json.loads(done.stdout.strip().splitlines()[-1])
    return {
        "seconds": round(seconds, 2),
        "processor_seconds": round(spent, 2),
        "embedded": report["embedded"],
        "reused": report["reused"],
        "release": report["release"],
    }
