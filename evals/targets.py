"""What the advisor promises on the test questions, and whether a run keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from evals.metrics import wilson
from evals.retrieval import SERVED

Bound = Literal["at least", "at most"]


@dataclass(frozen=True, slots=True)
class Target:
    """A figure of a report and the bound that it must hold; shares are shown in per cent."""

    name: str
    label: str
    bound: Bound
    limit: float
    is_share: bool = True


TARGETS = (
    Target("complete", "All facts in the answer", "at least", 0.90),
    Target("section_hit@5", "The right section among five passages", "at least", 0.97),
    Target("cites_section", "A citation points to the section that answers", "at least", 0.95),
    Target("wrongly_refused", "Refused though covered", "at most", 0.03),
    Target("refused_outside", "Refused: off topic, chit-chat, injection", "at least", 0.98),
    Target("refused_near_miss", "Refused: near misses", "at least", 0.75),
    Target("ece", "Expected calibration error of the estimate", "at most", 0.06, is_share=False),
)


def judge(answers: Mapping[str, Any], retrieval: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Returns each target with its figure, its interval where it is a share, and whether it is met.

    A figure that the run has no questions for is left out.
    """
    figures = _figures(answers, retrieval)
    return [
        {
            "name": target.name,
            "label": target.label,
            "bound": target.bound,
            "limit": target.limit,
            "is_share": target.is_share,
            "met": _is_met(target, figures[target.name]["value"]),
            **figures[target.name],
        }
        for target in TARGETS
        if target.name in figures
    ]


def _figures(answers: Mapping[str, Any], retrieval: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    figures = {
        name: {"value": one["share"], "n": one["n"], "low": one["low"], "high": one["high"]}
        for name, one in answers["shares"].items()
    }
    n = retrieval["questions_with_section"]
    value = retrieval["methods"][SERVED]["section_hit@5"]
    low, high = wilson(round(value * n), n)
    figures["section_hit@5"] = {"value": value, "n": n, "low": low, "high": high}
    calibration = answers["calibration"]
    figures["ece"] = {"value": calibration["ece"], "n": calibration["n"]}
    return figures


def _is_met(target: Target, value: float) -> bool:
    return value >= target.limit if target.bound == "at least" else value <= target.limit
