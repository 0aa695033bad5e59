"""A question to its passages: completed, corrected, embedded, retrieved, and how much they bear."""

from dataclasses import dataclass

import numpy as np

from advisor.answering.asked_vectors import embed_asked
from advisor.answering.estimate import Estimate, estimate
from advisor.answering.evidence import gather_evidence
from advisor.answering.query import Query
from advisor.answering.question import clean, complete
from advisor.answering.rerank import Reranker
from advisor.answering.retrieve import SERVED, Retrieval, retrieve
from advisor.answering.spelling import correct
from advisor.embedding import Embedder
from advisor.index.release import Release
from advisor.models import Passage, Question
from advisor.pooling import Vectors

PASSAGES = 8


@dataclass(frozen=True, slots=True)
class Found:
    """What the search for a question gave; `passages` are the best, best first."""

    query: Query
    passages: tuple[Passage, ...]
    estimate: Estimate


def read_query(
    release: Release, embedder: Embedder, question: Question, *, how: Retrieval = SERVED
) -> Query:
    """Returns the question completed from its conversation, its spelling slips mended.

    A follow-up's vector is drawn half-way to its own words, lest its conversation drown it.
    """
    text, own = complete(question), clean(question.text)
    if how.spelling:
        text, own = (correct(one, release, embedder.token_spans) for one in (text, own))
    vectors, asked = embed_asked(release, embedder, [text] if own == text else [text, own])
    return Query(text, _middle(vectors), _middle(asked))


def find_passages(
    release: Release,
    query: Query,
    *,
    limit: int = PASSAGES,
    how: Retrieval = SERVED,
    reranker: Reranker | None = None,
) -> tuple[Passage, ...]:
    """Returns the best passages for a query, best first."""
    return retrieve(
        release,
        query.text,
        query.vector,
        asked=query.asked,
        limit=limit,
        how=how,
        reranker=reranker,
    )


def _middle(vectors: Vectors) -> Vectors:
    mean: Vectors = vectors.mean(axis=0)
    return mean / max(float(np.linalg.norm(mean)), 1e-9)


def search(
    release: Release,
    embedder: Embedder,
    question: Question,
    *,
    limit: int = PASSAGES,
    threshold: float | None = None,
    how: Retrieval = SERVED,
    reranker: Reranker | None = None,
) -> Found:
    """Returns the best passages for a question, and the estimate that an answer from them is right.

    `threshold` replaces the release's own.
    """
    query = read_query(release, embedder, question, how=how)
    passages = find_passages(release, query, limit=limit, how=how, reranker=reranker)
    evidence = gather_evidence(release, query.text, query.vector, passages, asked=query.asked)
    wanted = release.manifest.threshold if threshold is None else threshold
    return Found(query, passages, estimate(evidence, threshold=wanted, is_tuned=release.is_tuned))
