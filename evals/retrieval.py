"""Measures retrieval alone: hybrid, dense only and words only, over the same questions."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from advisor.models import Chunk
from evals.answers import question_of
from evals.bench import Bench
from evals.datasets import AnswerRow
from evals.metrics import hit, mean, ndcg, percentile, recall
from evals.sections import Holding, Place

LIMIT = 10
DEPTHS = (1, 3, 5, 10)
SERVED = "hybrid"
# A page that also holds the answer is worth half the page that holds it best.
BEST_GAIN, ALSO_GAIN = 2.0, 1.0


@dataclass(frozen=True, slots=True)
class Found:
    """What one way of retrieving found for one question, best first."""

    row: AnswerRow
    holding: Holding
    chunks: tuple[Chunk, ...]
    milliseconds: float

    @property
    def documents(self) -> list[str]:
        """The pages of the passages, in their order."""
        return [chunk.document for chunk in self.chunks]

    def section_hit(self, limit: int) -> bool:
        """Whether a section that answers the question stands among the first passages."""
        return any(
            self.holding.holds(Place(chunk.document, chunk.headings))
            for chunk in self.chunks[:limit]
        )


@dataclass(frozen=True, slots=True)
class RetrievalResult:
    """What each way of retrieving found, by name."""

    found: Mapping[str, tuple[Found, ...]]
    release: int


def measure_retrieval(
    bench: Bench,
    rows: Sequence[AnswerRow],
    *,
    holding: Mapping[str, Holding],
    clock: Callable[[], float] = time.perf_counter,
) -> RetrievalResult:
    """Returns the first ten passages of each question by each way of retrieving."""
    found: dict[str, tuple[Found, ...]] = {}
    for name, search in bench.searches.items():
        search(question_of(rows[0]), LIMIT)
        results: list[Found] = []
        for row in rows:
            started = clock()
            chunks = tuple(search(question_of(row), LIMIT))
            milliseconds = (clock() - started) * 1000
            results.append(Found(row, holding.get(row.id, Holding()), chunks, milliseconds))
        found[name] = tuple(results)
    return RetrievalResult(found, bench.release)


def figures(found: Sequence[Found]) -> dict[str, float]:
    """Returns the hits of sections where one is known, then hit, recall and nDCG over pages."""
    known = [one for one in found if one.holding.any]
    gains = [_gains(one.row) for one in found]
    pairs = list(zip(found, gains, strict=True))
    values = {
        f"section_hit@{depth}": mean([one.section_hit(depth) for one in known]) for depth in DEPTHS
    }
    values |= {
        "hit@1": mean([hit(one.documents, gain, limit=1) for one, gain in pairs]),
        "hit@5": mean([hit(one.documents, gain, limit=5) for one, gain in pairs]),
        "recall@5": mean([recall(one.documents, gain, limit=5) for one, gain in pairs]),
        "recall@10": mean([recall(one.documents, gain, limit=10) for one, gain in pairs]),
        "ndcg@10": mean([ndcg(one.documents, gain, limit=10) for one, gain in pairs]),
    }
    return {name: round(value, 4) for name, value in values.items()}


def summary(result: RetrievalResult) -> dict[str, Any]:
    """Returns the figures as plain data, with one entry per question under `results`."""
    served = result.found[SERVED]
    return {
        "evaluation": "retrieval",
        "release": result.release,
        "questions": len(served),
        "questions_with_section": sum(bool(one.holding.any) for one in served),
        "methods": {name: figures(found) for name, found in result.found.items()},
        "milliseconds": {name: _times(found) for name, found in result.found.items()},
        "results": [
            {
                "id": one.row.id,
                "hit@5": hit(one.documents, one.row.documents, limit=5),
                "section_hit@5": one.section_hit(5) if one.holding.any else None,
                "found": one.documents[:5],
            }
            for one in served
        ],
    }


def faults(result: RetrievalResult) -> dict[str, str]:
    """Returns the questions for which no right section is among the first five served, by id."""
    return {
        one.row.id: f"not {one.row.document} but {', '.join(dict.fromkeys(one.documents[:5]))}"
        for one in result.found[SERVED]
        if one.holding.any and not one.section_hit(5)
    }


def _gains(row: AnswerRow) -> dict[str, float]:
    return {
        document: ALSO_GAIN if place else BEST_GAIN for place, document in enumerate(row.documents)
    }


def _times(found: Sequence[Found]) -> dict[str, float]:
    times = [one.milliseconds for one in found]
    return {"p50": round(percentile(times, 50), 3), "p95": round(percentile(times, 95), 3)}
