"""Hybrid retrieval: dense vectors and words over one release, blended."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from advisor.answering.diversify import put_repeats_last
from advisor.answering.expand import expansion_scores
from advisor.answering.headings import heading_scores
from advisor.answering.rerank import RERANKED, Reranker
from advisor.index.release import Release
from advisor.models import Passage
from advisor.pooling import Vectors


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts in a passage's score: three views of its cosine, which add up to 1, and its words beside them.

    wording: the best of its text and the questions that it is asked as. body: its text. sentence: its best sentence.
    """

    wording: float
    body: float
    sentence: float
    lexical: float


# cosine + a weight x BM25 / (sum of the query terms' idf): this blend never fell below the better of its parts on six
# public sets, while reciprocal rank fusion lost up to 13 % of nDCG@10.
# Chosen on the guide's development questions, its wordings over the guide without them, and the public development
# sets: no weight nearby is better on all of them, and each is within 1 % of its best.
ASKED = Weights(wording=0.4, body=0.2, sentence=0.4, lexical=0.6)
# A model tuned on the wordings reads them so well that they lead: chosen on the guide's development questions.
TUNED = Weights(wording=0.6, body=0.1, sentence=0.3, lexical=0.3)
# Where a guide has no wordings, two views are left, which share the wording's weight, and words count a little less:
# on both public development sets nDCG@10 is 0.008 higher so.
UNASKED = Weights(wording=0.0, body=0.4, sentence=0.6, lexical=0.45)
# A heading in the very words of the query counts there too; wordings tell already what a section is asked as. Weight
# and sharpness were chosen with Python's cross-references in view, over eight sets of which none loses more than 0.003
# of nDCG@10; on cross-references of other chapters, seen by no choice, nDCG@10 is 0.04 higher so.
UNASKED_HEADING_WEIGHT = 0.4
# What a synonym counts beside the word itself.
EXPANSION_WEIGHT = 0.7
CANDIDATES = 50
# Each chunk has many vectors, and the store takes longer the more are asked for; those found by words come on top. With
# twelve as with twenty-five, the same development questions were answered whole.
NEAREST_CANDIDATES = 15
# Repeats are looked for among so many times the passages wanted, and among the first so many at most.
DIVERSE_AMONG = 2
MOST_DIVERSE = 60


@dataclass(frozen=True, slots=True)
class Retrieval:
    """How passages are found: the defaults are what serves, and each switch is a line of the ablations.

    lexical_weight: what words count beside the cosine; None for what fits the release.
    expansion: synonyms of the glossary count as well. spelling: slips are mended before. views: the
    cosine is the mean over three views of a chunk, not that of its best wording alone. diversity:
    near-duplicates of a better passage go behind the others. headings: where a guide has no wordings,
    a heading in the query's very words counts as well.
    """

    lexical_weight: float | None = None
    expansion: bool = True
    spelling: bool = True
    views: bool = True
    diversity: bool = True
    headings: bool = True


SERVED = Retrieval()


def retrieve(
    release: Release,
    query: str,
    vector: Vectors,
    *,
    asked: Vectors,
    limit: int = 10,
    how: Retrieval = SERVED,
    reranker: Reranker | None = None,
) -> tuple[Passage, ...]:
    """Returns the best passages for the query, best first; those after near-duplicates may score higher.

    `vector` is the query's embedding of shape (dimensions,), `asked` that of the model which read the wordings: the
    same where no model was tuned. Candidates are the best by either method; each is then scored by both, exactly. A
    re-ranker reads the first of them again.
    """
    among = max(limit, min(DIVERSE_AMONG * limit, MOST_DIVERSE), RERANKED if reranker else 0)
    ranked = _rank(release, query, vector, asked=asked, most=among, how=how)
    if reranker is not None:
        ranked = [*reranker.rerank(query, ranked[:RERANKED]), *ranked[RERANKED:]]
    if how.diversity:
        by_number = {passage.number: passage for passage in ranked}
        first = put_repeats_last(release, list(by_number)[:MOST_DIVERSE])
        ranked = [*(by_number[number] for number in first), *ranked[MOST_DIVERSE:]]
    return tuple(ranked[:limit])


def blend(
    release: Release,
    vector: Vectors,
    numbers: Sequence[int],
    lexical: np.ndarray,
    how: Retrieval = SERVED,
    *,
    asked: Vectors,
) -> tuple[np.ndarray, np.ndarray]:
    """Returns the scores of these chunks, and the cosines in them; `lexical` has one score for each chunk.

    The vectors are those of `retrieve`.
    """
    weights = weights_of(release)
    weight = weights.lexical if how.lexical_weight is None else how.lexical_weight
    if how.views:
        cosines = _cosines(release, vector, numbers, asked=asked, weights=weights)
    else:
        cosines = release.cosines(asked, numbers)
    return cosines + weight * lexical[numbers], cosines


def weights_of(release: Release) -> Weights:
    """Returns the weights that fit the release: it may have wordings, and a tuned model may have read them."""
    if not _has_wordings(release):
        return UNASKED
    return TUNED if release.is_tuned else ASKED


def _has_wordings(release: Release) -> bool:
    return release.entries > len(release.chunks)


def _cosines(
    release: Release,
    vector: Vectors,
    numbers: Sequence[int],
    *,
    asked: Vectors,
    weights: Weights,
) -> np.ndarray:
    bodies = release.body_cosines(vector, numbers)
    sentences = release.best_sentence_cosines(vector, numbers, asked=asked)
    cosines = weights.body * bodies + weights.sentence * sentences
    return (
        cosines + weights.wording * release.cosines(asked, numbers) if weights.wording else cosines
    )


def _rank(
    release: Release, query: str, vector: Vectors, *, asked: Vectors, most: int, how: Retrieval
) -> list[Passage]:
    lexical = release.lexical.scores(query)
    gains = expansion_scores(release, query) if how.expansion else None
    if gains is not None:
        lexical += EXPANSION_WEIGHT * gains
    numbers = _candidates(release, asked, lexical, max(CANDIDATES, most))
    if not numbers:
        return []
    scores, cosines = blend(release, vector, numbers, lexical, how, asked=asked)
    if how.headings and not _has_wordings(release):
        scores = scores + UNASKED_HEADING_WEIGHT * heading_scores(release, query, numbers)
    # The numbers are in order, so that equal scores keep it.
    order = np.argsort(-scores, kind="stable")[:most]
    return [
        Passage(
            chunk=release.chunks[numbers[place]],
            number=numbers[place],
            score=float(scores[place]),
            cosine=float(cosines[place]),
            lexical=float(lexical[numbers[place]]),
        )
        for place in order.tolist()
    ]


def _candidates(release: Release, asked: Vectors, lexical: np.ndarray, limit: int) -> list[int]:
    nearest = release.dense(asked, limit=min(limit, NEAREST_CANDIDATES) if lexical.any() else limit)
    found = {number for number, _ in nearest}
    best = (
        np.argpartition(-lexical, limit - 1)[:limit]
        if len(lexical) > limit
        else range(len(lexical))
    )
    found.update(int(number) for number in best if lexical[number] > 0)
    return sorted(found)
