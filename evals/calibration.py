"""How far an estimate of being right can be trusted: calibration errors and their curve."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from evals.metrics import wilson

BINS = 10


@dataclass(frozen=True, slots=True)
class Estimate:
    """What was estimated before, 0 to 1, and what turned out."""

    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Estimates of about the same size, and how often they were right."""

    n: int
    confidence: float
    right: float
    low: float
    high: float


def equal_width_bins(estimates: Sequence[Estimate], *, bins: int = BINS) -> list[Bin]:
    """Returns the bins of [0, 1] cut in equal widths; empty ones are left out."""
    places = [min(int(one.confidence * bins), bins - 1) for one in estimates]
    return [
        _bin([one for one, place in zip(estimates, places, strict=True) if place == wanted])
        for wanted in sorted(set(places))
    ]


def equal_mass_bins(estimates: Sequence[Estimate], *, bins: int = BINS) -> list[Bin]:
    """Returns bins of nearly equal numbers of estimates, from the least confident on."""
    ordered = sorted(estimates, key=lambda one: one.confidence)
    cuts = [round(len(ordered) * place / bins) for place in range(bins + 1)]
    groups = (ordered[start:end] for start, end in pairwise(cuts))
    return [_bin(group) for group in groups if group]


def expected_calibration_error(bins: Sequence[Bin]) -> float:
    """Returns the mean distance of estimate and outcome over the bins, weighted by their size.

    With ten bins of equal width this is the usual definition (Naeini, Cooper and Hauskrecht, 2015).
    """
    total = sum(one.n for one in bins)
    return sum(one.n * abs(one.confidence - one.right) for one in bins) / total if total else 0.0


def brier(estimates: Sequence[Estimate]) -> float:
    """Returns the mean squared distance of estimate and outcome (Brier, 1950)."""
    if not estimates:
        return 0.0
    return sum((one.confidence - one.right) ** 2 for one in estimates) / len(estimates)


def auroc(estimates: Sequence[Estimate]) -> float:
    """Returns how often a right one has the greater estimate than a wrong one; ties count half.

    Without a right or a wrong one it is 0.5: nothing is told apart.
    """
    right = np.array([one.confidence for one in estimates if one.right])
    wrong = np.array([one.confidence for one in estimates if not one.right])
    if not len(right) or not len(wrong):
        return 0.5
    above = (right[:, None] > wrong).mean()
    ties = (right[:, None] == wrong).mean()
    return float(above + ties / 2)


def _bin(estimates: Sequence[Estimate]) -> Bin:
    hits = sum(one.right for one in estimates)
    low, high = wilson(hits, len(estimates))
    confidence = sum(one.confidence for one in estimates) / len(estimates)
    return Bin(len(estimates), confidence, hits / len(estimates), low, high)
