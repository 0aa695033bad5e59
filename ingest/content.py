"""Documents to the content of a release: chunks, wordings and sentences with their vectors."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from advisor.database import Database
from advisor.embedding import Embedder
from advisor.index.writing import ReleaseContent
from advisor.models import Chunk, Document
from advisor.pooling import Span, Vectors
from ingest.blocks import quotable
from ingest.embed import Text, embed_texts
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
    on_progress: Callable[[int, int], None] | None = None,
) -> Prepared:
    """Returns what goes into a release, all of it embedded; `on_progress` gets how many new texts are done, of all."""
    splitter = Splitter(embedder)
    sentences = [quotable(chunk.text) for chunk in chunks]
    bodies = [
        _with_sentences(splitter.embedded_text(chunk), quotes)
        for chunk, quotes in zip(chunks, sentences, strict=True)
    ]
    entries = [
        [body, *(Text(wording) for wording in chunk.asked_as)]
        for body, chunk in zip(bodies, chunks, strict=True)
    ]
    done = embed_texts(
        (text for group in entries for text in group),
        embedder=embedder,
        database=database,
        on_progress=on_progress,
    )
    width = embedder.dimensions
    vectors, vector_offsets = _stack(
        [[done.vectors[text][0] for text in group] for group in entries], width
    )
    sentence_vectors, sentence_offsets = _stack(
        [list(done.vectors[body][1:]) for body in bodies], width
    )
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


def _with_sentences(body: str, quotes: Sequence[str]) -> Text:
    return Text(body, locate(body, [plain_text(quote) or quote for quote in quotes]))


def locate(text: str, parts: Sequence[str]) -> tuple[Span, ...]:
    """Returns where the parts lie in the text, in their order; one that is not there is all of it."""
    spans: list[Span] = []
    position = 0
    for part in parts:
        start = text.find(part, position)
        if start < 0:
            spans.append((0, len(text)))
        else:
            position = start + len(part)
            spans.append((start, position))
    return tuple(spans)


def _stack(groups: Sequence[Sequence[Vectors]], width: int) -> tuple[Vectors, np.ndarray]:
    """All rows in one array, and where each group begins (groups + 1)."""
    rows = [row for group in groups for row in group]
    vectors = np.vstack(rows) if rows else np.zeros((0, width), dtype=np.float32)
    return vectors, np.cumsum([0, *(len(group) for group in groups)])


def _searched_text(chunk: Chunk) -> str:
    return "\n".join((*chunk.headings, plain_text(chunk.text), *chunk.asked_as))
