"""An embedder for one question: what it has embedded already, it does not embed again."""

from collections.abc import Sequence

import numpy as np

from advisor.embedding import Embedder
from advisor.pooling import Span, Vectors


class EmbedOnce:
    """Reads like the embedder it was made from, and remembers its vectors; for a single thread."""

    def __init__(self, embedder: Embedder) -> None:
        self.name = embedder.name
        self.weights_sha256 = embedder.weights_sha256
        self.dimensions = embedder.dimensions
        self.max_tokens = embedder.max_tokens
        self.tuned: Embedder | None = EmbedOnce(embedder.tuned) if embedder.tuned else None
        self._embedder = embedder
        self._known: dict[str, Vectors] = {}

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Returns float32 vectors of shape (texts, dimensions), each of length 1."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, self._embedder.embed(new), strict=True))
        if not texts:
            return self._embedder.embed([])
        return np.stack([self._known[text] for text in texts])

    def embed_parts(
        self, texts: Sequence[str], parts: Sequence[Sequence[Span]]
    ) -> tuple[Vectors, list[Vectors]]:
        """Returns the vectors of the texts, and for each text one vector for each of its parts."""
        return self._embedder.embed_parts(texts, parts)

    def token_spans(self, text: str) -> list[Span]:
        """Returns the character span of each word piece, without special tokens, uncut."""
        return self._embedder.token_spans(text)
