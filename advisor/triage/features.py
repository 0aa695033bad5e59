"""A description as numbers: its meaning, its cues, and the grams of its words and characters."""

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from advisor.embedding import Embedder
from advisor.triage.neutral import neutral

Floats = NDArray[np.float32]

_FOLDER = Path(__file__).parent
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|<n>|[?%€$£]")
WORD_GRAMS = (1, 2, 3)
CHARACTER_GRAMS = (3, 4, 5)
# How much nearness to a definition, and a cue, weigh beside the vector in a distance.
NEARNESS_SCALE, CUE_SCALE = 0.5, 0.25
# A whole description of many pages adds nothing, and must not cost seconds.
LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Read:
    """A text as it is judged: neutral, and in lower case with each figure as <n>."""

    neutral: str
    plain: str


def read(text: str, known: Container[str] | None = None) -> Read:
    """Returns a text as the features see it; `known` are words that are no names."""
    words = neutral(text[:LONGEST], known)
    return Read(words, _DIGITS.sub("<n>", words.lower()))


def word_grams(plain: str) -> Counter[str]:
    """Returns how often each sequence of up to three words occurs."""
    words = ["^", *_WORD.findall(plain)]
    return Counter(
        " ".join(words[start : start + size])
        for size in WORD_GRAMS
        for start in range(len(words) - size + 1)
    )


def character_grams(plain: str) -> Counter[str]:
    """Returns how often each short sequence of characters occurs, none across words."""
    found: Counter[str] = Counter()
    for word in _WORD.findall(plain):
        padded = f" {word} "
        for size in CHARACTER_GRAMS:
            for start in range(max(1, len(padded) - size + 1)):
                found[padded[start : start + size]] += 1
    return found


def cue_flags(plain: str) -> Floats:
    """Returns 1 for each cue that occurs, in the order of cues.yaml; its length tells short from long."""
    flags = [float(pattern.search(plain) is not None) for pattern in _cue_patterns()]
    words = plain.count(" ") + 1
    return np.array([*flags, min(np.log1p(words), 5.0) / 2], dtype=np.float32)


def cues_of(text: str, label: str) -> tuple[str, ...]:
    """Returns the words of the text, as written, that hint at a label."""
    lower = text.lower()
    found = (pattern.search(lower) for pattern in _cue_patterns_of()[label])
    spans = sorted(match.span() for match in found if match)
    # A few letters grow when they are put in lower case, and then nothing stands where it stood.
    told = text if len(lower) == len(text) else lower
    return tuple(dict.fromkeys(told[start:end].strip() for start, end in spans))


def meanings(texts: Sequence[Read], embedder: Embedder) -> Floats:
    """Returns for each text its vector, and how near each label's definitions are to it.

    Shape (texts, dimensions + 2 x labels with definitions).
    """
    spans = [list(_sentences(one.neutral)) for one in texts]
    wholes, parts = embedder.embed_parts([one.neutral for one in texts], spans)
    fragments, labels = _definitions(embedder)
    rows = [
        _meaning(_whole(one.neutral, whole, embedder), sentences, fragments, labels)
        for one, whole, sentences in zip(texts, wholes, parts, strict=True)
    ]
    return np.array(rows, dtype=np.float32)


def dense_features(texts: Sequence[Read], embedder: Embedder) -> Floats:
    """Returns meaning and cues of each text as one row, scaled so that their distances compare."""
    near = embedder.dimensions
    rows = np.hstack([meanings(texts, embedder), [cue_flags(one.plain) for one in texts]])
    rows[:, near:] *= NEARNESS_SCALE
    rows[:, -cue_count() :] *= CUE_SCALE / NEARNESS_SCALE
    return rows.astype(np.float32)


def cue_count() -> int:
    """How many numbers tell the cues of a text."""
    return len(_cue_patterns()) + 1


def _whole(text: str, vector: Floats, embedder: Embedder) -> Floats:
    """The vector of a text that the model reads at once; of a longer one, the mean over its stretches."""
    pieces = embedder.token_spans(text) if len(text) > embedder.max_tokens else []
    room = embedder.max_tokens - 2
    if len(pieces) <= room:
        return vector
    cuts = [pieces[start : start + room] for start in range(0, len(pieces), room)]
    mean = embedder.embed([text[cut[0][0] : cut[-1][1]] for cut in cuts]).mean(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), dtype=np.float32)


def _meaning(whole: Floats, sentences: Floats, fragments: Floats, labels: Sequence[str]) -> Floats:
    near = np.vstack([whole[None], sentences]) @ fragments.T
    of_label = {label: [n for n, one in enumerate(labels) if one == label] for label in labels}
    highest = [float(near[:, columns].max()) for columns in of_label.values()]
    average = [float(near[0, columns].mean()) for columns in of_label.values()]
    return np.concatenate([whole, highest, average]).astype(np.float32)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < len(text):
        yield start, len(text)


@cache
def _cue_patterns_of() -> Mapping[str, tuple[re.Pattern[str], ...]]:
    data = yaml.safe_load((_FOLDER / "cues.yaml").read_text(encoding="utf-8"))
    return {label: tuple(_cue(pattern) for pattern in patterns) for label, patterns in data.items()}


@cache
def _cue_patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(pattern for patterns in _cue_patterns_of().values() for pattern in patterns)


def _cue(pattern: str) -> re.Pattern[str]:
    """A cue, found in lower-case text; it starts at the start of a word unless it says otherwise."""
    starts = pattern.startswith(("^", r"\b", "["))
    return re.compile(pattern if starts else rf"(?<!\w)(?:{pattern})")


_FRAGMENTS: dict[str, tuple[Floats, tuple[str, ...]]] = {}


def _definitions(embedder: Embedder) -> tuple[Floats, tuple[str, ...]]:
    """The vectors of the written definitions and their labels, embedded once for each model."""
    if embedder.weights_sha256 not in _FRAGMENTS:
        data = yaml.safe_load((_FOLDER / "definitions.yaml").read_text(encoding="utf-8"))
        pairs = [(label, text) for label, texts in data.items() for text in texts]
        vectors = embedder.embed([text for _, text in pairs])
        _FRAGMENTS[embedder.weights_sha256] = (vectors, tuple(label for label, _ in pairs))
    return _FRAGMENTS[embedder.weights_sha256]
