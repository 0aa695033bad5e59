"""Trains the estimate that an answer is right, on the development questions only."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from advisor.answering.estimate import Logistic, Model, choose_threshold

# Whether the guide speaks of the matter shows in how far it leads what the guide says it lacks; whether the answer is
# whole, in how near the best passage is. Chosen by cross-validation over development pages.
COVERED = (
    "wording",
    "body",
    "sentence",
    "lexical",
    "coverage",
    "unknown",
    "lead",
    "score_lead",
    "margin",
)
RIGHT = ("wording", "body", "sentence", "coverage", "unknown", "lead")
# A weak penalty: with ten numbers and some hundred examples the weights need little help.
INVERSE_PENALTY = 0.3
FOLDS = 8


@dataclass(frozen=True, slots=True)
class Example:
    """A development question: its evidence, and what became of it; `group` is its page."""

    evidence: Mapping[str, float]
    covered: bool
    right: bool
    group: str


@dataclass(frozen=True, slots=True)
class Trained:
    """The model, and each example's probability from a model that has not seen its page."""

    model: Model
    held_out: tuple[float, ...]


def train(examples: Sequence[Example]) -> Trained:
    """Returns the estimate's model with the threshold that its held-out probabilities suggest."""
    groups = [example.group for example in examples]
    held_out = np.zeros(len(examples))
    splits = GroupKFold(FOLDS).split(np.zeros(len(examples)), groups=groups)
    for seen, unseen in splits:
        model = _fit([examples[number] for number in seen], threshold=0.0)
        for number in unseen:
            evidence = examples[number].evidence
            held_out[number] = _probability(model, evidence)
    chances = [float(chance) for chance in held_out]
    threshold = choose_threshold(
        [chance for chance, one in zip(chances, examples, strict=True) if one.covered],
        [chance for chance, one in zip(chances, examples, strict=True) if not one.covered],
    )
    return Trained(_fit(examples, threshold=round(threshold or 0.0, 4)), tuple(chances))


def _fit(examples: Sequence[Example], *, threshold: float) -> Model:
    spoken = [example for example in examples if example.covered]
    return Model(
        covered=_logistic(examples, COVERED, lambda example: example.covered),
        right=_logistic(spoken, RIGHT, lambda example: example.right),
        threshold=threshold,
    )


def _logistic(
    examples: Sequence[Example], names: Sequence[str], answer: Callable[[Example], bool]
) -> Logistic:
    values = np.array([[example.evidence[name] for name in names] for example in examples])
    pipeline = make_pipeline(StandardScaler(), LogisticRegression(C=INVERSE_PENALTY, max_iter=2000))
    pipeline.fit(values, [answer(example) for example in examples])
    scaler, regression = pipeline[0], pipeline[1]
    weights = regression.coef_[0] / scaler.scale_
    intercept = float(regression.intercept_[0] - weights @ scaler.mean_)
    return Logistic(
        intercept=round(intercept, 4),
        weights={name: round(float(one), 4) for name, one in zip(names, weights, strict=True)},
    )


def _probability(model: Model, evidence: Mapping[str, float]) -> float:
    return model.covered.probability(evidence) * model.right.probability(evidence)
