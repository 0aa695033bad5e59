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
    cue_flags,
    cues_of,
    meanings,
    read,
    word_grams,
)
from advisor.triage.model_file import MODEL_FILE, Grams, Model, read_model, version_of

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
        one = read(text)
        meaning = meanings([one], embedder)[0]
        features = np.concatenate([meaning, cue_flags(one.plain)])
        logits = combine(
            model,
            features @ model.meaning + model.meaning_bias,
            gram_logits(model.words, word_grams(one.plain)),
            gram_logits(model.characters, character_grams(one.plain)),
        )
        judgement = judgement_of(logits)
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


def gram_logits(grams: Grams, counted: Mapping[str, int]) -> Floats:
    """Returns the outputs of a view of grams: TF-IDF of length 1, times the weights."""
    known = [(grams.places[gram], times) for gram, times in counted.items() if gram in grams.places]
    if not known:
        return grams.bias
    places = np.array([place for place, _ in known])
    values = (1 + np.log(np.array([times for _, times in known], np.float32))) * grams.idf[places]
    values /= max(float(np.linalg.norm(values)), 1e-9)
    logits: Floats = values @ grams.weights[places] + grams.bias
    return logits


def combine(model: Model, meaning: Floats, words: Floats, characters: Floats) -> Floats:
    """Returns the calibrated logits of the three views."""
    views = np.stack([meaning, words, characters])
    logits: Floats = (views * model.blend).sum(axis=0) * model.scale + model.shift
    return logits


def _sigmoid(logit: float) -> float:
    """Returns the probability of a logit."""
    return float(1 / (1 + np.exp(-np.clip(logit, -30, 30))))
