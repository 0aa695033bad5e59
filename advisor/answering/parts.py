"""The sides of a comparison and the questions within a question: each is retrieved for itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from advisor.answering.asked_vectors import embed_asked
from advisor.answering.query import Query
from advisor.answering.retrieve import retrieve
from advisor.embedding import Embedder
from advisor.index.release import Release
from advisor.models import Passage

PASSAGES = 3
# A model reads no more, lest it overlook what stands in the middle.
MOST_PASSAGES = 10


@dataclass(frozen=True, slots=True)
class Part:
    """A side of a comparison or a question within the question, with what was retrieved for it."""

    query: Query
    passages: tuple[Passage, ...]


def retrieve_parts(
    release: Release, embedder: Embedder, queries: Sequence[str]
) -> tuple[Part, ...]:
    """Returns the queries with their best covered passages; all are embedded in one batch."""
    if not queries:
        return ()
    vectors, asked = embed_asked(release, embedder, queries)
    return tuple(_part(release, Query(*row)) for row in zip(queries, vectors, asked, strict=True))


def _part(release: Release, query: Query) -> Part:
    found = retrieve(release, query.text, query.vector, asked=query.asked, limit=PASSAGES)
    return Part(query, tuple(one for one in found if one.chunk.covered))


def with_parts(passages: Sequence[Passage], parts: Sequence[Part]) -> tuple[Passage, ...]:
    """Returns the passages followed by those of the parts that are not among them, the best of each part first."""
    of_parts = [
        one for row in zip_longest(*(part.passages for part in parts)) for one in row if one
    ]
    found: dict[int, Passage] = {}
    for one in (*passages, *of_parts):
        found.setdefault(one.number, one)
    return tuple(found.values())[:MOST_PASSAGES]
