import numpy as np
import pytest

from advisor.errors import ReleaseError
from advisor.index.lexical import open_lexical, write_lexical

TEXTS = [
    "Precision and recall of a classifier",
    "A classifier's recall, and recalls again",
    "How to rank products in a shop",
    "What is it about?",
]


@pytest.fixture
def index(tmp_path):
    write_lexical(tmp_path / "lexical", TEXTS)
    return open_lexical(tmp_path / "lexical")


def test_scores_are_bm25_over_the_sum_of_the_known_terms_idf(index):
    scores = index.scores("recall of products")
    total = index.idf("recal") + index.idf("product")
    recall = index.scores("recall") * index.idf("recal")
    products = index.scores("products") * index.idf("product")
    np.testing.assert_allclose(scores, (recall + products) / total, rtol=1e-5)
    assert scores.dtype == np.float32
    assert scores.shape == (len(TEXTS),)


def test_words_match_by_their_stem_and_possessives_too(index):
    assert index.scores("classifiers").argmax() in (0, 1)
    assert index.scores("CLASSIFIER’S")[1] > 0
    assert index.scores("ranked")[2] > 0


def test_repeated_words_of_a_query_count_once(index):
    np.testing.assert_array_equal(index.scores("recall recall"), index.scores("recall"))


@pytest.mark.parametrize("query", ["", "the of and", "zebra", "?!", "   "])
def test_a_query_without_a_known_word_scores_nothing(index, query):
    assert not index.scores(query).any()


def test_a_rarer_word_weighs_more_and_an_unknown_one_most(index):
    assert index.idf("shop") > index.idf("recal")
    assert index.idf("zebra") > index.idf("shop")


def test_stop_words_are_no_terms(index):
    assert index.terms("What is the recall of it?") == ["recal"]


def test_texts_of_stop_words_alone_can_be_indexed(tmp_path):
    write_lexical(tmp_path, ["the", "of a"])
    assert open_lexical(tmp_path).scores("the recall").tolist() == [0.0, 0.0]


def test_nothing_is_pickled(tmp_path):
    write_lexical(tmp_path, TEXTS)
    for path in tmp_path.glob("*.npy"):
        np.load(path, allow_pickle=False)
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".json", ".npy", ".npy", ".npy"]


def test_a_broken_index_is_a_release_error(tmp_path):
    write_lexical(tmp_path, TEXTS)
    (tmp_path / "words.json").write_text("{")
    with pytest.raises(ReleaseError, match="word index"):
        open_lexical(tmp_path)
