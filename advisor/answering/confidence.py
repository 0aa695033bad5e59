"""How sure an answer is: an estimate from retrieval scores, and the threshold to abstain below."""

import math
from collections.abc import Sequence

from advisor.index.release import Release
from advisor.models import Passage

# A logistic regression over two features, fitted by eye on the development questions; `python -m evals answers`
# reports what it does. It asks: how near is the best section, and how many of the question's words does it hold?
INTERCEPT = -5.2
COSINE_WEIGHT = 9.0
COVERAGE_WEIGHT = 2.2
THRESHOLD = 0.35


def estimate(release: Release, query: str, passages: Sequence[Passage]) -> float:
    """Returns the estimated probability, 0 to 1, that the passages answer the query."""
    if not passages:
        return 0.0
    best = max(passage.cosine for passage in passages[:3])
    share = coverage(release, query, passages[:3])
    return 1 / (1 + math.exp(-(INTERCEPT + COSINE_WEIGHT * best + COVERAGE_WEIGHT * share)))


def coverage(release: Release, query: str, passages: Sequence[Passage]) -> float:
    """Returns the share, by idf, of the query's content words that the passages hold.

    Words that the guide never uses count with the greatest idf: they are what a stranger asks about.
    """
    terms = set(release.lexical.terms(query))
    if not terms:
        return 0.0
    held: set[str] = set()
    for passage in passages:
        chunk = passage.chunk
        held.update(release.lexical.terms(" ".join((chunk.heading, chunk.text, *chunk.asked_as))))
    weights = {term: release.lexical.idf(term) for term in terms}
    return sum(weights[term] for term in terms & held) / (sum(weights.values()) or 1.0)
