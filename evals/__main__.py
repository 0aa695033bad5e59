"""The command line `python -m evals`: parse, call, print."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from advisor.errors import AdvisorError
from advisor.logs import configure_logging
from advisor.settings import Settings, load_settings, silence_call_home
from evals import answers, baseline, report, retrieval
from evals.baseline import Entry
from evals.bench import Bench, open_bench
from evals.datasets import (
    ANSWERS,
    REFUSALS,
    RETRIEVAL,
    AnswerLine,
    AnswerRow,
    RefusalRow,
    RetrievalRow,
    fingerprint,
    load_rows,
)
from evals.guide import read_guide

OpenBench = Callable[[Settings], AbstractContextManager[Bench]]
NO_TRIAGE = "triage is not measured yet, because `advisor triage` does not exist yet"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command found, ready to be printed and compared."""

    name: str
    summary: Mapping[str, Any]
    text: str
    faults: Mapping[str, str]
    figures: Mapping[str, float]
    dataset: str = ""


def main(arguments: Sequence[str] | None = None, *, bench: OpenBench = open_bench) -> int:
    """Runs one command; returns 0, 1 for a regression or a user error, 2 for wrong usage."""
    silence_call_home()
    parser = build_parser()
    options = parser.parse_args(arguments)
    if options.command == "triage":
        parser.error(NO_TRIAGE)
    try:
        settings = replace(load_settings(), log_level="WARNING")
        configure_logging(settings)
        return int(options.run(options, settings, bench))
    except AdvisorError as error:
        print(error, file=sys.stderr)
        return 1


def build_parser() -> argparse.ArgumentParser:
    """Returns the parser of all commands."""
    parser = argparse.ArgumentParser(
        prog="python -m evals", description="Measures the advisor on the live release."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, run, path, text in (
        ("answers", _answers, ANSWERS, "whole answers: complete, cited, refused, fast"),
        ("retrieval", _retrieval, RETRIEVAL, "passages: hit, recall and nDCG"),
    ):
        command = _add(commands, name, run, text)
        command.add_argument("--dataset", type=Path, default=path, help="questions as JSONL")
        command.add_argument("--baseline", type=Path, default=baseline.PATH, help="figures to hold")
        command.add_argument("--update-baseline", action="store_true", help="keep these figures")
    answering = commands.choices["answers"]
    answering.add_argument("--llm", action="store_true", help="let LLM_MODEL write; not compared")
    grading = _add(commands, "grade", _grade, "grade what `advisor ask --jsonl` printed")
    grading.add_argument("answers", type=Path, help="its output")
    grading.add_argument("--dataset", type=Path, default=ANSWERS, help="the questions, same ids")
    _add(commands, "derive", _derive, "write retrieval.jsonl anew from answers.jsonl and the guide")
    commands.add_parser("triage", help="not measured yet")
    return parser


def _add(
    commands: Any,  # noqa: ANN401 - argparse's own type is private
    name: str,
    run: Callable[[argparse.Namespace, Settings, OpenBench], int],
    text: str,
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)
    return parser


def _answers(options: argparse.Namespace, settings: Settings, bench: OpenBench) -> int:
    rows = load_rows(options.dataset, AnswerRow)
    ours = options.dataset.resolve() == ANSWERS.resolve()
    # Questions to refuse belong to our dataset; another one is measured for itself.
    refusals = load_rows(REFUSALS, RefusalRow) if ours else ()
    if not options.llm:
        settings = replace(settings, llm_model="")
    with bench(settings) as opened:
        result = answers.measure_answers(opened, rows, refusals)
    outcome = _answers_outcome(result)
    if not ours or options.llm:
        return _show(outcome, options)
    return _judge(replace(outcome, dataset=fingerprint(ANSWERS, REFUSALS)), options)


def _retrieval(options: argparse.Namespace, settings: Settings, bench: OpenBench) -> int:
    rows = load_rows(options.dataset, RetrievalRow)
    with bench(settings) as opened:
        result = retrieval.measure_retrieval(opened, rows)
    summary = retrieval.summary(result)
    outcome = Outcome(
        name="retrieval",
        summary=summary,
        text=report.retrieval_text(summary),
        faults=retrieval.faults(result),
        figures=summary["methods"][retrieval.SERVED],
    )
    if options.dataset.resolve() != RETRIEVAL.resolve():
        return _show(outcome, options)
    return _judge(replace(outcome, dataset=fingerprint(RETRIEVAL)), options)


def _grade(options: argparse.Namespace, _settings: Settings, _bench: OpenBench) -> int:
    lines = load_rows(options.answers, AnswerLine)
    result = answers.grade_lines(load_rows(options.dataset, AnswerRow), lines)
    return _show(_answers_outcome(result), options)


def _derive(options: argparse.Namespace, settings: Settings, _bench: OpenBench) -> int:
    rows = retrieval.derive_rows(load_rows(ANSWERS, AnswerRow), read_guide(settings.knowledge_dir))
    lines = (row.model_dump_json(exclude_defaults=True) for row in rows)
    RETRIEVAL.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sure = sum(bool(row.heading) for row in rows)
    summary = {"rows": len(rows), "with_heading": sure, "path": str(RETRIEVAL)}
    print(json.dumps(summary) if options.json else report.derived_text(summary))
    return 0


def _answers_outcome(result: answers.AnswersResult) -> Outcome:
    shares = answers.shares(result)
    summary = answers.summary(result)
    # A style has so few questions that one of them exceeds the tolerance: shown, not compared.
    figures = {
        name: round(value.value, 4)
        for name, value in shares.items()
        if not name.startswith("complete_style_")
    }
    if "ratio_p50" in summary["milliseconds"]:
        figures["ratio_p50"] = summary["milliseconds"]["ratio_p50"]
    return Outcome(
        name="answers",
        summary=summary,
        text=report.answers_text(shares, summary),
        faults=answers.faults(result),
        figures=figures,
    )


def _show(outcome: Outcome, options: argparse.Namespace) -> int:
    print(json.dumps(outcome.summary, ensure_ascii=False) if options.json else outcome.text)
    for name, fault in outcome.faults.items():
        print(f"{name}: {fault}", file=sys.stderr)
    return 0


def _judge(outcome: Outcome, options: argparse.Namespace) -> int:
    """Prints the outcome, then compares it with the baseline or becomes the baseline."""
    _show(outcome, options)
    now = Entry(outcome.figures, tuple(outcome.faults), outcome.dataset)
    if options.update_baseline:
        baseline.write_baseline(options.baseline, outcome.name, now)
        return 0
    before = baseline.read_baseline(options.baseline, outcome.name)
    if before is None:
        print("No baseline yet: keep these figures with --update-baseline.", file=sys.stderr)
        return 0
    worse = baseline.regressions(now, before)
    for line in report.regression_lines(now, before, worse):
        print(line, file=sys.stderr)
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
