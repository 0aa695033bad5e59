"""The names of the glossary stand for each other, and only where they are meant."""

import numpy as np
import pytest

from advisor.answering.expand import Thesaurus, expansion_scores
from advisor.answering.retrieve import Retrieval, retrieve
from advisor.index.lexical import open_lexical, write_lexical

TEXTS = ["machine learning in products", "it is what it is", "a recommender system", "nothing"]
ENTRIES = [
    ("Machine learning", "ML", "machine-learning"),
    ("Information technology", "IT"),
    ("Recommendations", "recsys", "recommender system"),
    ("Model", "models"),
]


@pytest.fixture
def thesaurus(tmp_path):
    write_lexical(tmp_path / "lexical", TEXTS)
    return Thesaurus(ENTRIES, open_lexical(tmp_path / "lexical"))


def others(thesaurus, text):
    return {one.name: one.others for one in thesaurus.synonyms(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("what is ML?", {"ML": ("Machine learning",)}),
        ("what is ml?", {"ml": ("Machine learning",)}),
        ("Machine-learning, please", {"Machine learning": ("ML",)}),
        ("which recsys do we need", {"recsys": ("Recommendations", "recommender system")}),
        ("recommender systems", {"recommender systems": ("recsys",)}),
    ],
)
def test_each_name_stands_for_the_others(thesaurus, text, expected):
    assert others(thesaurus, text) == expected


@pytest.mark.parametrize("text", ["is it late?", "It is", "html", "a model", "", "?!"])
def test_a_word_that_is_no_name_has_no_synonyms(thesaurus, text):
    assert others(thesaurus, text) == {}


def test_a_short_form_that_reads_as_a_stop_word_counts_in_capitals_only(thesaurus):
    assert others(thesaurus, "who pays for IT?") == {"IT": ("Information technology",)}


def test_a_name_that_comes_twice_counts_once(thesaurus):
    assert len(thesaurus.synonyms("ML or ML or machine learning")) == 1


def test_gains_are_bounded_and_none_where_nothing_is_named(guide):
    release = guide.index.current()
    assert expansion_scores(release, "qwertz") is None
    gains = expansion_scores(release, "which recsys metrics are there")
    assert gains is not None
    assert gains.shape == (len(release.chunks),)
    assert gains.min() >= 0
    assert gains.max() > 0
    assert (release.lexical.scores("which recsys metrics are there") + gains).max() <= 1.01


def test_an_abbreviation_finds_what_is_written_out(guide):
    release = guide.index.current()
    vector = np.zeros(guide.embedder.dimensions, dtype=np.float32)
    query = "recsys examples"
    on = retrieve(release, query, vector, asked=vector, limit=5)
    off = retrieve(release, query, vector, asked=vector, limit=5, how=Retrieval(expansion=False))
    best = {passage.number: passage.lexical for passage in off}
    assert any(passage.lexical > best.get(passage.number, 0) for passage in on)


def test_a_guide_without_a_glossary_has_no_synonyms(tmp_path):
    write_lexical(tmp_path / "lexical", TEXTS)
    assert (
        Thesaurus([], open_lexical(tmp_path / "lexical")).synonyms("ML for machine learning") == ()
    )
