"""The figures as text for people."""

from collections.abc import Mapping, Sequence
from typing import Any

from evals.baseline import RATIO_TOLERANCE, SHARE_TOLERANCE, Entry
from evals.metrics import Share

_LABELS = {
    "complete": "all facts in the answer",
    "wrongly_refused": "refused though covered",
    "cites_document": "cites a page that holds it",
    "cites_section": "cites a section that holds it",
    "cites_listed_section": "  one named by the question",
    "complete_words_foreign": "  in words foreign to the guide",
    "complete_words_guide": "  in the guide's words",
    "refused_outside": "refused: all but near misses",
}


def answers_text(shares: Mapping[str, Share], summary: Mapping[str, Any]) -> str:
    """Returns the summary of an evaluation of answers."""
    lines = [_title("Answers", summary["release"])]
    lines += [f"  {_label(name):<32}{value}" for name, value in shares.items()]
    lines.append(_calibration_line(summary["calibration"]))
    words, times = summary["words"], summary["milliseconds"]
    lines.append(f"  {'words per answer':<32}median {words['median']:.0f}, p95 {words['p95']:.0f}")
    lines.append(
        f"  {'milliseconds per question':<32}p50 {times['ask_p50']:.1f}, p95 {times['ask_p95']:.1f}"
    )
    if "embed_p50" in times:
        lines.append(
            f"  {'embedding the question alone':<32}"
            f"p50 {times['embed_p50']:.1f}, p95 {times['embed_p95']:.1f}"
        )
        lines.append(
            f"  {'ratio to embedding (its p50)':<32}"
            f"p50 {times['ratio_p50']:.2f}, p95 {times['ratio_p95']:.2f}"
        )
    if summary["causes"]:
        told = ", ".join(f"{count} {cause}" for cause, count in summary["causes"].items())
        lines.append(f"  {'not complete because':<32}{told}")
    return "\n".join(lines)


def retrieval_text(summary: Mapping[str, Any]) -> str:
    """Returns the summary of an evaluation of retrieval: one column per method."""
    methods: Mapping[str, Mapping[str, float]] = summary["methods"]
    lines = [_title("Retrieval", summary["release"])]
    known = summary["questions_with_section"]
    lines.append(f"  {summary['questions']} questions; the section is known for {known} of them")
    lines.append("  " + " " * 16 + "".join(f"{name:>10}" for name in methods))
    for figure in next(iter(methods.values())):
        values = "".join(f"{methods[name][figure]:>10.3f}" for name in methods)
        lines.append(f"  {figure:<16}{values}")
    for rank in ("p50", "p95"):
        values = "".join(f"{summary['milliseconds'][name][rank]:>10.2f}" for name in methods)
        lines.append(f"  {'ms ' + rank:<16}{values}")
    return "\n".join(lines)


def targets_text(report: Mapping[str, Any]) -> str:
    """Returns what is promised beside what was found, one line each."""
    lines = [f"Targets, on {report['split']}"]
    lines += [
        f"  {'met ' if one['met'] else 'MISS'}  {one['label']:<48}"
        f"{target_figure(one, 'value'):>7}, {one['bound']} {target_figure(one, 'limit')}"
        for one in report["targets"]
    ]
    return "\n".join(lines)


def target_figure(target: Mapping[str, Any], name: str) -> str:
    """Returns a target's value or limit as people read it."""
    value = target[name]
    if not target["is_share"]:
        return f"{value:.3f}"
    return f"{value * 100:.0f} %" if name == "limit" else f"{value * 100:.1f} %"


def regression_lines(now: Entry, before: Entry, worse: Sequence[str]) -> list[str]:
    """Returns what to say about a comparison with the baseline, newly failing questions last."""
    lines: list[str] = []
    if now.dataset != before.dataset:
        lines.append(
            "The questions have changed since the baseline: --update-baseline when content."
        )
    if worse:
        lines.append(
            f"Worse than the baseline by more than {SHARE_TOLERANCE * 100:g} points "
            f"(ratios of times: a factor of {RATIO_TOLERANCE:g}):"
        )
        lines += [f"  {sentence}" for sentence in worse]
    new = [name for name in now.failing if name not in before.failing]
    if new:
        lines.append(f"Failing since the baseline: {', '.join(new)}")
    return lines


def _calibration_line(found: Mapping[str, Any]) -> str:
    return (
        f"  {'calibration error of estimates':<32}{found['ece']:.3f} in 10 equal widths, "
        f"{found['ece_equal_mass']:.3f} in 10 equal parts (Brier {found['brier']:.3f}, "
        f"AUROC {found['auroc']:.3f}, n={found['n']})"
    )


def _title(name: str, release: int | None) -> str:
    return f"{name}, release {release}" if release is not None else name


def _label(name: str) -> str:
    if name in _LABELS:
        return _LABELS[name]
    for prefix, text in (
        ("complete_style_", "  style "),
        ("refused_", "refused: "),
    ):
        if name.startswith(prefix):
            return text + name.removeprefix(prefix).replace("_", " ")
    return name.replace("_", " ")
