"""Texts to vectors, each distinct text once: from the cache of the database, else embedded."""

import hashlib
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from tqdm import tqdm

from advisor.database import Database
from advisor.database.vectors import load_vectors, save_vectors
from advisor.embedding import Embedder
from advisor.pooling import Span, Vectors

# Saved after each: a build that is stopped goes on from there.
BATCH = 256


@dataclass(frozen=True, slots=True)
class Text:
    """A text to embed, and the spans of its parts that get vectors of their own."""

    whole: str
    parts: tuple[Span, ...] = ()

    @property
    def sha256(self) -> str:
        """The hash of the text and of where its parts lie."""
        digest = hashlib.sha256(self.whole.encode())
        for start, end in self.parts:
            digest.update(f"\0{start}:{end}".encode())
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Embedded:
    """Vectors by text, and how many of the texts were new or known.

    Each array has shape (1 + parts, dimensions): the text's own vector, then those of its parts.
    """

    vectors: dict[Text, np.ndarray]
    embedded: int
    reused: int


def embed_texts(
    texts: Iterable[Text],
    *,
    embedder: Embedder,
    database: Database,
    on_progress: Callable[[int, int], None] | None = None,
) -> Embedded:
    """Returns the vectors of each distinct text; `on_progress` gets how many of the new ones are done, of all."""
    hashes = {text: text.sha256 for text in texts}
    weights = embedder.weights_sha256
    known = load_vectors(database, list(hashes.values()), weights_sha256=weights)
    # Neighbours of like length share a batch, so that little of it is padding.
    new = sorted(
        (text for text in hashes if hashes[text] not in known), key=lambda text: len(text.whole)
    )
    with tqdm(
        total=len(new), desc="embedding", unit="text", disable=not sys.stderr.isatty()
    ) as bar:
        for start in range(0, len(new), BATCH):
            batch = new[start : start + BATCH]
            rows = dict(zip((hashes[text] for text in batch), _embed(batch, embedder), strict=True))
            save_vectors(database, rows, weights_sha256=weights)
            known.update(rows)
            bar.update(len(batch))
            if on_progress:
                on_progress(start + len(batch), len(new))
    width = embedder.dimensions
    return Embedded(
        vectors={text: known[digest].reshape(-1, width) for text, digest in hashes.items()},
        embedded=len(new),
        reused=len(hashes) - len(new),
    )


def _embed(texts: Sequence[Text], embedder: Embedder) -> list[Vectors]:
    vectors, pooled = embedder.embed_parts(
        [text.whole for text in texts], [text.parts for text in texts]
    )
    return [np.vstack([vector, rows]) for vector, rows in zip(vectors, pooled, strict=True)]
