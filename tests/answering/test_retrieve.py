"""Retrieval over the bundled guide: its switches, and what they must keep."""

from dataclasses import replace

import numpy as np
import pytest

from advisor.answering.asked_vectors import embed_asked
from advisor.answering.retrieve import SERVED, Retrieval, blend, retrieve
from advisor.models import Question

QUESTIONS = (
    "what is precision",
    "which tools track experiments",
    "why does a model go stale",
    "classification or regression",
    "how do I structure answers in an interview",
)


@pytest.fixture
def found(guide):
    release = guide.index.current()

    def find(query, how=SERVED, limit=8):
        [vector], [asked] = embed_asked(release, guide.embedder, [query])
        return retrieve(release, query, vector, asked=asked, limit=limit, how=how)

    return find


@pytest.mark.parametrize("question", QUESTIONS)
def test_passages_are_distinct_and_the_best_leads(found, question):
    passages = found(question)
    assert len({passage.number for passage in passages}) == 8
    assert passages[0].score == max(passage.score for passage in passages)


@pytest.mark.parametrize("question", QUESTIONS)
def test_diversity_neither_removes_the_best_nor_drops_passages(found, question):
    plain = found(question, replace(SERVED, diversity=False))
    diverse = found(question)
    assert diverse[0] == plain[0]
    assert len(diverse) == len(plain)


@pytest.mark.parametrize(
    "how",
    [
        Retrieval(lexical_weight=0.0, expansion=False),
        Retrieval(views=False),
        Retrieval(expansion=False),
        Retrieval(diversity=False),
    ],
)
def test_each_switch_turns_its_part_off(found, how):
    rankings = [[passage.score for passage in found(question, how)] for question in QUESTIONS]
    served = [[passage.score for passage in found(question)] for question in QUESTIONS]
    assert all(len(ranking) == 8 for ranking in rankings)
    assert how.diversity is False or how.expansion is False or rankings != served


def test_without_words_the_score_is_the_cosine(found):
    for passage in found("which tools track experiments", Retrieval(lexical_weight=0.0)):
        assert passage.score == pytest.approx(passage.cosine)


def test_spelling_is_a_switch_of_the_whole_search(guide):
    query = "why do modles go stale in prodction"
    on = guide.answering.retrieve(query, limit=3)
    off = guide.answering.retrieve(query, limit=3, how=Retrieval(spelling=False))
    assert on[0].score > off[0].score
    assert Question(query).text == query


def test_an_odd_vector_or_limit_still_gives_passages(guide):
    release = guide.index.current()
    nothing = np.zeros(guide.embedder.dimensions, dtype=np.float32)
    assert len(retrieve(release, "", nothing, asked=nothing, limit=1)) <= 1
    everything = retrieve(release, "model", nothing, asked=nothing, limit=2000)
    assert 0 < len(everything) <= len(release.chunks)


class TwoChunks:
    """A release whose chunks differ by view: the first is nearer by its text, the second by a sentence."""

    chunks = ("first", "second")

    def __init__(self, entries, *, is_tuned):
        self.entries = entries
        self.is_tuned = is_tuned

    def cosines(self, asked, numbers):
        return np.array([0.6, 0.2]) * asked

    def body_cosines(self, vector, numbers):
        return np.array([0.6, 0.2])

    def best_sentence_cosines(self, vector, numbers, *, asked):
        return np.array([0.2, 0.5])


@pytest.mark.parametrize(("entries", "cosines"), [(3, [0.44, 0.32]), (2, [0.36, 0.38])])
def test_sentences_count_for_more_where_a_guide_has_no_wordings(entries, cosines):
    release = TwoChunks(entries, is_tuned=False)
    assert blend(release, np.ones(1), [0, 1], np.zeros(2), asked=np.ones(1))[1] == pytest.approx(
        cosines
    )


def test_wordings_count_for_more_where_a_tuned_model_read_them_and_are_compared_with_its_vector():
    release = TwoChunks(3, is_tuned=True)
    cosines = blend(release, np.ones(1), [0, 1], np.zeros(2), asked=np.full(1, 0.5))[1]
    assert cosines == pytest.approx([0.5 * 0.36 + 0.06 + 0.06, 0.5 * 0.12 + 0.02 + 0.15])
