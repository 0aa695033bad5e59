"""Measures retrieval alone: hybrid, dense only and words only, over the same queries."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from advisor.models import Chunk
from evals.bench import Bench
from evals.datasets import AnswerRow, RetrievalRow
from evals.guide import GuideSection
from evals.metrics import hit, mean, ndcg, percentile, recall

LIMIT = 10
SERVED = "hybrid"
# A page that also holds the answer is worth half the page that holds it best.
BEST_GAIN, ALSO_GAIN = 2.0, 1.0


@dataclass(frozen=True, slots=True)
class Found:
    """What one way of retrieving found for one query, best first."""

    row: RetrievalRow
    chunks: tuple[Chunk, ...]
    milliseconds: float

    @property
    def documents(self) -> list[str]:
        """The pages of the passages, in their order."""
        return [chunk.document for chunk in self.chunks]

    def section_hit(self, limit: int) -> bool:
        """Whether the very section stands among the first passages."""
        return any(
            chunk.document == self.row.documents[0] and self.row.heading in chunk.headings[1:]
            for chunk in self.chunks[:limit]
        )


@dataclass(frozen=True, slots=True)
class RetrievalResult:
    """What each way of retrieving found, by name."""

    found: Mapping[str, tuple[Found, ...]]
    release: int


def measure_retrieval(
    bench: Bench, rows: Sequence[RetrievalRow], *, clock: Callable[[], float] = time.perf_counter
) -> RetrievalResult:
    """Returns the first ten passages of each query by each way of retrieving."""
    found: dict[str, tuple[Found, ...]] = {}
    for name, search in bench.searches.items():
        search(rows[0].query, LIMIT)
        results: list[Found] = []
        for row in rows:
            started = clock()
            chunks = tuple(search(row.query, LIMIT))
            results.append(Found(row, chunks, (clock() - started) * 1000))
        found[name] = tuple(results)
    return RetrievalResult(found, bench.release)


def derive_rows(
    rows: Sequence[AnswerRow], guide: Mapping[str, Sequence[GuideSection]]
) -> list[RetrievalRow]:
    """Returns the retrieval rows of questions; a follow-up's query holds what it follows.

    The heading is sure where exactly one section of the page holds all the facts asked for.
    """
    derived: list[RetrievalRow] = []
    for row in rows:
        holding = [
            section.heading
            for section in guide[row.document]
            if not row.missing(f"{section.heading}\n{section.text}")
        ]
        derived.append(
            RetrievalRow(
                id=row.id,
                query=f"{row.previous_question} {row.question}".strip(),
                documents=row.documents,
                heading=holding[0] if len(holding) == 1 else "",
            )
        )
    return derived


def figures(found: Sequence[Found]) -> dict[str, float]:
    """Returns hit, recall, nDCG over pages, and the hits of sections where one is sure."""
    sure = [one for one in found if one.row.heading]
    gains = [_gains(one.row) for one in found]
    pairs = list(zip(found, gains, strict=True))
    values = {
        "hit@1": mean([hit(one.documents, gain, limit=1) for one, gain in pairs]),
        "hit@5": mean([hit(one.documents, gain, limit=5) for one, gain in pairs]),
        "recall@5": mean([recall(one.documents, gain, limit=5) for one, gain in pairs]),
        "recall@10": mean([recall(one.documents, gain, limit=10) for one, gain in pairs]),
        "ndcg@10": mean([ndcg(one.documents, gain, limit=10) for one, gain in pairs]),
        "section_hit@1": mean([one.section_hit(1) for one in sure]),
        "section_hit@5": mean([one.section_hit(5) for one in sure]),
    }
    return {name: round(value, 4) for name, value in values.items()}


def summary(result: RetrievalResult) -> dict[str, Any]:
    """Returns the figures as plain data, with one entry per query under `results`."""
    served = result.found[SERVED]
    return {
        "evaluation": "retrieval",
        "release": result.release,
        "queries": len(served),
        "queries_with_heading": sum(bool(one.row.heading) for one in served),
        "methods": {name: figures(found) for name, found in result.found.items()},
        "milliseconds": {name: _times(found) for name, found in result.found.items()},
        "results": [
            {
                "id": one.row.id,
                "hit@5": hit(one.documents, one.row.documents, limit=5),
                "section_hit@5": one.section_hit(5) if one.row.heading else None,
                "found": one.documents[:5],
            }
            for one in served
        ],
    }


def faults(result: RetrievalResult) -> dict[str, str]:
    """Returns the queries for which no right page is among the first five served, by id."""
    return {
        one.row.id: f"not {one.row.documents[0]} but {', '.join(dict.fromkeys(one.documents[:5]))}"
        for one in result.found[SERVED]
        if not hit(one.documents, one.row.documents, limit=5)
    }


def _gains(row: RetrievalRow) -> dict[str, float]:
    return {
        document: ALSO_GAIN if place else BEST_GAIN for place, document in enumerate(row.documents)
    }


def _times(found: Sequence[Found]) -> dict[str, float]:
    times = [one.milliseconds for one in found]
    return {"p50": round(percentile(times, 50), 3), "p95": round(percentile(times, 95), 3)}
