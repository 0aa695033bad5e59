"""The report as a page: what is promised, what was found, and each question that went wrong."""

from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Any

from evals.plots import Bar, Dot, bar_chart, histogram, line_chart, reliability_chart
from evals.report import target_figure
from evals.retrieval import DEPTHS
from evals.targets import TARGETS

STYLE = Path(__file__).parent / "page.css"
_LIMITS = {target.name: target.limit for target in TARGETS}
_METHODS = {"hybrid": "as it serves", "dense": "vectors only", "words": "words only"}
_CAUSES = {
    "refused": "refused, not by a rule",
    "refused by rule": "refused by a rule",
    "answered by rule": "a rule answered",
    "not retrieved": "section not retrieved",
    "section not chosen": "other section quoted",
    "sentence not chosen": "fact left out",
}

Data = Mapping[str, Any]


def build_page(report: Data) -> str:
    """Returns the whole page of a report, with style and plots inside."""
    answers, retrieval = report["answers"], report["retrieval"]
    style = STYLE.read_text(encoding="utf-8")
    figures = [
        _recall(retrieval),
        _reliability(answers["calibration"]),
        _refusals(answers["shares"]),
        _causes(answers["causes"]),
        _styles(answers["shares"]),
        _latency(answers),
    ]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>How good the answers are</title><style>\n{style}</style></head><body><main>"
        f"{_header(report)}"
        f'<section class="cards">{"".join(_card(one) for one in report["targets"])}</section>'
        f'<section class="figures">{"".join(figures)}</section>'
        f"{_methods(retrieval)}{_failing(answers)}{_answered(answers)}{_footer(answers)}"
        "</main></body></html>\n"
    )


def _header(report: Data) -> str:
    met = sum(one["met"] for one in report["targets"])
    of = len(report["targets"])
    verdict = f"All {of} targets are met." if met == of else f"{met} of {of} targets are met."
    answers = report["answers"]
    return (
        "<header><h1>How good the answers are</h1>"
        f"<p>{len(answers['results'])} questions that the guide answers and {len(answers['refusals'])} that it "
        f"must refuse, of the {escape(report['split'])} split, asked of release {answers['release']} without a "
        f"language model, {escape(report['made_at'][:10])}.</p>"
        f'<p class="verdict">{verdict}</p></header>'
    )


def _card(target: Data) -> str:
    met = target["met"]
    told = f"{target['bound']} {target_figure(target, 'limit')}"
    interval = (
        f"95 % interval {target['low']:.1%} to {target['high']:.1%}, " if "low" in target else ""
    )
    figure = target_figure(target, "value").replace(" %", "<small> %</small>")
    return (
        f'<article class="card {"met" if met else "short"}"><div class="label">{escape(target["label"])}</div>'
        f'<div class="figure">{figure}</div>'
        f'<div><span class="badge">{"met" if met else "falls short"}</span>{told}</div>'
        f'<div class="told">{interval}n = {target["n"]}</div></article>'
    )


def _recall(retrieval: Data) -> str:
    methods = retrieval["methods"]
    lines = {
        _METHODS.get(name, name): [found[f"section_hit@{depth}"] for depth in DEPTHS]
        for name, found in methods.items()
    }
    steps = [f"top {depth}" for depth in DEPTHS]
    plot = line_chart(lines, steps=steps, title="Recall by k")
    told = "Share of questions whose section is among the first passages, by way of retrieving."
    return _figure("Is the right section found?", told, plot)


def _reliability(found: Data) -> str:
    dots = [
        Dot(one["confidence"], one["right"], one["low"], one["high"], int(one["n"]))
        for one in found["equal_width"]
    ]
    told = (
        f"How often answers were right over the estimate that they are. Calibration error {found['ece']:.3f}, "
        f"AUROC {found['auroc']:.2f}, Brier {found['brier']:.3f}, n = {found['n']}."
    )
    plot = reliability_chart(dots, title="Reliability curve")
    return _figure("Can the estimate be trusted?", told, plot)


def _refusals(shares: Data) -> str:
    names = [name for name in shares if name.startswith("refused_") and name != "refused_outside"]
    bars = [
        _bar(
            name.removeprefix("refused_").replace("_", " "),
            shares[name],
            mark=_LIMITS.get(name, _LIMITS["refused_outside"]),
        )
        for name in names
    ]
    bars.append(
        _bar("covered, but refused", shares["wrongly_refused"], mark=_LIMITS["wrongly_refused"])
    )
    told = "Share refused, by kind of question; the dashed marks are the targets. Of the last kind, few should be."
    return _figure(
        "Is what it cannot answer refused?", told, bar_chart(bars, title="Refusals by kind")
    )


def _styles(shares: Data) -> str:
    prefix = "complete_style_"
    bars = [
        _bar(name.removeprefix(prefix).replace("_", " "), value, mark=_LIMITS["complete"])
        for name, value in shares.items()
        if name.startswith(prefix)
    ]
    bars.sort(key=lambda bar: -bar.value)
    for name, label in (("guide", "in the guide's words"), ("foreign", "in foreign words")):
        if one := shares.get(f"complete_words_{name}"):
            bars.append(_bar(label, one, mark=_LIMITS["complete"]))
    told = "Share of answers with all facts, by the style of the question and by its words."
    return _figure("Is the answer complete?", told, bar_chart(bars, title="Completeness by style"))


def _latency(answers: Data) -> str:
    times = answers["milliseconds"]
    marks = {"p50": times["ask_p50"], "p95": times["ask_p95"]}
    values = [one["milliseconds"] for one in answers["results"]]
    ratio = (
        f", {times['ratio_p50']:.1f} times embedding the question alone"
        if "ratio_p50" in times
        else ""
    )
    words = answers["words"]
    told = (
        f"Milliseconds per whole question: half take up to {times['ask_p50']:.0f}{ratio}. "
        f"Answers have {words['median']:.0f} words (median)."
    )
    plot = histogram(values, marks=marks, unit="ms", title="Latency")
    return _figure("How fast?", told, plot)


def _causes(causes: Mapping[str, int]) -> str:
    bars = [Bar(_CAUSES.get(name, name), n, n, n, str(n)) for name, n in causes.items()]
    told = "Answers that are not complete, by the step that lost a fact."
    highest = max(causes.values(), default=1)
    plot = bar_chart(bars, title="Causes", highest=highest) if bars else "<p>None is.</p>"
    return _figure("Where do answers go wrong?", told, plot)


def _methods(retrieval: Data) -> str:
    methods = retrieval["methods"]
    head = "".join(f'<th class="number">{_METHODS.get(name, name)}</th>' for name in methods)
    rows = [
        _row([figure, *(f"{found[figure]:.3f}" for found in methods.values())])
        for figure in next(iter(methods.values()))
    ]
    times = retrieval["milliseconds"]
    rows += [
        _row([f"milliseconds, {rank}", *(f"{times[name][rank]:.1f}" for name in methods)])
        for rank in ("p50", "p95")
    ]
    return _wide(
        "Retrieval in figures",
        "Sections are hit by those that hold the answer; hit, recall and nDCG below are over pages.",
        f"<table><tr><th>figure</th>{head}</tr>{''.join(rows)}</table>",
    )


def _failing(answers: Data) -> str:
    failing = [one for one in answers["results"] if not one["complete"]]
    if not failing:
        return ""
    rows = "".join(
        f'<tr><td class="id">{escape(one["id"])}</td><td class="style">{escape(one["style"].replace("_", " "))}</td>'
        f'<td>{_asked(one)}</td><td class="style">{escape(_CAUSES.get(one["cause"], one["cause"]))}</td>'
        f'<td class="number">{one["confidence"]:.2f}</td></tr>'
        for one in failing
    )
    head = '<th>id</th><th>style</th><th>question and answer</th><th>why</th><th class="number">estimate</th>'
    return _wide(
        _count(len(failing), "was", "were", "not answered completely"),
        "Open a question to read what was answered.",
        f"<table><tr>{head}</tr>{rows}</table>",
    )


def _answered(answers: Data) -> str:
    answered = [one for one in answers["refusals"] if not one["refused"]]
    if not answered:
        return ""
    rows = "".join(
        f'<tr><td class="id">{escape(one["id"])}</td><td class="style">{escape(one["kind"].replace("_", " "))}</td>'
        f'<td>{_asked(one)}</td><td class="number">{one["confidence"]:.2f}</td></tr>'
        for one in answered
    )
    head = '<th>id</th><th>kind</th><th>question and answer</th><th class="number">estimate</th>'
    return _wide(
        _count(len(answered), "should", "should", "have been refused"),
        "What the guide does not hold, and was answered from it all the same.",
        f"<table><tr>{head}</tr>{rows}</table>",
    )


def _count(n: int, verb: str, plural: str, told: str) -> str:
    return f"One question that {verb} {told}" if n == 1 else f"{n} questions that {plural} {told}"


def _asked(one: Data) -> str:
    before = one.get("previous_question")
    lead = f'<span class="before">{escape(before)} → </span>' if before else ""
    return (
        f"<details><summary>{lead}{escape(one['question'])}</summary>"
        f'<p class="answer">{escape(one["answer"])}</p></details>'
    )


def _footer(answers: Data) -> str:
    return (
        "<footer>An answer is complete if it holds every fact that its question asks for. Thresholds and weights are "
        "set on the development questions alone, which are about other pages of the guide. Intervals are Wilson's, "
        f"at 95 %. The estimate is judged on questions that no rule answers ({answers['calibration']['n']} of them), "
        "in ten bins of equal width. The same figures stand in report.json beside this page.</footer>"
    )


def _bar(label: str, one: Data, *, mark: float | None = None) -> Bar:
    told = f"{one['share']:.0%} of {one['n']}"
    return Bar(label, one["share"], one["low"], one["high"], told, mark)


def _figure(title: str, told: str, plot: str) -> str:
    return f"<figure><h2>{escape(title)}</h2><p>{escape(told)}</p>{plot}</figure>"


def _wide(title: str, told: str, body: str) -> str:
    return (
        f'<section class="wide"><h2>{escape(title)}</h2><p>{escape(told)}</p>'
        f'<div class="scroll">{body}</div></section>'
    )


def _row(cells: Iterable[str]) -> str:
    first, *rest = cells
    numbers = "".join(f'<td class="number">{escape(cell)}</td>' for cell in rest)
    return f"<tr><td>{escape(first)}</td>{numbers}</tr>"
