"""What a refresh costs in proportion to the first build: nothing changed, and one page changed."""

import json
import re
import shutil
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from advisor.settings import Settings
from benchmarks.children import child_environment
from benchmarks.corpus import link_models
from benchmarks.synthetic import write_guide
from benchmarks.watched import run_watched

_OF_ONE_FILE = re.compile(r"\d+")
MORE = "\n\n## One more section\n\nIt says something new.\n"


def measure_refresh(settings: Settings, *, chunks: int) -> dict[str, Any]:
    """Returns the figures of three builds of a synthetic guide, with the real model.

    Raises:
        ChildFailedError: a build failed.

    """
    folder = settings.data_dir / "benchmarks" / "refresh" / str(chunks)
    shutil.rmtree(folder, ignore_errors=True)
    write_guide(folder / "guide", chunks=chunks)
    link_models(folder / "data", settings.data_dir)
    return {"chunks": chunks, **measure_builds(folder / "guide", folder / "data")}


def measure_builds(guide: Path, data_dir: Path) -> dict[str, Any]:
    """Returns the figures of a guide's first build, of one with nothing changed and of one with a page changed.

    Seconds are by the clock and of the processors, megabytes the most that a build and its children held at one
    moment. The page that is changed stays so.

    Raises:
        ChildFailedError: a build failed.

    """
    figures: dict[str, Any] = {"first": _build(guide, data_dir)}
    figures["unchanged"] = _build(guide, data_dir)
    page = min(guide.rglob("*.md"))
    page.write_text(page.read_text(encoding="utf-8") + MORE, encoding="utf-8")
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
    command = [sys.executable, "-m", "ingest", str(guide.resolve()), "--json"]
    done = run_watched(command, environment)
    report = json.loads(done.output.decode().strip().splitlines()[-1])
    kept = ("documents", "chunks", "embedded", "reused", "release")
    return {
        "seconds": done.seconds,
        "processor_seconds": done.processor_seconds,
        **done.memory(),
        **{name: report[name] for name in kept},
        "rejected": count(_OF_ONE_FILE.sub("…", each["reason"]) for each in report["rejected"]),
        "warnings": count(each["kind"] for each in report["warnings"]),
    }


def count(reasons: Iterable[str]) -> dict[str, int]:
    """Returns how often each reason was given, the most common first."""
    return dict(Counter(reasons).most_common())
