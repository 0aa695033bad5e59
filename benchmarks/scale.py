"""What a guide of so many chunks costs: memory, time and disk of a build, and the time of a question."""

import json
import shutil
import sys
import time
from pathlib import Path
from typing import Any

from advisor.settings import Settings
from benchmarks.children import child_environment
from benchmarks.synthetic import write_guide
from benchmarks.watched import run_watched


def measure_scale(
    settings: Settings,
    *,
    chunks: int,
    refresh: bool = True,
    index: bool = True,
    keep: bool = False,
) -> dict[str, Any]:
    """Returns the figures for a synthetic guide of so many chunks, with `refresh` those of two more builds as well.

    Without `index`, vectors are searched one by one, as where the Chroma server is gone.

    Raises:
        ChildFailedError: a step failed; its log is on standard error.

    """
    folder = settings.data_dir / "benchmarks" / "scale" / str(chunks)
    shutil.rmtree(folder, ignore_errors=True)
    started = time.perf_counter()
    write_guide(folder / "guide", chunks=chunks)
    figures: dict[str, Any] = {
        "chunks": chunks,
        "writing_seconds": round(time.perf_counter() - started, 1),
    }
    build = "build" if index else "build_bare"
    figures["build"] = _step(build, folder, settings)
    last = figures["build"]["release"]
    if refresh:
        _change(folder / "guide")
        figures["refresh"] = _step(build, folder, settings)
        figures["unchanged"] = _step(build, folder, settings)
        last = figures["refresh"]["release"]
    figures["query"] = _step("query", folder, settings)
    figures["disk"] = _disk(folder / "data", last)
    if not keep:
        shutil.rmtree(folder)
    return figures


def _change(guide: Path) -> None:
    """Adds a section to one page of a hundred, at least to one."""
    for path in sorted(guide.rglob("*.md"))[::100]:
        with path.open("a", encoding="utf-8") as file:
            file.write("\n## A section more\n\nIt says something that was not there before.\n")


def _step(step: str, folder: Path, settings: Settings) -> dict[str, Any]:
    """Runs a step; its figures with those of its memory."""
    print(f"{step} {folder.name}", file=sys.stderr)
    environment = child_environment(
        DATA_DIR=str(folder / "data"),
        DATABASE_URL="",
        CHROMA_URL=settings.chroma_url,
        LLM_MODEL="",
        LOG_LEVEL="WARNING",
    )
    command = [sys.executable, "-m", "benchmarks.scale_steps", step, str(folder)]
    done = run_watched(command, environment)
    return {**json.loads(done.output), **done.memory()}


def _disk(data_dir: Path, release: int) -> dict[str, float]:
    """Megabytes of the parts of a release, and of the database with its cache of vectors."""
    directory = data_dir / "releases" / f"{release:06d}"
    parts = {
        path.name: sum(file.stat().st_size for file in [path, *path.rglob("*")] if file.is_file())
        for path in sorted(directory.iterdir())
    }
    sizes = {name: size / 2**20 for name, size in parts.items() if size >= 2**20 / 10}
    database = sum(path.stat().st_size for path in data_dir.glob("advisor.sqlite3*"))
    rounded = {name: round(size, 1) for name, size in sizes.items()}
    return rounded | {
        "release": round(sum(parts.values()) / 2**20, 1),
        "database": round(database / 2**20, 1),
    }
