"""What the retrieved passages say for and against an answer: the evidence that the estimate weighs."""

from collections.abc import Sequence

import numpy as np

from advisor.index.release import Release
from advisor.models import Passage
from advisor.pooling import Vectors

LOOKED_AT = 3
# How far what the guide covers leads what it says it does not cover; more is no further proof.
WIDEST_LEAD = 0.3


def gather_evidence(
    release: Release,
    query: str,
    vector: Vectors,
    passages: Sequence[Passage],
    *,
    asked: Vectors,
) -> dict[str, float]:
    """Returns the evidence by name, for a query with at least one passage, best first; vectors as for `retrieve`.

    wording, body, sentence: the best cosine of the best passages' wordings, texts and sentences.
    lexical: the best passage's share of words. coverage: the share, by idf, of the query's content
    words that the best passages hold. unknown: of those that the guide never uses. lead, score_lead:
    by how much the best covered section is nearer than any section on what the guide does not cover.
    margin: how far the fifth passage lies behind the best. agreement: of the best five passages, the
    share from the best one's page.
    """
    covered = [passage for passage in passages if passage.chunk.covered] or list(passages)
    best = covered[0]
    numbers = [passage.number for passage in covered[:LOOKED_AT]]
    wording = float(release.cosines(asked, numbers).max())
    others = [passage.score for passage in passages if not passage.chunk.covered]
    return {
        "wording": wording,
        "body": float(release.body_cosines(vector, numbers).max()),
        "sentence": float(release.best_sentence_cosines(vector, numbers, asked=asked).max()),
        "lexical": best.lexical,
        "coverage": coverage(release, query, numbers),
        "unknown": unknown(release, query),
        "lead": _clip(wording - release.nearest_uncovered(asked)),
        "score_lead": _clip(best.score - max(others, default=0.0)),
        "margin": best.score - covered[min(4, len(covered) - 1)].score,
        "agreement": float(
            np.mean([passage.chunk.document == best.chunk.document for passage in covered[:5]])
        ),
    }


def coverage(release: Release, query: str, numbers: Sequence[int]) -> float:
    """Returns the share, by idf, of the query's content words that these chunks hold.

    Words that the guide never uses count with the greatest idf: they are what a stranger asks about.
    """
    weights = _weights(release, query)
    held = sum(
        weight
        for term, weight in weights.items()
        if any(release.lexical.holds(term, number) for number in numbers)
    )
    return held / (sum(weights.values()) or 1.0)


def unknown(release: Release, query: str) -> float:
    """Returns the share, by idf, of the query's content words that the guide never uses."""
    weights = _weights(release, query)
    strange = sum(weight for term, weight in weights.items() if not release.lexical.knows(term))
    return strange / (sum(weights.values()) or 1.0)


def _weights(release: Release, query: str) -> dict[str, float]:
    return {term: release.lexical.idf(term) for term in release.lexical.terms(query)}


def _clip(lead: float) -> float:
    return min(max(lead, -WIDEST_LEAD), WIDEST_LEAD)
