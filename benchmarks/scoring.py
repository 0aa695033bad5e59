"""How well a system ranks: hits, recall and nDCG over documents, and hits over sections."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.sets.question_set import Query, SectionPath
from evals.metrics import hit, mean, ndcg, recall

DEPTH = 10
BEST_GAIN, ALSO_GAIN = 2.0, 1.0
LIMITS = (1, 5, 10)


@dataclass(frozen=True, slots=True)
class Found:
    """One passage of a ranking: its document and the sections that it stands for."""

    document: str
    sections: frozenset[SectionPath] = frozenset()


def score(queries: Sequence[Query], rankings: Sequence[Sequence[Found]]) -> dict[str, float]:
    """Returns the means over the queries of their first ten passages.

    Documents rank by their first passage; a section is hit by any of the first passages that stands
    for it, counted over the queries whose section is known.
    """
    pairs = list(zip(queries, rankings, strict=True))
    values: dict[str, float] = {}
    documents = [list(dict.fromkeys(one.document for one in found[:DEPTH])) for found in rankings]
    gains = [_gains(query) for query in queries]
    both = list(zip(documents, gains, strict=True))
    for limit in LIMITS:
        values[f"hit@{limit}"] = mean([hit(found, gain, limit=limit) for found, gain in both])
        values[f"recall@{limit}"] = mean([recall(found, gain, limit=limit) for found, gain in both])
    values["ndcg@10"] = mean([ndcg(found, gain, limit=DEPTH) for found, gain in both])
    known = [(query, found) for query, found in pairs if query.sections]
    for limit in LIMITS if known else ():
        values[f"section_hit@{limit}"] = mean(
            [
                any(not one.sections.isdisjoint(query.sections) for one in found[:limit])
                for query, found in known
            ]
        )
    return values


def _gains(query: Query) -> Mapping[str, float]:
    return {query.document: BEST_GAIN} | dict.fromkeys(query.also, ALSO_GAIN)
