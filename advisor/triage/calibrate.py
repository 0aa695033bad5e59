"""Turns logits into probabilities that can be trusted, on requests of writers that the model has not read."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from advisor.triage.capabilities import CAPABILITIES
from advisor.triage.features import Floats
from advisor.triage.fitting import Examples, fit, logits_of
from advisor.triage.labelled import BORDERS
from advisor.triage.model_file import OUTPUTS, Model

# How often a use case that people bring needs AI, and how often what they bring is one: those who ask triage have
# thought of AI already, and to lose a good idea costs more than to look at a plain one.
AI_PRIOR, SCOPE_PRIOR = 0.7, 0.7
# Temperatures tried; one logit scale for all seven keeps their order.
SCALES = np.linspace(0.5, 4.0, 71)
_AI, _SCOPE = OUTPUTS.index("ai"), OUTPUTS.index("scope")


def held_out_logits(examples: Examples, *, weights_sha256: str) -> Floats:
    """Returns for each example the logits of a model that has read nothing of its writer.

    Nor has it read what was written in answer to such models' mistakes: that would flatter them.
    """
    writers = examples.writers
    logits = np.zeros((len(writers), len(OUTPUTS)), dtype=np.float32)
    for writer in sorted(set(writers)):
        unseen = [int(n) for n in np.flatnonzero(writers == writer)]
        others = (writers != writer) & (writers != BORDERS)
        seen = examples.only([int(n) for n in np.flatnonzero(others)])
        model = fit(seen, weights_sha256=weights_sha256)
        logits[unseen] = logits_of(model, examples.only(unseen))
    return logits


def calibrate(model: Model, examples: Examples, held_out: Floats) -> Model:
    """Returns the model with the scale and shift that make held-out probabilities true."""
    labels = examples.labels
    scale, shift = model.scale.copy(), model.shift.copy()
    is_ai = np.isin(labels, CAPABILITIES)
    in_scope = labels != "out_of_scope"
    places = [CAPABILITIES.index(label) for label in labels[is_ai]]
    scale[:_AI] = _temperature(held_out[is_ai, :_AI], places)
    scale[_AI], shift[_AI] = _platt(held_out[in_scope, _AI], is_ai[in_scope], prior=AI_PRIOR)
    scale[_SCOPE], shift[_SCOPE] = _platt(held_out[:, _SCOPE], in_scope, prior=SCOPE_PRIOR)
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


def _platt(logits: Floats, answers: NDArray[np.bool_], *, prior: float) -> tuple[float, float]:
    """Scale and shift by a logistic regression (Platt, 1999), as if yes were as frequent as `prior`."""
    model = LogisticRegression(C=1e4, class_weight={True: prior, False: 1 - prior}, max_iter=1000)
    share = answers.mean()
    model.fit(logits[:, None], answers, np.where(answers, 1 / share, 1 / (1 - share)))
    return float(model.coef_[0, 0]), float(model.intercept_[0])
