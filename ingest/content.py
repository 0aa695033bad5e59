"""Documents to the content of a release: chunks, wordings and sentences, and their vectors, written as they come."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from advisor.database import Database
from advisor.database.vectors import known_vectors
from advisor.embedding import Embedder
from advisor.index.layout import (
    SENTENCE_OFFSETS_FILE,
    SENTENCE_VECTORS_FILE,
    SENTENCES_FILE,
    VECTOR_OFFSETS_FILE,
    VECTORS_FILE,
)
from advisor.index.writing import RowWriter
from advisor.models import Chunk, Document
from advisor.pooling import Span
from ingest.blocks import quotable
from ingest.embed import Text, embed_texts, read_embedded
from ingest.plain import plain_text
from ingest.split import Splitter


@dataclass(frozen=True, slots=True)
class Prepared:
    """What went into a release: its chunks, how many vectors, and how many distinct texts were embedded and reused."""

    chunks: Sequence[Chunk]
    vectors: int
    sentences: int
    embedded: int
    reused: int


@dataclass(frozen=True, slots=True)
class _Plan:
    """The hashes of each chunk's texts (its body's first), how many sentences it has, and the length of each text."""

    groups: list[tuple[str, ...]]
    sentences: list[int]
    lengths: dict[str, int]
    # Where each text stands first: its chunk, and its place among the chunk's texts.
    places: dict[str, tuple[int, int]]


def split_documents(documents: Sequence[Document], embedder: Embedder) -> list[Chunk]:
    """Returns the chunks of all documents, in order."""
    splitter = Splitter(embedder)
    return [chunk for document in documents for chunk in splitter.split(document)]


def prepare_content(
    directory: Path,
    chunks: Sequence[Chunk],
    *,
    embedder: Embedder,
    database: Database,
    on_progress: Callable[[int, int], None] | None = None,
) -> Prepared:
    """Writes the chunks' sentences and all vectors into a release's directory; `on_progress` gets how many new texts
    are embedded, of all.

    Vectors go through the cache of the database to the files, never all of them at a time: 100,000 chunks have about
    a gigabyte of them.
    """
    texts = _Texts(embedder)
    plan = _plan(directory, chunks, texts)
    known = known_vectors(database, list(plan.lengths), weights_sha256=embedder.weights_sha256)
    # Neighbours of like length share a batch, so that little of it is padding.
    new = sorted((text for text in plan.lengths if text not in known), key=plan.lengths.__getitem__)

    def text_of(digest: str) -> Text:
        chunk, place = plan.places[digest]
        return texts.of(chunks[chunk], place)

    embed_texts(new, text_of, embedder=embedder, database=database, on_progress=on_progress)
    _write_vectors(directory, plan, embedder=embedder, database=database)
    return Prepared(
        chunks=chunks,
        vectors=sum(len(group) for group in plan.groups),
        sentences=sum(plan.sentences),
        embedded=len(new),
        reused=len(plan.lengths) - len(new),
    )


def searched_texts(chunks: Sequence[Chunk]) -> Iterator[str]:
    """Yields the words by which each chunk is found: its headings, its text and its other wordings."""
    for chunk in chunks:
        yield "\n".join((*chunk.headings, plain_text(chunk.text), *chunk.asked_as))


class _Texts:
    """The texts to embed of a chunk: place 0 is its body, those after are its other wordings."""

    def __init__(self, embedder: Embedder) -> None:
        self._splitter = Splitter(embedder)

    def body(self, chunk: Chunk, quotes: Sequence[str]) -> Text:
        body = self._splitter.embedded_text(chunk)
        return Text(body, locate(body, [plain_text(quote) or quote for quote in quotes]))

    def of(self, chunk: Chunk, place: int) -> Text:
        if place:
            return Text(chunk.asked_as[place - 1])
        return self.body(chunk, quotable(chunk.text))


def _plan(directory: Path, chunks: Sequence[Chunk], texts: _Texts) -> _Plan:
    plan = _Plan([], [], {}, {})
    with (directory / SENTENCES_FILE).open("w", encoding="utf-8") as file:
        for number, chunk in enumerate(chunks):
            quotes = quotable(chunk.text)
            file.write(json.dumps(quotes, ensure_ascii=False) + "\n")
            group = (texts.body(chunk, quotes), *(Text(wording) for wording in chunk.asked_as))
            hashes = tuple(text.sha256 for text in group)
            plan.groups.append(hashes)
            plan.sentences.append(len(quotes))
            for place, (text, digest) in enumerate(zip(group, hashes, strict=True)):
                if digest not in plan.lengths:
                    plan.lengths[digest] = len(text.whole)
                    plan.places[digest] = (number, place)
    return plan


def _write_vectors(directory: Path, plan: _Plan, *, embedder: Embedder, database: Database) -> None:
    offsets = np.cumsum([0, *(len(group) for group in plan.groups)], dtype=np.int64)
    sentence_offsets = np.cumsum([0, *plan.sentences], dtype=np.int64)
    np.save(directory / VECTOR_OFFSETS_FILE, offsets, allow_pickle=False)
    np.save(directory / SENTENCE_OFFSETS_FILE, sentence_offsets, allow_pickle=False)
    width = embedder.dimensions
    groups = read_embedded(plan.groups, embedder=embedder, database=database)
    with (
        RowWriter(directory / VECTORS_FILE, rows=int(offsets[-1]), width=width) as vectors,
        RowWriter(
            directory / SENTENCE_VECTORS_FILE, rows=int(sentence_offsets[-1]), width=width
        ) as sentences,
    ):
        for group in groups:
            vectors.write(np.stack([rows[0] for rows in group]))
            sentences.write(group[0][1:])


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
