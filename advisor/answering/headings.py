"""Headings in the very words of a query: whoever names a section means it, though others say the words more often."""

from collections.abc import Sequence
from weakref import WeakKeyDictionary

import numpy as np

from advisor.index.lexical import LexicalIndex
from advisor.index.release import Release
from advisor.models import Chunk

# Only what is nearly the whole heading names a section: half of the words, by idf, give an eighth of a whole match.
SHARPNESS = 3
# What the heading of a section above counts beside a chunk's own.
ABOVE = 0.5


class Headings:
    """The headings of a release by their stems; built once for each release."""

    def __init__(self, chunks: Sequence[Chunk], lexical: LexicalIndex) -> None:
        self._lexical = lexical
        # Headings of the same stems are one; those without any have no number.
        self._numbers: dict[str, int | None] = {}
        by_stems: dict[frozenset[str], int] = {}
        pages: list[int] = []
        last_pages: list[str] = []
        for chunk in chunks:
            for heading in chunk.headings:
                number = self._number(heading, by_stems)
                if number is None:
                    continue
                if number == len(pages):
                    pages.append(0)
                    last_pages.append("")
                # The chunks of a page stand together.
                if last_pages[number] != chunk.document:
                    last_pages[number] = chunk.document
                    pages[number] += 1
        self._pages = np.array(pages, dtype=np.float32)
        self._totals = np.array([self._total(stems) for stems in by_stems], dtype=np.float32)
        self._holders: dict[str, list[int]] = {}
        for stems, number in by_stems.items():
            for stem in stems:
                self._holders.setdefault(stem, []).append(number)

    def scores(self, query: str, chunks: Sequence[Chunk]) -> np.ndarray:
        """Returns how well the headings of these chunks name what the query asks for, 0 to 1, float32.

        The match of a heading is the squared idf of the shared stems over the product of both sums,
        sharpened, and divided by the pages that have the heading: one that many have names none.
        """
        found = np.zeros(len(chunks), dtype=np.float32)
        stems = frozenset(self._lexical.terms(query))
        shared = np.zeros(len(self._totals), dtype=np.float32)
        for stem in stems:
            shared[self._holders.get(stem, [])] += self._lexical.idf(stem)
        if not shared.any():
            return found
        match = (shared**2 / (self._total(stems) * self._totals)) ** SHARPNESS / self._pages
        for place, chunk in enumerate(chunks):
            *above, own = (self._match_of(heading, match) for heading in chunk.headings or ("",))
            found[place] = max(own, ABOVE * max(above, default=0.0))
        return found

    def _number(self, heading: str, by_stems: dict[frozenset[str], int]) -> int | None:
        if heading not in self._numbers:
            stems = frozenset(self._lexical.terms(heading))
            self._numbers[heading] = by_stems.setdefault(stems, len(by_stems)) if stems else None
        return self._numbers[heading]

    def _match_of(self, heading: str, match: np.ndarray) -> float:
        number = self._numbers.get(heading)
        return 0.0 if number is None else float(match[number])

    def _total(self, stems: frozenset[str]) -> float:
        return sum(self._lexical.idf(stem) for stem in stems)


_headings: "WeakKeyDictionary[Release, Headings]" = WeakKeyDictionary()


def heading_scores(release: Release, query: str, numbers: Sequence[int]) -> np.ndarray:
    """Returns how well the headings of the release's chunks of these numbers name what the query asks for, 0 to 1."""
    headings = _headings.get(release)
    if headings is None:
        headings = _headings[release] = Headings(release.chunks, release.lexical)
    return headings.scores(query, [release.chunks[number] for number in numbers])
