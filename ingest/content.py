"""Documents to the content of a release: chunks, wordings and sentences, and their vectors, written as they come."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from advisor.database import Database
from advisor.database.vectors import known_vectors
from advisor.embedding import Embedder
from advisor.index.layout import (
    BODIES_FILE,
    SENTENCE_OFFSETS_FILE,
    SENTENCE_VECTORS_FILE,
    SENTENCES_FILE,
    TUNED_SENTENCES_FILE,
    VECTOR_OFFSETS_FILE,
    VECTORS_FILE,
)
from advisor.index.writing import RowWriter
from advisor.models import Chunk, Document
from advisor.pooling import Span, Vectors
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


# Where a text stands first: its chunk, and its place among the chunk's texts.
_Place = tuple[int, int]
# The chunk's text as a wording among its wordings, without the parts that are its sentences; and below it, counted
# down, each of its sentences.
_WHOLE = -1


@dataclass(frozen=True, slots=True)
class _Reading:
    """The distinct texts that one embedder reads, by their hashes: where each stands first, and how long it is."""

    embedder: Embedder
    places: dict[str, _Place] = field(default_factory=dict)
    lengths: dict[str, int] = field(default_factory=dict)

    def add(self, text: Text, place: _Place) -> str:
        """Notes the text and returns its hash."""
        digest = text.sha256
        if digest not in self.places:
            self.places[digest], self.lengths[digest] = place, len(text.whole)
        return digest

    def unknown(self, database: Database) -> list[str]:
        """The hashes of the texts that are not in the cache; those of like length together: they share a batch."""
        known = known_vectors(
            database, list(self.places), weights_sha256=self.embedder.weights_sha256
        )
        return sorted(
            (one for one in self.places if one not in known), key=self.lengths.__getitem__
        )


@dataclass(frozen=True, slots=True)
class _Plan:
    """The hashes of each chunk's body, read with its sentences, and of all its wordings, its body's first.

    `alone` are the hashes of each chunk's sentences, one by one, as the tuned model reads them. Without such a
    model, or without wordings, both readings are one and no sentence is read alone.
    """

    bodies: list[str]
    groups: list[tuple[str, ...]]
    sentences: list[int]
    alone: list[tuple[str, ...]]
    text: _Reading
    wordings: _Reading

    @property
    def is_tuned(self) -> bool:
        return self.text is not self.wordings

    @property
    def readings(self) -> tuple[_Reading, ...]:
        return (self.text, self.wordings) if self.is_tuned else (self.text,)


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
    plan = _plan(directory, chunks, texts, embedder)
    new = [(reading, reading.unknown(database)) for reading in plan.readings]
    total, done = sum(len(hashes) for _, hashes in new), 0
    for reading, hashes in new:
        embed_texts(
            hashes,
            _text_of(reading, chunks, texts),
            embedder=reading.embedder,
            database=database,
            on_progress=_part_of(on_progress, done, total),
        )
        done += len(hashes)
    _write_vectors(directory, plan, database=database)
    return Prepared(
        chunks=chunks,
        vectors=sum(len(group) for group in plan.groups),
        sentences=sum(plan.sentences),
        embedded=total,
        reused=sum(len(reading.places) for reading in plan.readings) - total,
    )


def _text_of(reading: _Reading, chunks: Sequence[Chunk], texts: "_Texts") -> Callable[[str], Text]:
    def text_of(digest: str) -> Text:
        chunk, place = reading.places[digest]
        return texts.of(chunks[chunk], place)

    return text_of


def _part_of(
    on_progress: Callable[[int, int], None] | None, before: int, total: int
) -> Callable[[int, int], None] | None:
    """Reports a part of the work as what it is of all."""
    if on_progress is None:
        return None
    return lambda done, _: on_progress(before + done, total)


def searched_texts(chunks: Sequence[Chunk]) -> Iterator[str]:
    """Yields the words by which each chunk is found: its headings, its text and its other wordings."""
    for chunk in chunks:
        yield "\n".join((*chunk.headings, plain_text(chunk.text), *chunk.asked_as))


class _Texts:
    """The texts to embed of a chunk: place 0 is its body with its sentences, those above are its wordings.

    _WHOLE is its body alone, those below are its sentences one by one.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._splitter = Splitter(embedder)

    def body(self, chunk: Chunk, quotes: Sequence[str]) -> Text:
        body = self._splitter.embedded_text(chunk)
        return Text(body, locate(body, [_spoken(quote) for quote in quotes]))

    def of(self, chunk: Chunk, place: int) -> Text:
        if place > 0:
            return Text(chunk.asked_as[place - 1])
        quotes = quotable(chunk.text)
        if place < _WHOLE:
            return Text(_spoken(quotes[_WHOLE - place - 1]))
        body = self.body(chunk, quotes)
        return Text(body.whole) if place == _WHOLE else body


def _plan(directory: Path, chunks: Sequence[Chunk], texts: _Texts, embedder: Embedder) -> _Plan:
    """Notes what is to be embedded, and writes the sentences."""
    text = wordings = _Reading(embedder)
    if embedder.tuned and any(chunk.asked_as for chunk in chunks):
        wordings = _Reading(embedder.tuned)
    plan = _Plan([], [], [], [], text, wordings)
    with (directory / SENTENCES_FILE).open("w", encoding="utf-8") as file:
        for number, chunk in enumerate(chunks):
            quotes = quotable(chunk.text)
            file.write(json.dumps(quotes, ensure_ascii=False) + "\n")
            body = texts.body(chunk, quotes)
            plan.sentences.append(len(quotes))
            plan.bodies.append(text.add(body, (number, 0)))
            first = plan.bodies[-1]
            if plan.is_tuned:
                first = wordings.add(Text(body.whole), (number, _WHOLE))
                plan.alone.append(_add_sentences(wordings, number, quotes))
            asked = (
                wordings.add(Text(wording), (number, place))
                for place, wording in enumerate(chunk.asked_as, start=1)
            )
            plan.groups.append((first, *asked))
    return plan


def _add_sentences(reading: _Reading, number: int, quotes: Sequence[str]) -> tuple[str, ...]:
    """Notes a chunk's sentences as texts of their own; their hashes."""
    texts = (Text(_spoken(quote)) for quote in quotes)
    return tuple(
        reading.add(text, (number, _WHOLE - place)) for place, text in enumerate(texts, start=1)
    )


def _spoken(quote: str) -> str:
    return plain_text(quote) or quote


def _write_vectors(directory: Path, plan: _Plan, *, database: Database) -> None:
    offsets = np.cumsum([0, *(len(group) for group in plan.groups)], dtype=np.int64)
    sentence_offsets = np.cumsum([0, *plan.sentences], dtype=np.int64)
    np.save(directory / VECTOR_OFFSETS_FILE, offsets, allow_pickle=False)
    np.save(directory / SENTENCE_OFFSETS_FILE, sentence_offsets, allow_pickle=False)
    width = plan.text.embedder.dimensions
    with ExitStack() as stack:

        def writer(name: str, rows: int) -> RowWriter:
            return stack.enter_context(RowWriter(directory / name, rows=rows, width=width))

        vectors = writer(VECTORS_FILE, int(offsets[-1]))
        sentences = writer(SENTENCE_VECTORS_FILE, int(sentence_offsets[-1]))
        bodies = writer(BODIES_FILE, len(plan.bodies)) if plan.is_tuned else None
        for group, body in _read_vectors(plan, database):
            vectors.write(np.stack([rows[0] for rows in group]))
            sentences.write(body[1:])
            if bodies:
                bodies.write(body[:1])
        if plan.is_tuned:
            alone = writer(TUNED_SENTENCES_FILE, int(sentence_offsets[-1]))
            for rows in read_embedded(
                plan.alone, embedder=plan.wordings.embedder, database=database
            ):
                alone.write(np.vstack(rows) if rows else np.zeros((0, width), dtype=np.float32))


def _read_vectors(plan: _Plan, database: Database) -> Iterator[tuple[list[Vectors], Vectors]]:
    """For each chunk the vectors of its wordings, its body's first, and those of its body and sentences."""
    groups = read_embedded(plan.groups, embedder=plan.wordings.embedder, database=database)
    if not plan.is_tuned:
        for group in groups:
            yield group, group[0]
        return
    alone = [(body,) for body in plan.bodies]
    bodies = read_embedded(alone, embedder=plan.text.embedder, database=database)
    for group, [body] in zip(groups, bodies, strict=True):
        yield group, body


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
