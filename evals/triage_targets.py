"""What triage promises on its test split, and whether a run keeps it."""

from collections.abc import Mapping
from typing import Any

from evals.targets import Target

TARGETS = (
    Target("accuracy", "The right capability of seven", "at least", 0.90),
    Target("accuracy_unnamed", "The same where the text names no task", "at least", 0.85),
    Target("macro_f1", "Macro-F1 over the capabilities", "at least", 0.90, is_share=False),
    Target("worst_f1", "F1 of the worst capability", "at least", 0.82, is_share=False),
    Target("auroc", "AI or not: AUROC", "at least", 0.98, is_share=False),
    Target("auroc_traps", "The same for rules in AI's words", "at least", 0.95, is_share=False),
    Target("ai_accepted", "Needs AI, and is taken for it", "at least", 0.95),
    Target("rejected", "Rules and other subjects rejected", "at least", 0.93),
    Target("p95", "Milliseconds, p95", "at most", 100.0, is_share=False),
)


def figures(summary: Mapping[str, Any]) -> dict[str, float]:
    """Returns the figures of a summary by name, those of the baseline among them."""
    found = {name: round(one["share"], 4) for name, one in summary["shares"].items()}
    found |= {
        "macro_f1": summary["macro_f1"],
        "worst_f1": summary["worst_f1"],
        "auroc": summary["auroc"]["all"],
        "auroc_rules": summary["auroc"]["rules"],
        "auroc_traps": summary["auroc"]["traps"],
        "rejected_at_recall": summary["rejected_at_recall"],
        "ece": summary["calibration"]["ece"],
    }
    return found


def judge(summary: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Returns each target with its figure and whether it is met; what was not measured is left out."""
    found = figures(summary)
    if summary["milliseconds"]:
        found["p95"] = summary["milliseconds"]["p95"]
    told = []
    for target in TARGETS:
        if target.name not in found:
            continue
        value = found[target.name]
        met = value >= target.limit if target.bound == "at least" else value <= target.limit
        one = summary["shares"].get(target.name, {"n": summary["requests"]})
        told.append(
            {
                "name": target.name,
                "label": target.label,
                "bound": target.bound,
                "limit": target.limit,
                "is_share": target.is_share,
                "met": met,
                "value": value,
                **{key: one[key] for key in ("n", "low", "high") if key in one},
            }
        )
    return told
