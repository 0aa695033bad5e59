"""How likely an answer is right: a small calibrated model over the evidence, and when to abstain."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

# Of the questions that the guide answers, the share that a threshold may refuse.
REFUSED_AT_MOST = 0.015


class Logistic(BaseModel):
    """A logistic regression: the probability is 1 / (1 + exp(-(intercept + sum of weight x value)))."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    intercept: float
    weights: Mapping[str, float]

    def probability(self, evidence: Mapping[str, float]) -> float:
        """Returns the probability for this evidence, 0 to 1."""
        terms = (weight * evidence[name] for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-(self.intercept + sum(terms))))


class Model(BaseModel):
    """The questions whose probabilities the estimate multiplies, and the threshold where a release sets none.

    `subject`: is it a matter for the guide at all? `covered`: if so, does the guide speak of it, rather
    than of something near it? `right`: if it does, is the answer whole?
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    subject: Logistic
    covered: Logistic
    right: Logistic
    threshold: float

    def probability(self, evidence: Mapping[str, float]) -> float:
        """Returns how likely an answer with this evidence is right, 0 to 1."""
        steps = (self.subject, self.covered, self.right)
        return math.prod(step.probability(evidence) for step in steps)


@dataclass(frozen=True, slots=True)
class Estimate:
    """The probability that the answer is right, what it was drawn from, and what it must reach."""

    probability: float
    threshold: float
    evidence: Mapping[str, float]

    @property
    def is_enough(self) -> bool:
        """Whether to answer."""
        return self.probability >= self.threshold

    def as_json(self) -> dict[str, Any]:
        """Returns the estimate as the trace keeps it."""
        return {
            "probability": round(self.probability, 4),
            "threshold": round(self.threshold, 4),
            "evidence": {name: round(value, 4) for name, value in self.evidence.items()},
        }


def estimate(
    evidence: Mapping[str, float], *, threshold: float | None = None, is_tuned: bool = False
) -> Estimate:
    """Returns how likely an answer with this evidence is right; `threshold` is the release's own.

    `is_tuned` says whether a tuned model read the release's wordings: its cosines mean something else.
    """
    model = load_model(is_tuned=is_tuned)
    wanted = model.threshold if threshold is None else threshold
    return Estimate(model.probability(evidence), wanted, dict(evidence))


@cache
def load_model(*, is_tuned: bool = False) -> Model:
    """Returns the model for releases of this kind, which `python -m evals train` wrote."""
    text = resources.files("advisor.answering").joinpath(model_file(is_tuned=is_tuned))
    return Model.model_validate(yaml.safe_load(text.read_text("utf-8")))


def model_file(*, is_tuned: bool) -> str:
    """Returns the name of the file of that model."""
    return "estimate_tuned.yaml" if is_tuned else "estimate.yaml"


def choose_threshold(answerable: Sequence[float], foreign: Sequence[float]) -> float | None:
    """Returns the threshold that refuses most foreign questions and few that the guide answers.

    Both are probabilities of development questions. Between the last foreign question that can be
    refused and the next that is answered, it lies in the middle. None where there is too little to
    go by.
    """
    if not answerable or not foreign:
        return None
    ordered = sorted(answerable)
    ceiling = ordered[int(len(ordered) * REFUSED_AT_MOST)]
    refused = max((value for value in foreign if value < ceiling), default=None)
    return None if refused is None else (refused + ceiling) / 2
