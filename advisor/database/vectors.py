"""The cache of embeddings: a text is embedded once for each model."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from sqlalchemy import select

from advisor.database.engine import Database, insert_ignore
from advisor.database.tables import vectors

# Below the least number of parameters that any SQLite takes in a statement (999).
CHUNK = 300


def load_vectors(
    database: Database, hashes: Sequence[str], *, weights_sha256: str
) -> dict[str, np.ndarray]:
    """Returns the cached vectors (float32) by hash of their text; unknown ones are left out."""
    found: dict[str, np.ndarray] = {}
    with database.read() as connection:
        for part in _chunked(hashes):
            query = select(vectors.c.text_sha256, vectors.c.vector).where(
                vectors.c.weights_sha256 == weights_sha256, vectors.c.text_sha256.in_(part)
            )
            for text_sha256, blob in connection.execute(query):
                found[text_sha256] = np.frombuffer(blob, dtype="<f4")
    return found


def known_vectors(
    database: Database, hashes: Sequence[str], *, weights_sha256: str
) -> frozenset[str]:
    """Returns which of these hashes' texts have cached vectors."""
    known: set[str] = set()
    with database.read() as connection:
        for part in _chunked(hashes):
            query = select(vectors.c.text_sha256).where(
                vectors.c.weights_sha256 == weights_sha256, vectors.c.text_sha256.in_(part)
            )
            known.update(connection.scalars(query))
    return frozenset(known)


def save_vectors(
    database: Database, entries: Mapping[str, np.ndarray], *, weights_sha256: str
) -> None:
    """Stores vectors by hash of their text; those that are there already stay."""
    for part in _chunked(list(entries)):
        rows = [
            {
                "text_sha256": text_sha256,
                "weights_sha256": weights_sha256,
                "vector": entries[text_sha256].astype("<f4").tobytes(),
            }
            for text_sha256 in part
        ]
        with database.write() as connection:
            connection.execute(
                insert_ignore(connection, vectors).values(rows).on_conflict_do_nothing()
            )


def _chunked(items: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
