"""A question's two vectors: by the model itself, and by the tuned one where it read wordings and sentences."""

from collections.abc import Sequence

from advisor.embedding import Embedder
from advisor.index.release import Release
from advisor.pooling import Vectors


def reader_of_wordings(release: Release, embedder: Embedder) -> Embedder:
    """Returns the embedder that read the release's wordings, and its sentences once more."""
    if release.is_tuned and embedder.tuned is not None:
        return embedder.tuned
    return embedder


def embed_asked(
    release: Release, embedder: Embedder, texts: Sequence[str]
) -> tuple[Vectors, Vectors]:
    """Returns the texts' vectors by the model itself, and by the one that read the wordings; often the same."""
    vectors = embedder.embed(texts)
    reader = reader_of_wordings(release, embedder)
    return vectors, vectors if reader is embedder else reader.embed(texts)
