"""Documents to the content of a release: chunks, wordings and sentences with their vectors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from advisor.database import Database
from advisor.embedding import Embedder
from advisor.index.writing import ReleaseContent
from advisor.models import Chunk, Document
from ingest.blocks import quotable
from ingest.embed import embed_texts
from ingest.plain import plain_text
from ingest.split import Splitter


@dataclass(frozen=True, slots=True)
class Prepared:
    """The content of a release, and how many distinct texts were embedded and reused for it."""

    content: ReleaseContent
    embedded: int
    reused: int


def split_documents(documents: Sequence[Document], embedder: Embedder) -> list[Chunk]:
    """Returns the chunks of all documents, in order."""
    splitter = Splitter(embedder)
    return [chunk for document in documents for chunk in splitter.split(document)]


def prepare_content(
    chunks: Sequence[Chunk],
    *,
    tables: Mapping[str, list[dict[str, Any]]],
    embedder: Embedder,
    database: Database,
) -> Prepared:
    """Returns what goes into a release, all of it embedded."""
    splitter = Splitter(embedder)
    entries = [[splitter.embedded_text(chunk), *chunk.asked_as] for chunk in chunks]
    sentences = [quotable(chunk.text) for chunk in chunks]
    spoken = [[plain_text(quote) or quote for quote in group] for group in sentences]
    texts = [text for group in (*entries, *spoken) for text in group]
    done = embed_texts(texts, embedder=embedder, database=database)

    def stack(groups: Sequence[Sequence[str]]) -> tuple[np.ndarray, np.ndarray]:
        rows = [done.vectors[text] for group in groups for text in group]
        width = embedder.dimensions
        vectors = np.stack(rows) if rows else np.zeros((0, width), dtype=np.float32)
        return vectors, np.cumsum([0, *(len(group) for group in groups)])

    vectors, vector_offsets = stack(entries)
    sentence_vectors, sentence_offsets = stack(spoken)
    content = ReleaseContent(
        chunks=chunks,
        tables=tables,
        lexical_texts=[_searched_text(chunk) for chunk in chunks],
        vectors=vectors,
        vector_offsets=vector_offsets,
        sentences=sentences,
        sentence_vectors=sentence_vectors,
        sentence_offsets=sentence_offsets,
    )
    return Prepared(content=content, embedded=done.embedded, reused=done.reused)


def _searched_text(chunk: Chunk) -> str:
    return "\n".join((*chunk.headings, plain_text(chunk.text), *chunk.asked_as))
