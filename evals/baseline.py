"""The figures that a change must not spoil, kept in the repository beside the questions."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.datasets import DatasetError

PATH = Path(__file__).parent / "baseline.json"
# A share, or the calibration error, may be worse by two points: about four of our questions.
SHARE_TOLERANCE = 0.02
# Times are measured on busy machines: a ratio of times may grow by half.
RATIO_TOLERANCE = 1.5
LOWER_IS_BETTER = frozenset({"wrongly_refused", "ece"})
RATIOS = frozenset({"ratio_p50"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One evaluation's figures, the questions that failed, and the hash of the questions."""

    figures: Mapping[str, float]
    failing: tuple[str, ...]
    dataset: str


def read_baseline(path: Path, name: str) -> Entry | None:
    """Returns the baseline of an evaluation, or None if there is none yet.

    Raises:
        DatasetError: the file is broken.

    """
    if not path.is_file():
        return None
    entry = _read(path).get(name)
    if entry is None:
        return None
    try:
        return Entry(
            {key: float(value) for key, value in entry["figures"].items()},
            tuple(entry["failing"]),
            str(entry["dataset"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _broken(path) from error


def write_baseline(path: Path, name: str, entry: Entry) -> None:
    """Puts an evaluation's figures into the file, and leaves the other evaluations' as they are."""
    entries = _read(path) if path.is_file() else {}
    entries[name] = {
        "dataset": entry.dataset,
        "figures": dict(entry.figures),
        "failing": list(entry.failing),
    }
    text = json.dumps(dict(sorted(entries.items())), indent=2, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def regressions(now: Entry, baseline: Entry) -> list[str]:
    """Returns a sentence for each figure that is worse than the baseline beyond its tolerance.

    A figure of the baseline that this run did not measure counts as worse.
    """
    found: list[str] = []
    for name, before in baseline.figures.items():
        value = now.figures.get(name)
        if value is None:
            found.append(f"{name} was {before:.4g} and is not measured any more.")
        elif _is_worse(name, value, before):
            found.append(f"{name} was {before:.4g} and is {value:.4g}.")
    return found


def _is_worse(name: str, value: float, before: float) -> bool:
    if name in RATIOS:
        return value > before * RATIO_TOLERANCE
    loss = value - before if name in LOWER_IS_BETTER else before - value
    # Shares are rounded to four digits: their difference is not exact.
    return loss > SHARE_TOLERANCE + 1e-9


def _read(path: Path) -> dict[str, Any]:
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _broken(path) from error
    if not isinstance(entries, dict):
        raise _broken(path)
    return entries


def _broken(path: Path) -> DatasetError:
    return DatasetError(f"{path} is broken: restore it, or remove it and run --update-baseline.")
