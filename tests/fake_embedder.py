"""An embedder of a dozen lines: texts that share words have similar vectors."""

import hashlib
import re

import numpy as np

_PIECE = re.compile(r"\w{1,6}|[^\w\s]")


class FakeEmbedder:
    def __init__(self, *, name="fake", weights_sha256="f" * 64, max_tokens=256, tuned=None):
        self.name = name
        self.weights_sha256 = weights_sha256
        self.dimensions = 64
        self.max_tokens = max_tokens
        self.tuned = tuned
        # Vectors of another model do not compare with these.
        self._salt = b"" if weights_sha256 == "f" * 64 else weights_sha256.encode()
        self.embedded = []

    def embed(self, texts):
        self.embedded.extend(texts)
        return self._vectors(texts)

    def _vectors(self, texts):
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.lower()) or ["nothing"]:
                seed = int.from_bytes(
                    hashlib.sha256(self._salt + word.encode()).digest()[:4], "big"
                )
                vectors[row] += np.random.default_rng(seed).normal(size=self.dimensions)
            vectors[row] /= np.linalg.norm(vectors[row])
        return vectors

    def embed_parts(self, texts, parts):
        pooled = [
            self._vectors([text[start:end] for start, end in spans])
            for text, spans in zip(texts, parts, strict=True)
        ]
        return self.embed(texts), pooled

    def token_spans(self, text):
        return [match.span() for match in _PIECE.finditer(text)]
