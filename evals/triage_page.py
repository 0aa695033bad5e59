"""Triage's report: the figures as text, and a page with the confusion matrix and the calibration."""

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from advisor.triage.capabilities import CAPABILITIES
from evals.plots import Dot, reliability_chart
from evals.report import target_figure

STYLE = Path(__file__).parent / "page.css"
_NAMES = [name.replace("_", " ") for name in CAPABILITIES]
_CELL, _LEFT, _TOP = 58, 150, 14
_SHARES = {
    "accuracy": "right capability",
    "accuracy_unnamed": "  where no task is named",
    "ai_accepted": "needs AI, taken for it",
    "rejected": "rules and out of scope, rejected",
    "rejected_rules": "  rules",
    "rejected_traps": "  rules in the words of AI",
    "rejected_out_of_scope": "  out of scope",
    "scope_kept": "use cases taken for such",
}

Data = Mapping[str, Any]


def triage_text(summary: Data) -> str:
    """Returns the figures of a run for people."""
    lines = [
        f"Triage, {summary['split']}: {summary['requests']} requests, model {summary['model']}"
    ]
    for name, one in summary["shares"].items():
        told = f"{one['share']:6.1%}  ({one['low']:.1%} to {one['high']:.1%}, n={one['n']})"
        lines.append(f"  {_SHARES[name]:<36}{told}")
    lines.append(
        f"  {'macro-F1; worst class':<36}{summary['macro_f1']:.3f}; {summary['worst_f1']:.3f}"
    )
    lines += [
        f"    {name.replace('_', ' '):<34}P {one['precision']:.2f}  R {one['recall']:.2f}  F1 {one['f1']:.2f}"
        for name, one in summary["classes"].items()
    ]
    told = ", ".join(
        f"{name.replace('_', ' ')} {value:.3f}" for name, value in summary["auroc"].items()
    )
    lines.append(f"  {'AUROC of AI against':<36}{told}")
    lines.append(f"  {'rejected where 95 % of AI is kept':<36}{summary['rejected_at_recall']:6.1%}")
    for name, label in (("calibration", "capability"), ("ai_calibration", "AI warranted")):
        one = summary[name]
        lines.append(
            f"  {'calibration error, ' + label:<36}{one['ece']:.3f} in 10 equal widths, "
            f"{one['ece_equal_mass']:.3f} in 10 equal parts"
        )
    if times := summary["milliseconds"]:
        lines.append(f"  {'milliseconds':<36}p50 {times['p50']:.1f}, p95 {times['p95']:.1f}")
    lines += [
        f"  {'met ' if one['met'] else 'MISS'}  {one['label']:<42}{target_figure(one, 'value'):>8}, "
        f"{one['bound']} {target_figure(one, 'limit')}"
        for one in summary["targets"]
    ]
    return "\n".join(lines)


def write_page(summary: Data, path: Path) -> Path:
    """Writes the page there and returns its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(build_page(summary), encoding="utf-8")
    return path


def build_page(summary: Data) -> str:
    """Returns the whole page, with style and pictures inside."""
    style = STYLE.read_text(encoding="utf-8")
    met = sum(one["met"] for one in summary["targets"])
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>How well triage judges</title><style>\n{style}{_CSS}</style></head><body><main>"
        "<header><h1>How well triage judges</h1>"
        f"<p>{summary['requests']} requests of the {escape(summary['split'])} split, judged by model "
        f"{escape(summary['model'])}.</p>"
        f'<p class="verdict">{met} of {len(summary["targets"])} targets are met.</p></header>'
        f'<section class="cards">{"".join(_card(one) for one in summary["targets"])}</section>'
        f'<section class="figures">{_confusion(summary)}{_classes(summary)}'
        f"{_reliability(summary['calibration'], 'Is the capability as likely as it says?')}"
        f"{_reliability(summary['ai_calibration'], 'Is AI warranted as often as it says?')}</section>"
        "</main></body></html>\n"
    )


def confusion_chart(matrix: Sequence[Sequence[int]]) -> str:
    """Returns the confusion matrix as a picture: labels down, readings across, shares of a row as depth."""
    size = len(matrix)
    width, height = _LEFT + size * _CELL + 10, _TOP + size * _CELL + 110
    parts = []
    for row, counts in enumerate(matrix):
        y = _TOP + row * _CELL
        total = sum(counts) or 1
        parts.append(
            f'<text x="{_LEFT - 12}" y="{y + _CELL / 2 + 4}" text-anchor="end">{_NAMES[row]}</text>'
        )
        for column, count in enumerate(counts):
            x = _LEFT + column * _CELL
            part = count / total
            kind = "right" if row == column else "wrong"
            told = f"{_NAMES[row]} read as {_NAMES[column]}: {count} of {sum(counts)}"
            parts.append(
                f'<rect class="cell {kind}" x="{x}" y="{y}" width="{_CELL - 2}" height="{_CELL - 2}" rx="4" '
                f'style="fill-opacity:{0.06 + 0.9 * part:.2f}"><title>{told}</title></rect>'
            )
            dark = " over" if part > 0.5 else ""
            if count:
                parts.append(
                    f'<text class="count{dark}" x="{x + _CELL / 2 - 1}" y="{y + _CELL / 2 + 4}" '
                    f'text-anchor="middle">{count}</text>'
                )
    for column, name in enumerate(_NAMES[:size]):
        left, under = _LEFT + column * _CELL + _CELL / 2, _TOP + size * _CELL + 14
        parts.append(
            f'<text x="{left}" y="{under}" text-anchor="end" transform="rotate(-40 {left} {under})">{name}</text>'
        )
    return (
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="Confusion matrix">'
        f"{''.join(parts)}</svg>"
    )


_CSS = """.cell.right { fill: var(--one); } .cell.wrong { fill: var(--bad); }
svg text.count { font-weight: 600; } svg text.over { fill: var(--card); }
"""


def _confusion(summary: Data) -> str:
    return (
        "<figure><h2>What is taken for what?</h2><p>Rows are the labels, columns what was read; the deeper, "
        f"the larger the share of the row.</p>{confusion_chart(summary['confusion'])}</figure>"
    )


def _classes(summary: Data) -> str:
    rows = "".join(
        f'<tr><td>{escape(name.replace("_", " "))}</td><td class="number">{one["precision"]:.2f}</td>'
        f'<td class="number">{one["recall"]:.2f}</td><td class="number">{one["f1"]:.2f}</td>'
        f'<td class="number">{one["n"]}</td></tr>'
        for name, one in summary["classes"].items()
    )
    head = "".join(f'<th class="number">{name}</th>' for name in ("precision", "recall", "F1", "n"))
    aurocs = "".join(
        f'<tr><td>AUROC, {escape(name.replace("_", " "))}</td><td class="number">{value:.3f}</td></tr>'
        for name, value in summary["auroc"].items()
    )
    return (
        "<figure><h2>Which capability is told how well?</h2><p>Among the requests for which AI is warranted.</p>"
        f"<table><tr><th>capability</th>{head}</tr>{rows}</table>"
        f"<p></p><table><tr><th>AI against</th><th></th></tr>{aurocs}</table></figure>"
    )


def _reliability(found: Data, title: str) -> str:
    dots = [
        Dot(one["confidence"], one["right"], one["low"], one["high"], int(one["n"]))
        for one in found["bins"]
    ]
    told = f"Calibration error {found['ece']:.3f}, Brier {found['brier']:.3f}, n = {found['n']}."
    chart = reliability_chart(dots, title=title)
    return f"<figure><h2>{escape(title)}</h2><p>{told}</p>{chart}</figure>"


def _card(target: Data) -> str:
    met = target["met"]
    figure = target_figure(target, "value").replace(" %", "<small> %</small>")
    interval = (
        f"95 % interval {target['low']:.1%} to {target['high']:.1%}, " if "low" in target else ""
    )
    return (
        f'<article class="card {"met" if met else "short"}"><div class="label">{escape(target["label"])}</div>'
        f'<div class="figure">{figure}</div><div><span class="badge">{"met" if met else "falls short"}</span>'
        f"{target['bound']} {target_figure(target, 'limit')}</div>"
        f'<div class="told">{interval}n = {target["n"]}</div></article>'
    )
