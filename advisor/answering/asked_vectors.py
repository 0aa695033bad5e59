"""Which embedder reads a question for a release's wordings: the tuned one where it read them as well."""

from advisor.embedding import Embedder
from advisor.index.release import Release


def reader_of_wordings(release: Release, embedder: Embedder) -> Embedder:
    """Returns the embedder whose vectors compare with those of the release's wordings."""
    if release.is_tuned and embedder.tuned is not None:
        return embedder.tuned
    return embedder
