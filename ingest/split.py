"""Documents to chunks: by heading, never longer than the model reads, never through a sentence."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from advisor.embedding import Embedder
from advisor.models import Chunk, Document, Section
from ingest.blocks import Unit, join_units, split_units
from ingest.plain import plain_text

SPECIAL_TOKENS = 2
# A heading path may take this share of the model's window.
HEADING_SHARE = 3
CHARACTERS_PER_PIECE = 20


class Splitter:
    """Cuts documents for one embedder."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._window = embedder.max_tokens - SPECIAL_TOKENS
        # Each unit is measured several times on its way into a part.
        self.count = lru_cache(maxsize=2048)(self._count)
        self._count_words = lru_cache(maxsize=2048)(lambda text: self._count(plain_text(text)))

    def split(self, document: Document) -> list[Chunk]:
        """Returns the chunks of a document in order; sections without text have none."""
        chunks: list[Chunk] = []
        for section in document.sections:
            for text in self._texts(section):
                chunks.append(
                    Chunk(
                        id=chunk_id(document.path, section.headings, len(chunks), text),
                        document=document.path,
                        headings=section.headings,
                        text=text,
                        position=len(chunks),
                        asked_as=section.asked_as,
                        sources=document.sources,
                        last_reviewed=document.last_reviewed,
                        covered=document.covered,
                        place=section.place,
                    )
                )
        return chunks

    def embedded_text(self, chunk: Chunk) -> str:
        """Returns what is embedded for a chunk: its heading path, then its words."""
        return f"{self.heading_line(chunk.headings)}\n\n{plain_text(chunk.text)}"

    def heading_line(self, headings: Sequence[str]) -> str:
        """Returns the heading path as one line; one that is too long loses its middle."""
        limit = self._window // HEADING_SHARE
        path = list(headings)
        while self.count(" > ".join(path)) > limit and len(path) > 2:
            del path[len(path) // 2]
        line = " > ".join(path)
        if self.count(line) <= limit:
            return line
        half = (limit - 3) // 2
        spans = self._embedder.token_spans(line)
        return f"{line[: spans[half - 1][1]]} ... {line[spans[-half][0] :]}"

    def _count(self, text: str) -> int:
        """Returns how many word pieces a text has."""
        return len(self._embedder.token_spans(text))

    def _texts(self, section: Section) -> Iterator[str]:
        budget = self._window - self.count(self.heading_line(section.headings))
        units = list(split_units(section.text))
        whole = join_units(units)
        # Most sections fit as they are, and need no measuring of their units.
        if self._count(plain_text(whole)) <= budget:
            texts = [whole]
        else:
            parts = self._parts(list(self._fitting(units, budget)), budget)
            texts = [join_units(part) for part in parts]
        # A picture without a description says nothing.
        yield from (text for text in texts if plain_text(text))

    def _fitting(self, units: Iterable[Unit], budget: int) -> Iterator[Unit]:
        """Yields the units, those that are too long in finer pieces."""
        for unit in units:
            if self._cost(unit, opens=True) <= budget:
                yield unit
            elif unit.finer:
                yield from self._fitting(unit.finer, budget)
            elif unit.opening and self.count(unit.opening + unit.closing) > budget // 2:
                yield from self._fitting([replace(unit, opening="", closing="")], budget)
            else:
                yield from self._cut(unit, budget - self.count(unit.opening + unit.closing))

    def _cut(self, unit: Unit, budget: int) -> Iterator[Unit]:
        """Yields a unit by words, or by word pieces where a word is longer than the budget."""
        text = unit.text
        while text:
            end = self._cut_at(text, budget)
            piece, text = text[:end].strip(), text[end:].strip()
            if piece:
                yield replace(unit, text=piece, quote=piece)

    def _cut_at(self, text: str, budget: int) -> int:
        # Only the beginning is looked at: a text of megabytes would else be read at every cut.
        seen = text[: budget * CHARACTERS_PER_PIECE]
        spans = self._embedder.token_spans(seen)
        for wanted in range(budget, 0, -1):
            if len(spans) <= wanted:
                return len(seen)
            end = spans[wanted][0]
            space = max(text.rfind(" ", 0, end + 1), text.rfind("\n", 0, end + 1))
            end = space if space > 0 else max(end, 1)
            # Half a word may have more pieces than it had within the whole.
            if self.count(text[:end]) <= budget:
                return end
        return 1

    def _parts(self, units: list[Unit], budget: int) -> list[list[Unit]]:
        """Returns the units in as few parts as fit, of about the same length."""
        costs = [(self._cost(unit, opens=True), self._cost(unit, opens=False)) for unit in units]
        best = _pack(units, costs, budget)
        low, high = 1, budget
        while len(best) > 1 and low < high:
            middle = (low + high) // 2
            packed = _pack(units, costs, middle)
            if len(packed) <= len(best) and _fits(packed, units, costs, middle):
                best, high = packed, middle
            else:
                low = middle + 1
        return [fine for part in best for fine in self._checked(part, budget)]

    def _checked(self, part: list[Unit], budget: int) -> Iterator[list[Unit]]:
        """Yields a part, or its halves should its pieces be more together than one by one."""
        if len(part) == 1 or self.count(plain_text(join_units(part))) <= budget:
            yield part
        else:
            yield from self._checked(part[: len(part) // 2], budget)
            yield from self._checked(part[len(part) // 2 :], budget)

    def _cost(self, unit: Unit, *, opens: bool) -> int:
        around = self.count(unit.opening) + self.count(unit.closing) if opens else 0
        return self._count_words(unit.text) + around


def _pack(units: list[Unit], costs: list[tuple[int, int]], limit: int) -> list[list[Unit]]:
    parts: list[list[Unit]] = []
    used = limit + 1
    for unit, (opening_cost, cost) in zip(units, costs, strict=True):
        joins = bool(parts) and parts[-1][-1].block == unit.block
        needed = cost if joins else opening_cost
        if used + needed <= limit:
            parts[-1].append(unit)
            used += needed
        else:
            parts.append([unit])
            used = opening_cost
    return parts


def _fits(
    packed: list[list[Unit]], units: list[Unit], costs: list[tuple[int, int]], limit: int
) -> bool:
    """Whether no single unit was longer than the limit that is tried."""
    return len(packed) > 0 and len(units) > 0 and max(cost for cost, _ in costs) <= limit


def chunk_id(path: str, headings: Sequence[str], position: int, text: str) -> str:
    """Returns the id of a chunk: the same for the same text at the same place."""
    parts = json.dumps([path, list(headings), position, text], ensure_ascii=False)
    return hashlib.sha256(parts.encode()).hexdigest()[:16]
