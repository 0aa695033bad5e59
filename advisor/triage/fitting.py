"""Learns the classifier's weights from labelled requests; needs scipy, which no bot needs."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve
from scipy.sparse import csr_matrix

from advisor.embedding import Embedder
from advisor.triage.classifier import (
    gram_votes,
    near_kernel,
    near_votes,
    outputs_of,
    squared_lengths,
)
from advisor.triage.features import (
    Floats,
    character_grams,
    dense_features,
    read,
    word_grams,
)
from advisor.triage.labelled import Request
from advisor.triage.model_file import LABELS, OUTPUTS, Grams, Model, quantised
from advisor.triage.neutral import plain_words

# The penalty on weights, chosen by leaving writers out.
RIDGE = 0.5
# A gram that only one writer uses tells the writer, not the task.
LEAST_TEXTS, LEAST_WRITERS = 3, 2


@dataclass(frozen=True, slots=True)
class Examples:
    """Requests as features: `dense` of shape (requests, features), and the grams of each."""

    requests: tuple[Request, ...]
    dense: Floats
    words: tuple[Mapping[str, int], ...]
    characters: tuple[Mapping[str, int], ...]
    known: frozenset[str]

    @property
    def labels(self) -> NDArray[np.str_]:
        """The label of each."""
        return np.array([one.label for one in self.requests])

    @property
    def writers(self) -> NDArray[np.str_]:
        """The writer of each."""
        return np.array([one.writer for one in self.requests])

    def only(self, numbers: Sequence[int]) -> "Examples":
        """Returns those of these numbers."""
        return Examples(
            tuple(self.requests[n] for n in numbers),
            self.dense[list(numbers)],
            tuple(self.words[n] for n in numbers),
            tuple(self.characters[n] for n in numbers),
            self.known,
        )


def gather(requests: Sequence[Request], embedder: Embedder) -> Examples:
    """Returns the requests as features."""
    known = plain_words(one.text for one in requests)
    texts = [read(one.text, known) for one in requests]
    return Examples(
        tuple(requests),
        dense_features(texts, embedder),
        tuple(word_grams(one.plain) for one in texts),
        tuple(character_grams(one.plain) for one in texts),
        known,
    )


def fit(examples: Examples, *, weights_sha256: str) -> Model:
    """Returns the model of these examples, not calibrated yet.

    Kernel ridge regression (Saunders, Gammerman and Vovk, 1998) of each label against the others, over the
    sum of three kernels: nearness of meaning and cues, words in common, characters in common. It is one
    system of equations, and did better than logistic regressions and support vector machines apart.
    """
    support, step = quantised(examples.dense)
    words, word_places, word_idf = _weighted(examples.words, examples.writers)
    characters, places, idf = _weighted(examples.characters, examples.writers)
    kernel = near_kernel(support, support, squared_lengths(support)).astype(np.float64)
    kernel += (words @ words.T).toarray()
    kernel += (characters @ characters.T).toarray()
    kernel[np.diag_indices(len(kernel))] += RIDGE
    wanted = np.where(examples.labels[:, None] == np.array(LABELS)[None], 1.0, -1.0)
    alphas = solve(kernel, wanted, assume_a="pos", overwrite_a=True).astype(np.float32)
    return Model(
        support=support,
        step=step,
        alphas=alphas,
        words=Grams(word_places, word_idf, np.asarray(words.T @ alphas)),
        characters=Grams(places, idf, np.asarray(characters.T @ alphas)),
        scale=np.ones(len(OUTPUTS), dtype=np.float32),
        shift=np.zeros(len(OUTPUTS), dtype=np.float32),
        known=examples.known,
        weights_sha256=weights_sha256,
    )


def logits_of(model: Model, examples: Examples) -> Floats:
    """Returns the logits of examples, shape (examples, outputs)."""
    votes = near_votes(model, examples.dense, squared_lengths(model.support))
    votes += [gram_votes(model.words, grams) for grams in examples.words]
    votes += [gram_votes(model.characters, grams) for grams in examples.characters]
    return outputs_of(votes) * model.scale + model.shift


def _weighted(
    counted: Sequence[Mapping[str, int]], writers: Sequence[str] | NDArray[np.str_]
) -> tuple[csr_matrix, dict[str, int], Floats]:
    """The TF-IDF of texts, rows of length 1, with the place and weight of each gram."""
    places = _vocabulary(counted, writers)
    counts = _counts(counted, places)
    texts_with = np.asarray((counts > 0).sum(axis=0)).ravel()
    idf = (np.log((1 + counts.shape[0]) / (1 + texts_with)) + 1).astype(np.float32)
    weighted = counts.multiply(idf).tocsr()
    lengths = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    rows = weighted.multiply(1 / np.maximum(lengths, 1e-9)[:, None]).tocsr().astype(np.float32)
    return rows, places, idf


def _vocabulary(
    counted: Sequence[Mapping[str, int]], writers: Sequence[str] | NDArray[np.str_]
) -> dict[str, int]:
    texts: Counter[str] = Counter()
    used_by: defaultdict[str, set[str]] = defaultdict(set)
    for grams, writer in zip(counted, writers, strict=True):
        for gram in grams:
            texts[gram] += 1
            used_by[gram].add(writer)
    least_writers = min(LEAST_WRITERS, len(set(writers)))
    kept = sorted(
        gram
        for gram, times in texts.items()
        if times >= LEAST_TEXTS and len(used_by[gram]) >= least_writers
    )
    return {gram: place for place, gram in enumerate(kept)}


def _counts(counted: Sequence[Mapping[str, int]], places: Mapping[str, int]) -> csr_matrix:
    values: list[float] = []
    columns: list[int] = []
    starts = [0]
    for grams in counted:
        for gram, times in grams.items():
            if gram in places:
                values.append(1 + float(np.log(times)))
                columns.append(places[gram])
        starts.append(len(columns))
    shape = (len(counted), len(places))
    return csr_matrix((np.array(values, np.float32), columns, starts), shape=shape)
