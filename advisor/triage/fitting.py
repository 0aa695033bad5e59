"""Fits the classifier's weights; scikit-learn is imported here, so that no bot needs it."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from advisor.embedding import Embedder
from advisor.triage.capabilities import CAPABILITIES
from advisor.triage.classifier import combine, gram_logits
from advisor.triage.features import (
    Floats,
    character_grams,
    cue_flags,
    meanings,
    read,
    word_grams,
)
from advisor.triage.labelled import Request
from advisor.triage.model_file import OUTPUTS, Grams, Model

SEED = 7
# Chosen by leaving one writer out: the inverse penalty of each view, and how much each view counts.
INVERSE_PENALTY = {"meaning": 2.0, "words": 10.0, "characters": 10.0}
BLEND = {"meaning": 1.0, "words": 1.0, "characters": 1.0}
# A gram that only one writer uses tells the writer, not the task.
LEAST_TEXTS, LEAST_WRITERS = 3, 2
_AI, _SCOPE = OUTPUTS.index("ai"), OUTPUTS.index("scope")


@dataclass(frozen=True, slots=True)
class Examples:
    """Requests as features: `meaning` is dense, the grams are counts over their own vocabulary."""

    requests: tuple[Request, ...]
    meaning: Floats
    words: tuple[Mapping[str, int], ...]
    characters: tuple[Mapping[str, int], ...]

    @property
    def labels(self) -> np.ndarray:
        """The label of each."""
        return np.array([one.label for one in self.requests])

    @property
    def writers(self) -> np.ndarray:
        """The writer of each."""
        return np.array([one.writer for one in self.requests])

    def only(self, numbers: Sequence[int]) -> "Examples":
        """Returns those of these numbers."""
        return Examples(
            tuple(self.requests[n] for n in numbers),
            self.meaning[list(numbers)],
            tuple(self.words[n] for n in numbers),
            tuple(self.characters[n] for n in numbers),
        )


def gather(requests: Sequence[Request], embedder: Embedder) -> Examples:
    """Returns the requests as features."""
    texts = [read(one.text) for one in requests]
    cues = np.array([cue_flags(one.plain) for one in texts], dtype=np.float32)
    return Examples(
        tuple(requests),
        np.hstack([meanings(texts, embedder), cues]),
        tuple(word_grams(one.plain) for one in texts),
        tuple(character_grams(one.plain) for one in texts),
    )


def fit(examples: Examples, *, weights_sha256: str) -> Model:
    """Returns the model of these examples, not calibrated yet."""
    meaning, meaning_bias = _fit_outputs(
        examples.meaning, examples.labels, inverse_penalty=INVERSE_PENALTY["meaning"]
    )
    blend = np.array(list(BLEND.values()), dtype=np.float32)[:, None] / sum(BLEND.values())
    return Model(
        meaning=meaning,
        meaning_bias=meaning_bias,
        words=_fit_grams(examples, examples.words, view="words"),
        characters=_fit_grams(examples, examples.characters, view="characters"),
        blend=np.tile(blend, (1, len(OUTPUTS))),
        scale=np.ones(len(OUTPUTS), dtype=np.float32),
        shift=np.zeros(len(OUTPUTS), dtype=np.float32),
        weights_sha256=weights_sha256,
    )


def _fit_grams(examples: Examples, counted: Sequence[Mapping[str, int]], *, view: str) -> Grams:
    places = _vocabulary(counted, examples.writers)
    counts = _counts(counted, places)
    texts_with = np.asarray((counts > 0).sum(axis=0)).ravel()
    idf = (np.log((1 + counts.shape[0]) / (1 + texts_with)) + 1).astype(np.float32)
    weighted = counts.multiply(idf).tocsr()
    lengths = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    weighted = weighted.multiply(1 / np.maximum(lengths, 1e-9)[:, None]).tocsr().astype(np.float32)
    weights, bias = _fit_outputs(weighted, examples.labels, inverse_penalty=INVERSE_PENALTY[view])
    return Grams(places, idf, weights, bias)


def _vocabulary(counted: Sequence[Mapping[str, int]], writers: Sequence[str]) -> dict[str, int]:
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


def _fit_outputs(
    values: csr_matrix | Floats, labels: np.ndarray, *, inverse_penalty: float
) -> tuple[Floats, Floats]:
    """Returns weights (features, outputs) and bias of the three questions, each over the texts it is about."""
    weights = np.zeros((values.shape[1], len(OUTPUTS)), dtype=np.float32)
    bias = np.zeros(len(OUTPUTS), dtype=np.float32)
    is_ai = np.isin(labels, CAPABILITIES)
    in_scope = labels != "out_of_scope"
    one = _regression(values[is_ai], labels[is_ai], inverse_penalty)
    for row, label in enumerate(one.classes_):
        place = CAPABILITIES.index(label)
        weights[:, place], bias[place] = one.coef_[row], one.intercept_[row]
    for place, rows, answer in (
        (_AI, in_scope, is_ai),
        (_SCOPE, np.ones(len(labels), dtype=bool), in_scope),
    ):
        one = _regression(values[rows], answer[rows], inverse_penalty)
        weights[:, place], bias[place] = one.coef_[0], one.intercept_[0]
    return weights, bias


def _regression(
    values: csr_matrix | Floats, answers: np.ndarray, inverse_penalty: float
) -> LogisticRegression:
    model = LogisticRegression(
        C=inverse_penalty, class_weight="balanced", tol=1e-3, max_iter=1000, random_state=SEED
    )
    return model.fit(values, answers)


def logits_of(model: Model, examples: Examples) -> Floats:
    """Returns the logits of examples, shape (examples, outputs)."""
    meaning = examples.meaning @ model.meaning + model.meaning_bias
    rows = [
        combine(model, row, gram_logits(model.words, words), gram_logits(model.characters, signs))
        for row, words, signs in zip(meaning, examples.words, examples.characters, strict=True)
    ]
    return np.array(rows, dtype=np.float32)
