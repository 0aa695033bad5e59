"""Turns logits into probabilities that can be trusted, on requests of writers that the model has not read."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from sklearn.linear_model import LogisticRegression

from advisor.triage.capabilities import CAPABILITIES
from advisor.triage.features import Floats
from advisor.triage.fitting import Examples, fit, logits_of
from advisor.triage.model_file import OUTPUTS, Model

# Temperatures tried; one logit scale for all seven keeps their order.
SCALES = np.linspace(0.5, 4.0, 71)
_AI, _SCOPE = OUTPUTS.index("ai"), OUTPUTS.index("scope")


def held_out_logits(examples: Examples, *, folds: int, weights_sha256: str) -> Floats:
    """Returns for each example the logits of a model that has read nothing of its writer.

    Writers are dealt into that many folds in the order of their names.
    """
    writers = examples.writers
    names = sorted(set(writers))
    logits = np.zeros((len(writers), len(OUTPUTS)), dtype=np.float32)
    for fold in range(min(folds, len(names))):
        unseen = np.isin(writers, names[fold::folds])
        seen = examples.only([int(n) for n in np.flatnonzero(~unseen)])
        model = fit(seen, weights_sha256=weights_sha256)
        numbers = [int(n) for n in np.flatnonzero(unseen)]
        logits[numbers] = logits_of(model, examples.only(numbers))
    return logits


def calibrate(model: Model, examples: Examples, held_out: Floats) -> Model:
    """Returns the model with the scale and shift that make held-out probabilities true."""
    labels = examples.labels
    scale, shift = model.scale.copy(), model.shift.copy()
    is_ai = np.isin(labels, CAPABILITIES)
    in_scope = labels != "out_of_scope"
    places = [CAPABILITIES.index(label) for label in labels[is_ai]]
    scale[:_AI] = _temperature(held_out[is_ai, :_AI], places)
    scale[_AI], shift[_AI] = _platt(held_out[in_scope, _AI], is_ai[in_scope])
    scale[_SCOPE], shift[_SCOPE] = _platt(held_out[:, _SCOPE], in_scope)
    return replace(model, scale=scale, shift=shift)


def _temperature(logits: Floats, places: Sequence[int]) -> float:
    """The scale with the least log loss (Guo, Pleiss, Sun and Weinberger, 2017)."""
    rows = np.arange(len(logits))

    def loss(scale: float) -> float:
        scaled = logits * scale
        top = scaled.max(axis=1)
        normal = top + np.log(np.exp(scaled - top[:, None]).sum(axis=1))
        return float((normal - scaled[rows, places]).mean())

    return float(min(SCALES, key=loss))


def _platt(logits: Floats, answers: np.ndarray) -> tuple[float, float]:
    """Scale and shift by a logistic regression (Platt, 1999), as if yes and no were equally frequent."""
    model = LogisticRegression(C=1e4, class_weight="balanced", max_iter=1000)
    model.fit(logits[:, None], answers)
    return float(model.coef_[0, 0]), float(model.intercept_[0])
