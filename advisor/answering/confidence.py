"""How sure an answer is: an estimate from retrieval scores, and the threshold to abstain below."""

import math
from collections.abc import Sequence

from advisor.index.release import Release
from advisor.models import Passage
from advisor.pooling import Vectors

# A logistic regression that tells the questions of evals/datasets/answers.jsonl from the off-topic ones of
# refusals.jsonl: how near is the best wording, the best text, the best sentence, and how many of the question's words
# do the best passages hold? It says whether the guide speaks of the matter, not that each word of an answer is right.
INTERCEPT = -7.78
WORDING_WEIGHT = 7.1
BODY_WEIGHT = 5.49
SENTENCE_WEIGHT = 5.48
COVERAGE_WEIGHT = 3.54
THRESHOLD = 0.4
LOOKED_AT = 3


def estimate(release: Release, query: str, vector: Vectors, passages: Sequence[Passage]) -> float:
    """Returns the estimated probability, 0 to 1, that the guide covers the query."""
    if not passages:
        return 0.0
    numbers = [passage.number for passage in passages[:LOOKED_AT]]
    evidence = (
        INTERCEPT
        + WORDING_WEIGHT * float(release.cosines(vector, numbers).max())
        + BODY_WEIGHT * float(release.body_cosines(vector, numbers).max())
        + SENTENCE_WEIGHT * float(release.sentence_cosines(vector, numbers).max())
        + COVERAGE_WEIGHT * coverage(release, query, numbers)
    )
    return 1 / (1 + math.exp(-evidence))


def coverage(release: Release, query: str, numbers: Sequence[int]) -> float:
    """Returns the share, by idf, of the query's content words that these chunks hold.

    Words that the guide never uses count with the greatest idf: they are what a stranger asks about.
    """
    weights = {term: release.lexical.idf(term) for term in release.lexical.terms(query)}
    held = sum(
        weight
        for term, weight in weights.items()
        if any(release.lexical.holds(term, number) for number in numbers)
    )
    return held / (sum(weights.values()) or 1.0)
