"""What one question has embedded is not embedded again."""

import numpy as np

from advisor.answering.embed_once import EmbedOnce
from tests.fake_embedder import FakeEmbedder


def test_a_text_is_embedded_once_and_has_the_same_vector():
    embedder = FakeEmbedder()
    once = EmbedOnce(embedder)
    first = once.embed(["what is drift?"])
    both = once.embed(["and recall?", "what is drift?", "and recall?"])
    assert embedder.embedded == ["what is drift?", "and recall?"]
    assert np.array_equal(both[1], first[0])
    assert np.array_equal(both[0], both[2])


def test_it_reads_like_the_embedder_it_was_made_from():
    embedder = FakeEmbedder()
    once = EmbedOnce(embedder)
    assert once.embed([]).shape == (0, embedder.dimensions)
    assert once.weights_sha256 == embedder.weights_sha256
    assert once.token_spans("a text") == embedder.token_spans("a text")
    texts, parts = ["one two"], [[(0, 3)]]
    assert np.array_equal(once.embed_parts(texts, parts)[0], embedder.embed_parts(texts, parts)[0])
