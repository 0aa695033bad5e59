"""Texts to vectors, each distinct text once: what the cache of the database does not know is embedded into it."""

import hashlib
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from tqdm import tqdm

from advisor.database import Database
from advisor.database.vectors import load_vectors, save_vectors
from advisor.embedding import Embedder
from advisor.pooling import Span, Vectors

# Saved after each: a build that is stopped goes on from there.
BATCH = 256
# So many chunks' vectors are in memory at a time.
READ = 512


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


def embed_texts(
    hashes: Sequence[str],
    text_of: Callable[[str], Text],
    *,
    embedder: Embedder,
    database: Database,
    on_progress: Callable[[int, int], None] | None = None,
) -> None:
    """Embeds the texts of these hashes into the cache; `text_of` gives a hash's text.

    `on_progress` gets how many are done, of all.
    """
    with tqdm(
        total=len(hashes), desc="embedding", unit="text", disable=not sys.stderr.isatty()
    ) as bar:
        for start in range(0, len(hashes), BATCH):
            batch = hashes[start : start + BATCH]
            vectors = _embed([text_of(digest) for digest in batch], embedder)
            rows = dict(zip(batch, vectors, strict=True))
            save_vectors(database, rows, weights_sha256=embedder.weights_sha256)
            bar.update(len(batch))
            if on_progress:
                on_progress(start + len(batch), len(hashes))


def read_embedded(
    groups: Sequence[Sequence[str]], *, embedder: Embedder, database: Database
) -> Iterator[list[Vectors]]:
    """Yields for each group of hashes its texts' vectors from the cache, a few groups in memory at a time.

    Each array has shape (1 + parts, dimensions): the text's own vector, then those of its parts.
    """
    for start in range(0, len(groups), READ):
        part = groups[start : start + READ]
        known = load_vectors(
            database,
            list(dict.fromkeys(digest for group in part for digest in group)),
            weights_sha256=embedder.weights_sha256,
        )
        for group in part:
            yield [known[digest].reshape(-1, embedder.dimensions) for digest in group]


def _embed(texts: Sequence[Text], embedder: Embedder) -> list[Vectors]:
    vectors, pooled = embedder.embed_parts(
        [text.whole for text in texts], [text.parts for text in texts]
    )
    return [np.vstack([vector, rows]) for vector, rows in zip(vectors, pooled, strict=True)]
