"""A guide of any size, of made-up words, and an embedder that draws vectors instead of reading.

For sizes only: vectors lie at random around a thousand topics, so that nothing here says how good answers are.
"""

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from advisor.pooling import Span, Vectors

SECTIONS_PER_PAGE = 50
SENTENCES = 4
WORDS_PER_SENTENCE = 14
VOCABULARY = 50_000
TOPICS = 1000
DIMENSIONS = 384
# How common a word is falls with its rank, as in natural text.
ZIPF = 1.1
TOPIC_SHARE = 0.6
_PIECE = re.compile(r"\w{1,6}|[^\w\s]")
_VOWELS, _CONSONANTS = "aeiou", "bcdfghjklmnprstvz"


def write_guide(folder: Path, *, chunks: int, seed: int = 1) -> None:
    """Writes Markdown pages that make so many chunks, one for each section."""
    folder.mkdir(parents=True)
    rng = np.random.default_rng(seed)
    words = make_words(VOCABULARY, rng)
    ranks = 1.0 / np.arange(1, VOCABULARY + 1) ** ZIPF
    cumulated = np.cumsum(ranks / ranks.sum())
    for page, start in enumerate(range(0, chunks, SECTIONS_PER_PAGE)):
        count = min(SECTIONS_PER_PAGE, chunks - start)
        draws = np.searchsorted(cumulated, rng.random((count, SENTENCES, WORDS_PER_SENTENCE)))
        sections = [
            f"## Section {start + number} on {words[draws[number, 0, 0] % VOCABULARY]}\n\n"
            + " ".join(_sentence(row, words) for row in draws[number])
            for number in range(count)
        ]
        path = folder / f"{page // 1000:03d}" / f"page{page:06d}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"# Page {page}\n\n" + "\n\n".join(sections) + "\n", encoding="utf-8")


def make_words(count: int, rng: np.random.Generator) -> list[str]:
    """Returns so many different made-up words."""
    words: dict[str, None] = {}
    while len(words) < count:
        syllables = int(rng.integers(2, 5))
        word = "".join(
            _CONSONANTS[int(rng.integers(len(_CONSONANTS)))]
            + _VOWELS[int(rng.integers(len(_VOWELS)))]
            for _ in range(syllables)
        )
        words[word] = None
    return list(words)


def _sentence(draws: np.ndarray, words: Sequence[str]) -> str:
    return " ".join(words[min(int(number), len(words) - 1)] for number in draws).capitalize() + "."


class DrawingEmbedder:
    """Gives each text a unit vector of its own, always the same."""

    name = "synthetic"
    weights_sha256 = hashlib.sha256(b"synthetic vectors around topics").hexdigest()
    dimensions = DIMENSIONS
    max_tokens = 256
    tuned = None

    def __init__(self) -> None:
        topics = np.random.default_rng(7).standard_normal((TOPICS, DIMENSIONS)).astype(np.float32)
        self._topics = topics / np.linalg.norm(topics, axis=1, keepdims=True)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Returns float32 vectors of shape (texts, dimensions), each of length 1."""
        return self._draw([_seed(text) for text in texts])

    def embed_parts(
        self, texts: Sequence[str], parts: Sequence[Sequence[Span]]
    ) -> tuple[Vectors, list[Vectors]]:
        """Returns the vectors of the texts and of their parts."""
        seeds = [_seed(text) for text in texts]
        pooled = [
            self._draw([seed + 1 + part for part in range(len(spans))])
            for seed, spans in zip(seeds, parts, strict=True)
        ]
        return self._draw(seeds), pooled

    def token_spans(self, text: str) -> list[Span]:
        """Returns spans of at most six letters."""
        return [match.span() for match in _PIECE.finditer(text)]

    def _draw(self, seeds: Sequence[int]) -> Vectors:
        vectors = np.empty((len(seeds), DIMENSIONS), dtype=np.float32)
        for row, seed in enumerate(seeds):
            noise = np.random.default_rng(seed).standard_normal(DIMENSIONS, dtype=np.float32)
            noise /= np.linalg.norm(noise)
            vectors[row] = TOPIC_SHARE * self._topics[seed % TOPICS] + (1 - TOPIC_SHARE) * noise
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.maximum(lengths, 1e-9)


def _seed(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=6).digest(), "big")
