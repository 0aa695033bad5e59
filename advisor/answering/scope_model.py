"""What a message is likely to be, by a small trained model: for those that no pattern of scope.yaml fits.

A multinomial logistic regression over the message's embedding and its words and word pairs, hashed;
its coefficients stand in scope_model.npz, written by `python -m evals train scope`.
"""

import re
import zlib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from pathlib import Path

import numpy as np

from advisor.disguise import plain_form
from advisor.pooling import Vectors

IN_SCOPE = "in_scope"
# More buckets tell no kinds better apart: the messages hold some 10,000 different words and pairs.
BUCKETS = 8192
LONGEST_SHORT = 3
MODEL_FILE = Path(str(resources.files("advisor.answering"))) / "scope_model.npz"
_TOKEN = re.compile(r"[^\W_]+|[^\w\s]")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Reading:
    """The likeliest kind of a message outside the guide, and how likely the message is outside at all.

    `is_sure` is whether that is enough to turn it away unsearched.
    """

    kind: str
    probability: float
    is_sure: bool


@dataclass(frozen=True, slots=True)
class ScopeModel:
    """Weights of shape (kinds, dimensions) and (kinds, buckets); the first kind is IN_SCOPE.

    `thresholds` are what the probability of a message outside must reach: for short ones, which say less
    of what they are, and for all others. The weights fit the vectors of one embedding model alone, that
    of `weights_sha256`.
    """

    kinds: tuple[str, ...]
    intercepts: Vectors
    dense: Vectors
    words: Vectors
    thresholds: tuple[float, float]
    weights_sha256: str

    def probabilities(self, text: str, vector: Vectors) -> Vectors:
        """Returns the probability of each kind; `vector` is the text's embedding of shape (dimensions,)."""
        scores = self.intercepts + self.dense @ vector
        if len(buckets := word_buckets(text)):
            scores = scores + self.words[:, buckets].sum(axis=1) * word_value(len(buckets))
        chances = np.exp(scores - scores.max())
        probabilities: Vectors = chances / chances.sum()
        return probabilities

    def read(self, text: str, vector: Vectors) -> Reading:
        """Returns which kind outside the guide this text is likeliest to be, and how likely it is outside."""
        chances = self.probabilities(text, vector)
        probability = float(1 - chances[0])
        return Reading(
            kind=self.kinds[1 + int(np.argmax(chances[1:]))],
            probability=probability,
            is_sure=probability >= self.thresholds[0 if is_short(text) else 1],
        )


def is_short(text: str) -> bool:
    """Whether the text has a threshold of its own, for it says little of what it is."""
    return len(text.split()) <= LONGEST_SHORT


def word_buckets(text: str) -> np.ndarray:
    """Returns the buckets of a text's words and word pairs, each once, in order."""
    tokens = ["<", *_TOKEN.findall(_DIGITS.sub("0", plain_form(text).lower())), ">"]
    pairs = [f"{one} {two}" for one, two in pairwise(tokens)]
    numbers = {zlib.crc32(gram.encode()) % BUCKETS for gram in (*tokens[1:-1], *pairs)}
    return np.array(sorted(numbers), dtype=np.int64)


def word_value(count: int) -> float:
    """What each bucket of a text weighs: the more there are, the less, so that long texts count as short ones."""
    return float(1 / np.sqrt(count))


@cache
def load_scope_model() -> ScopeModel:
    """Returns the model that the repository holds."""
    return read_scope_model(MODEL_FILE)


def read_scope_model(path: Path) -> ScopeModel:
    """Returns the model in this file; arrays only, so nothing in it can run."""
    with np.load(path, allow_pickle=False) as arrays:
        kinds = tuple(str(kind) for kind in arrays["kinds"])
        return ScopeModel(
            kinds=kinds,
            intercepts=arrays["intercepts"].astype(np.float32),
            dense=arrays["dense"].astype(np.float32),
            words=arrays["words"].astype(np.float32),
            thresholds=(float(arrays["thresholds"][0]), float(arrays["thresholds"][1])),
            weights_sha256=str(arrays["weights_sha256"]),
        )


def write_scope_model(model: ScopeModel, path: Path) -> None:
    """Writes the model in half precision: what is lost changes no probability by a hundredth."""
    np.savez_compressed(
        path,
        kinds=np.array(model.kinds),
        intercepts=model.intercepts.astype(np.float16),
        dense=model.dense.astype(np.float16),
        words=model.words.astype(np.float16),
        thresholds=np.array(model.thresholds),
        weights_sha256=np.array(model.weights_sha256),
    )
