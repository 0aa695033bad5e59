"""Texts to vectors, each distinct text once: from the cache of the database, else embedded."""

import hashlib
import sys
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from tqdm import tqdm

from advisor.database import Database
from advisor.database.vectors import load_vectors, save_vectors
from advisor.embedding import Embedder

# Saved after each: a build that is stopped goes on from there.
BATCH = 128


@dataclass(frozen=True, slots=True)
class Embedded:
    """The vectors by text, and how many of the distinct texts were new or known."""

    vectors: dict[str, np.ndarray]
    embedded: int
    reused: int


def embed_texts(texts: Iterable[str], *, embedder: Embedder, database: Database) -> Embedded:
    """Returns the vector of each distinct text."""
    hashes = {text: hashlib.sha256(text.encode()).hexdigest() for text in texts}
    weights = embedder.weights_sha256
    known = load_vectors(database, list(hashes.values()), weights_sha256=weights)
    # Neighbours of like length share a batch, so that little of it is padding.
    new = sorted((text for text in hashes if hashes[text] not in known), key=len)
    with tqdm(
        total=len(new), desc="embedding", unit="text", disable=not sys.stderr.isatty()
    ) as bar:
        for start in range(0, len(new), BATCH):
            batch = new[start : start + BATCH]
            rows = dict(zip((hashes[text] for text in batch), embedder.embed(batch), strict=True))
            save_vectors(database, rows, weights_sha256=weights)
            known.update(rows)
            bar.update(len(batch))
    return Embedded(
        vectors={text: known[digest] for text, digest in hashes.items()},
        embedded=len(new),
        reused=len(hashes) - len(new),
    )
