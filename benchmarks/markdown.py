"""The comparison as Markdown: one table of nDCG@10, one of the systems' means, one for each set."""

from collections.abc import Iterable, Mapping
from typing import Any

from evals.metrics import mean

DENSE, WORDS = "dense: text with heading path", "BM25"
# Our own parts beside the systems, over the release that serves.
ALONE = {"dense alone": DENSE, "BM25 alone": WORDS}
FIGURES = {
    "hit@1": ("hit@1", 3),
    "hit@5": ("hit@5", 3),
    "hit@10": ("hit@10", 3),
    "recall@10": ("recall@10", 3),
    "ndcg@10": ("nDCG@10", 3),
    "ingest_per_second": ("chunks/s", 1),
    "ingest_ratio": ("× raw encode", 2),
    "ingest_cpu_ratio": ("× raw, CPU s", 2),
    "query_p50_ms": ("p50 ms", 1),
    "query_p95_ms": ("p95 ms", 1),
    "resident_mb": ("resident MB", 0),
}
Row = Mapping[str, float]


def build_markdown(report: Mapping[str, Any]) -> str:
    """Returns the two tables for the README: each set's nDCG@10, and each system's means over the sets."""
    sets: Mapping[str, Any] = report["sets"]
    names = list(dict.fromkeys(name for result in sets.values() for name in result["systems"]))
    rows = {
        f"{name} ({result['about']['use']}, {result['queries']})": [
            *(result["systems"].get(system, {}).get("ndcg@10") for system in names),
            *(result.get("ablations", {}).get(part, {}).get("ndcg@10") for part in ALONE.values()),
        ]
        for name, result in sets.items()
    }
    rows["mean"] = [_mean_of(column) for column in zip(*rows.values(), strict=True)]
    lines = [_line(["nDCG@10 (use, queries)", *names, *ALONE]), _rule(1 + len(names) + len(ALONE))]
    lines += [_line([name, *_marked(values)]) for name, values in rows.items()]
    means = {system: _means(system, sets.values()) for system in names}
    return "\n".join([*lines, "", _table("mean over the sets", means)])


def build_details(report: Mapping[str, Any]) -> str:
    """Returns a table for each set."""
    return "\n\n".join(
        _table(f"{name} ({result['about']['use']})", result["systems"])
        for name, result in report["sets"].items()
    )


def _mean_of(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return mean(known) if known else None


def _means(system: str, results: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    rows = [result["systems"][system] for result in results if system in result["systems"]]
    return {
        figure: mean([row[figure] for row in rows])
        for figure in FIGURES
        if all(figure in row for row in rows)
    }


def _table(title: str, systems: Mapping[str, Row]) -> str:
    shown = [figure for figure in FIGURES if any(figure in row for row in systems.values())]
    lines = [_line([title, *(FIGURES[figure][0] for figure in shown)]), _rule(1 + len(shown))]
    for system, row in systems.items():
        cells = [_cell(row.get(figure), digits=FIGURES[figure][1]) for figure in shown]
        lines.append(_line([system, *cells]))
    return "\n".join(lines)


def _marked(values: list[float | None]) -> list[str]:
    """The values as text, the best in bold."""
    best = max((value for value in values if value is not None), default=None)
    cells = [_cell(value, digits=3) for value in values]
    return [
        f"**{cell}**" if value is not None and value == best else cell
        for cell, value in zip(cells, values, strict=True)
    ]


def _cell(value: float | None, *, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _rule(columns: int) -> str:
    return f"|{'---|' * columns}"
