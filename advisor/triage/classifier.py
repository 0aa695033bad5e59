"""Which capability a description needs, whether AI is warranted at all, and whether it is a use case."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from advisor.embedding import Embedder
from advisor.errors import TriageModelError
from advisor.models import Capability
from advisor.triage.capabilities import CAPABILITIES
from advisor.triage.features import (
    Floats,
    character_grams,
    cues_of,
    dense_features,
    read,
    word_grams,
)
from advisor.triage.model_file import MODEL_FILE, Grams, Model, read_model, version_of

# Chosen by leaving writers out: what nearness in meaning counts beside words and characters, and how far
# votes, which lie between -1 and 1, are stretched before the labels compete.
NEAR, SHARPNESS = 1.5, 4.0
_AI, _SCOPE = len(CAPABILITIES), len(CAPABILITIES) + 1


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the classifier says of a description.

    `scores` are the probabilities of the seven capabilities, given that AI is warranted; they sum to 1.
    `ai_score` is P(AI is warranted), given a use case, where both are equally frequent; `scope_score`
    is P(a use case). `cues` are words of the text that hint at the likeliest capability.
    """

    scores: Mapping[Capability, float]
    ai_score: float
    scope_score: float
    cues: tuple[str, ...] = ()


class Classifier:
    """A trained model; numpy alone, and used from all threads."""

    def __init__(self, model: Model, version: str) -> None:
        self.version = version
        self._model = model
        self._lengths = squared_lengths(model.support)

    def judge(self, text: str, embedder: Embedder) -> Judgement:
        """Returns the judgement of a description.

        Raises:
            TriageModelError: the model was trained over another embedder.

        """
        model = self._model
        if embedder.weights_sha256 != model.weights_sha256:
            raise TriageModelError(
                "The triage model was trained for another embedding model: "
                "run `python -m advisor.triage.train` with this one."
            )
        one = read(text, model.known)
        votes = (
            near_votes(model, dense_features([one], embedder), self._lengths)[0]
            + gram_votes(model.words, word_grams(one.plain))
            + gram_votes(model.characters, character_grams(one.plain))
        )
        judgement = judgement_of(outputs_of(votes[None])[0] * model.scale + model.shift)
        best = max(CAPABILITIES, key=lambda name: judgement.scores[name])
        return replace(judgement, cues=cues_of(text, best))


def open_classifier(path: Path = MODEL_FILE) -> Classifier:
    """Returns the classifier of that model file.

    Raises:
        TriageModelError: the file is missing or damaged.

    """
    model = read_model(path)
    return Classifier(model, version_of(path))


def judgement_of(logits: Floats) -> Judgement:
    """Returns what calibrated logits say, without cues."""
    chances = np.exp(logits[:_AI] - logits[:_AI].max())
    chances /= chances.sum()
    return Judgement(
        scores={name: float(p) for name, p in zip(CAPABILITIES, chances, strict=True)},
        ai_score=_sigmoid(logits[_AI]),
        scope_score=_sigmoid(logits[_SCOPE]),
    )


def near_votes(model: Model, rows: Floats, lengths: Floats) -> Floats:
    """Returns what the texts that were learned say of these rows of features: the near ones count more.

    `lengths` are the squared lengths of the model's support.
    """
    return _product(near_kernel(rows, model.support, lengths), model.alphas)


def near_kernel(rows: Floats, others: Floats, lengths: Floats) -> Floats:
    """Returns how near rows of features are to others, shape (rows, others); NEAR for the same."""
    products = _product(rows, others.T)
    distances = squared_lengths(rows)[:, None] + lengths[None] - 2 * products
    kernel: Floats = NEAR * np.exp(-np.maximum(distances, 0))
    return kernel


def squared_lengths(rows: Floats) -> Floats:
    """Returns the squared length of each row."""
    lengths: Floats = np.einsum("ij,ij->i", rows, rows)
    return lengths


def gram_votes(grams: Grams, counted: Mapping[str, int]) -> Floats:
    """Returns what the grams of a text say: TF-IDF of length 1, times the weights."""
    known = [(grams.places[gram], times) for gram, times in counted.items() if gram in grams.places]
    if not known:
        return np.zeros(grams.weights.shape[1], dtype=np.float32)
    places = np.array([place for place, _ in known])
    values = (1 + np.log(np.array([times for _, times in known], np.float32))) * grams.idf[places]
    values /= max(float(np.linalg.norm(values)), 1e-9)
    votes: Floats = values @ grams.weights[places]
    return votes


def outputs_of(votes: Floats) -> Floats:
    """Returns logits of shape (texts, outputs) from votes for the labels: the seven, AI, scope."""
    sharp = SHARPNESS * votes
    ai = np.logaddexp.reduce(sharp[:, :_AI], axis=1)
    rules, out_of_scope = sharp[:, _AI], sharp[:, _SCOPE]
    outputs: Floats = np.column_stack(
        [sharp[:, :_AI], ai - rules, np.logaddexp(ai, rules) - out_of_scope]
    )
    return outputs


def _product(rows: Floats, others: Floats) -> Floats:
    """The matrix product; for one row without threads, which wait for each other on a busy machine."""
    if len(rows) > 1:
        return rows @ others
    product: Floats = np.einsum("j,jk->k", rows[0], others)[None]
    return product


def _sigmoid(logit: float) -> float:
    """Returns the probability of a logit."""
    return float(1 / (1 + np.exp(-np.clip(logit, -30, 30))))
