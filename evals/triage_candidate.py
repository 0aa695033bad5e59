"""Whether a triage model learned from corrections is better than the one that serves, before it is used."""

from collections.abc import Mapping
from dataclasses import dataclass

from evals.baseline import LOWER_IS_BETTER, Entry, regressions
from evals.measure import Outcome

# What decides whether a model that is nowhere worse is better: both are of all requests.
DECIDING = ("accuracy", "auroc")


@dataclass(frozen=True, slots=True)
class Comparison:
    """A candidate beside the model that serves: figures by name, and where the candidate is worse."""

    served: Mapping[str, float]
    candidate: Mapping[str, float]
    worse: tuple[str, ...]

    @property
    def verdict(self) -> str:
        """Worse in any figure beyond its tolerance, better where the deciding figures gained, else even."""
        if self.worse:
            return "worse"
        gain = sum(self.candidate[name] - self.served[name] for name in DECIDING)
        return "better" if gain > 0 else "even"


def compare(served: Outcome, candidate: Outcome) -> Comparison:
    """Returns the two outcomes, of the same requests, side by side."""
    before = Entry(served.figures, (), served.dataset)
    now = Entry(candidate.figures, (), candidate.dataset)
    return Comparison(served.figures, candidate.figures, tuple(regressions(now, before)))


def comparison_text(comparison: Comparison) -> str:
    """Returns the figures of both, and the verdict with what to do."""
    rows = [f"  {'':<24}{'serves':>8}{'candidate':>12}"]
    for name, before in comparison.served.items():
        now = comparison.candidate[name]
        better = (now < before) if name in LOWER_IS_BETTER else (now > before)
        mark = "" if now == before else "  better" if better else "  lower" if now < before else ""
        rows.append(f"  {name:<24}{before:>8.4f}{now:>12.4f}{mark}")
    told = {
        "worse": "The candidate is worse: it stays unused. " + " ".join(comparison.worse),
        "better": "The candidate is better. Use it: `python -m evals triage --use-candidate`.",
        "even": "The candidate is as good. Use it: `python -m evals triage --use-candidate`.",
    }
    return "\n".join(
        ["The candidate beside the model that serves:", *rows, told[comparison.verdict]]
    )
