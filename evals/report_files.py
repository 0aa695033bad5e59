"""The report of a run: one JSON object, and the page that shows it."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from evals.measure import Outcome
from evals.page import build_page
from evals.targets import judge


def build_report(outcomes: Sequence[Outcome], *, split: str) -> dict[str, Any]:
    """Returns the report of a run of answers and retrieval."""
    found = {outcome.name: outcome.summary for outcome in outcomes}
    return {
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "split": split,
        "targets": judge(found["answers"], found["retrieval"]),
        **found,
    }


def write_report(report: dict[str, Any], folder: Path) -> tuple[Path, Path]:
    """Writes report.json and report.html into the folder and returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    data, page = folder / "report.json", folder / "report.html"
    data.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    page.write_text(build_page(report), encoding="utf-8")
    return data, page
