"""A question's two vectors: one for the guide's texts, one for its wordings where a tuned model read them."""

from collections.abc import Sequence

from advisor.embedding import Embedder
from advisor.index.release import Release
from advisor.pooling import Vectors


def reader_of_wordings(release: Release, embedder: Embedder) -> Embedder:
    """Returns the embedder whose vectors compare with those of the release's wordings."""
    if release.is_tuned and embedder.tuned is not None:
        return embedder.tuned
    return embedder


def embed_asked(
    release: Release, embedder: Embedder, texts: Sequence[str]
) -> tuple[Vectors, Vectors]:
    """Returns the texts' vectors to compare with the guide's texts, and with its wordings; often the same."""
    vectors = embedder.embed(texts)
    reader = reader_of_wordings(release, embedder)
    return vectors, vectors if reader is embedder else reader.embed(texts)
