"""How well triage judges: the capability, whether AI is warranted, and whether it is a use case at all."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from advisor.embedding import Embedder
from advisor.models import Capability
from advisor.triage.capabilities import CAPABILITIES
from advisor.triage.classifier import Classifier, Judgement
from advisor.triage.labelled import Request
from evals.calibration import (
    Estimate,
    auroc,
    brier,
    equal_mass_bins,
    equal_width_bins,
    expected_calibration_error,
)
from evals.metrics import Share, percentile, share

# What the card takes for AI, and for a use case, where no fact says otherwise.
THRESHOLD = 0.5
# The recall at which the rejection of the others is told as well.
RECALL = 0.95


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled request with what the classifier says of it; milliseconds are of the whole judgement."""

    id: str
    request: Request
    scores: Mapping[Capability, float]
    ai_score: float
    scope_score: float
    milliseconds: float = 0.0

    @property
    def is_ai(self) -> bool:
        """Whether AI is warranted."""
        return self.request.label in CAPABILITIES

    @property
    def guess(self) -> Capability:
        """The likeliest capability."""
        return max(CAPABILITIES, key=lambda name: self.scores[name])

    @property
    def is_right(self) -> bool:
        """Whether the likeliest capability is the labelled one."""
        return self.guess == self.request.label

    @property
    def warranted(self) -> float:
        """How likely it is a use case for which AI is warranted."""
        return self.ai_score * self.scope_score

    @property
    def is_accepted(self) -> bool:
        """Whether triage goes on with it as AI."""
        return self.ai_score >= THRESHOLD and self.scope_score >= THRESHOLD


@dataclass(frozen=True, slots=True)
class ClassFigures:
    """How one capability is told: precision, recall, F1, and how many there are."""

    precision: float
    recall: float
    f1: float
    n: int


def judge_all(
    classifier: Classifier, embedder: Embedder, requests: Sequence[Request]
) -> tuple[Judged, ...]:
    """Judges each request as it serves, and takes the time."""
    classifier.judge("Warm up.", embedder)
    found = []
    for number, request in enumerate(requests, 1):
        started = time.perf_counter()
        judgement = classifier.judge(request.text, embedder)
        milliseconds = (time.perf_counter() - started) * 1000
        found.append(_judged(number, request, judgement, milliseconds))
    return tuple(found)


def judge_unseen(requests: Sequence[Request], embedder: Embedder) -> tuple[Judged, ...]:
    """Judges the training requests, each by a model that has read nothing of its writer."""
    # scikit-learn takes a second to import, and only this needs it.
    from advisor.triage.calibrate import calibrate, held_out_logits
    from advisor.triage.classifier import judgement_of
    from advisor.triage.fitting import fit, gather

    examples = gather(requests, embedder)
    sha256 = embedder.weights_sha256
    held_out = held_out_logits(examples, weights_sha256=sha256)
    model = calibrate(fit(examples, weights_sha256=sha256), examples, held_out)
    logits = held_out * model.scale + model.shift
    return tuple(
        _judged(number, request, judgement_of(row), 0.0)
        for number, (request, row) in enumerate(zip(requests, logits, strict=True), 1)
    )


def summary(judged: Sequence[Judged]) -> dict[str, Any]:
    """Returns all figures of a run, ready for JSON."""
    positives = [one for one in judged if one.is_ai]
    estimates = [Estimate(one.scores[one.guess], one.is_right) for one in positives]
    classes = class_figures(positives)
    times = [one.milliseconds for one in judged if one.milliseconds]
    return {
        "requests": len(judged),
        "shares": {name: value.as_json() for name, value in shares(judged).items()},
        "macro_f1": round(float(np.mean([one.f1 for one in classes.values()])), 4),
        "worst_f1": round(min(one.f1 for one in classes.values()), 4),
        "classes": {
            name: {
                "precision": round(one.precision, 4),
                "recall": round(one.recall, 4),
                "f1": round(one.f1, 4),
                "n": one.n,
            }
            for name, one in classes.items()
        },
        "confusion": confusion(positives),
        "auroc": {name: round(value, 4) for name, value in aurocs(judged).items()},
        "rejected_at_recall": round(rejected_at(judged, RECALL), 4),
        "calibration": _calibration(estimates),
        "ai_calibration": _calibration([Estimate(one.warranted, one.is_ai) for one in judged]),
        "milliseconds": {
            "p50": round(percentile(times, 50), 2),
            "p95": round(percentile(times, 95), 2),
        }
        if times
        else {},
    }


def shares(judged: Sequence[Judged]) -> dict[str, Share]:
    """Returns the figures that are shares."""
    positives = [one for one in judged if one.is_ai]
    return {
        "accuracy": share(one.is_right for one in positives),
        "accuracy_unnamed": share(one.is_right for one in positives if not one.request.names_task),
        "ai_accepted": share(one.is_accepted for one in positives),
        "rejected": share(not one.is_accepted for one in judged if not one.is_ai),
        "rejected_rules": share(
            not one.is_accepted for one in judged if one.request.label == "rules"
        ),
        "rejected_traps": share(not one.is_accepted for one in judged if one.request.trap),
        "rejected_out_of_scope": share(
            not one.is_accepted for one in judged if one.request.label == "out_of_scope"
        ),
        "scope_kept": share(
            one.scope_score >= THRESHOLD for one in judged if one.request.label != "out_of_scope"
        ),
    }


def class_figures(positives: Sequence[Judged]) -> dict[Capability, ClassFigures]:
    """Returns how each capability is told among the requests for AI."""
    return {name: _class(name, positives) for name in CAPABILITIES}


def confusion(positives: Sequence[Judged]) -> list[list[int]]:
    """Returns how often each capability (a row) was read as each (a column)."""
    return [
        [
            sum(one.request.label == label and one.guess == guess for one in positives)
            for guess in CAPABILITIES
        ]
        for label in CAPABILITIES
    ]


def aurocs(judged: Sequence[Judged]) -> dict[str, float]:
    """Returns how well AI is told from all else, from rules, from traps; and use cases from all else."""
    return {
        "all": _auroc(judged),
        "rules": _auroc([one for one in judged if one.request.label != "out_of_scope"]),
        "traps": _auroc([one for one in judged if one.is_ai or one.request.trap]),
        "out_of_scope": _auroc([one for one in judged if one.request.label != "rules"]),
        "scope": auroc(
            [Estimate(one.scope_score, one.request.label != "out_of_scope") for one in judged]
        ),
    }


def rejected_at(judged: Sequence[Judged], recall: float) -> float:
    """Returns the share of negatives below the score that this share of requests for AI reaches."""
    positives = [one.warranted for one in judged if one.is_ai]
    negatives = [one.warranted for one in judged if not one.is_ai]
    if not positives or not negatives:
        return 0.0
    threshold = float(np.quantile(positives, 1 - recall))
    return sum(score < threshold for score in negatives) / len(negatives)


def faults(judged: Sequence[Judged]) -> dict[str, str]:
    """Returns the ids of what was judged wrongly, with label and judgement, never the text."""
    found = {}
    for one in judged:
        if one.is_ai and not one.is_right:
            found[one.id] = f"{one.request.label} read as {one.guess}"
        elif one.is_ai != one.is_accepted:
            told = "not accepted as AI" if one.is_ai else "accepted as AI"
            found[one.id] = f"{one.request.label} {told}"
    return found


def _judged(number: int, request: Request, judgement: Judgement, milliseconds: float) -> Judged:
    return Judged(
        id=f"{request.writer}-{number:04d}",
        request=request,
        scores=judgement.scores,
        ai_score=judgement.ai_score,
        scope_score=judgement.scope_score,
        milliseconds=milliseconds,
    )


def _class(name: Capability, positives: Sequence[Judged]) -> ClassFigures:
    right = sum(one.is_right for one in positives if one.request.label == name)
    labelled = sum(one.request.label == name for one in positives)
    guessed = sum(one.guess == name for one in positives)
    return ClassFigures(
        precision=right / guessed if guessed else 0.0,
        recall=right / labelled if labelled else 0.0,
        f1=2 * right / (guessed + labelled) if guessed + labelled else 0.0,
        n=labelled,
    )


def _auroc(judged: Sequence[Judged]) -> float:
    return auroc([Estimate(one.warranted, one.is_ai) for one in judged])


def _calibration(estimates: Sequence[Estimate]) -> dict[str, Any]:
    bins = equal_width_bins(estimates)
    return {
        "n": len(estimates),
        "ece": round(expected_calibration_error(bins), 4),
        "ece_equal_mass": round(expected_calibration_error(equal_mass_bins(estimates)), 4),
        "brier": round(brier(estimates), 4),
        "bins": [
            {"n": b.n, "confidence": b.confidence, "right": b.right, "low": b.low, "high": b.high}
            for b in bins
        ],
    }
