"""The command line `python -m evals`: parse, call, print."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from advisor.answering.estimate import model_file
from advisor.embedding import open_embedder
from advisor.errors import AdvisorError
from advisor.logs import configure_logging
from advisor.settings import Settings, load_settings, silence_call_home
from advisor.triage.own_model import no_candidate, use_candidate
from evals import answers, baseline, report
from evals.baseline import Entry
from evals.bench import Bench, open_bench
from evals.datasets import SPLITS, AnswerLine, Split, answers_path, load_rows
from evals.measure import (
    Outcome,
    Questions,
    answers_outcome,
    questions_in,
    questions_of,
    run_answers,
    run_retrieval,
)
from evals.report_files import build_report, write_report
from evals.triage_candidate import compare, comparison_text
from evals.triage_run import run_candidate, run_triage

OpenBench = Callable[[Settings], AbstractContextManager[Bench]]
Run = Callable[[Bench, Questions], Outcome]
# Weights and thresholds are set on development, so only test is reported and compared.
REPORTED: Split = "test"


def main(arguments: Sequence[str] | None = None, *, bench: OpenBench = open_bench) -> int:
    """Runs one command; returns 0, 1 for a regression or a user error, 2 for wrong usage."""
    silence_call_home()
    parser = build_parser()
    options = parser.parse_args(arguments)
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
    for name, run, text in (
        ("answers", _answers, "whole answers: complete, cited, refused, how sure, how fast"),
        ("retrieval", _retrieval, "passages: the right section, hit, recall and nDCG"),
        ("report", _report, "both, and a page with plots in DATA_DIR/evals"),
        ("triage", _triage, "use cases: the capability, AI or not, a use case or not"),
    ):
        command = _add(commands, name, run, text)
        command.add_argument("--split", choices=SPLITS, default=REPORTED, help="which questions")
        command.add_argument("--baseline", type=Path, default=baseline.PATH, help="figures to hold")
        command.add_argument("--update-baseline", action="store_true", help="keep these figures")
        if name != "report":
            command.add_argument("--dataset", type=Path, help="questions of your own, as JSONL")
    commands.choices["triage"].add_argument(
        "--use-candidate",
        action="store_true",
        help="put the model learned from corrections into use, unless it is worse on the test split",
    )
    answering = commands.choices["answers"]
    answering.add_argument("--llm", action="store_true", help="let LLM_MODEL write; not compared")
    grading = _add(commands, "grade", _grade, "grade what `advisor ask --jsonl` printed")
    grading.add_argument("answers", type=Path, help="its output")
    grading.add_argument(
        "--dataset", type=Path, default=answers_path(REPORTED), help="the questions, same ids"
    )
    training = _add(commands, "train", _train, "train anew, on development questions")
    training.add_argument(
        "what",
        nargs="?",
        choices=("estimate", "scope", "wordings"),
        default="estimate",
        help="the estimate of an answer, what a message is, or the model that reads the guide's wordings and sentences",
    )
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
    if not options.llm:
        settings = replace(settings, llm_model="")
    outcome = _measure(run_answers, options, settings, bench=bench)
    _show(outcome, options)
    return 0 if options.llm else _judge([outcome], options)


def _retrieval(options: argparse.Namespace, settings: Settings, bench: OpenBench) -> int:
    outcome = _measure(run_retrieval, options, settings, bench=bench)
    _show(outcome, options)
    return _judge([outcome], options)


def _report(options: argparse.Namespace, settings: Settings, bench: OpenBench) -> int:
    settings = replace(settings, llm_model="")
    questions = questions_of(options.split, settings)
    with bench(settings) as opened:
        outcomes = [run(opened, questions) for run in (run_answers, run_retrieval)]
    contents = build_report(outcomes, split=options.split)
    paths = write_report(contents, settings.data_dir / "evals")
    if options.json:
        print(json.dumps(contents, ensure_ascii=False))
    else:
        print("\n\n".join([*(one.text for one in outcomes), report.targets_text(contents)]))
        print(f"\nWrote {' and '.join(str(path) for path in paths)}.")
    return _judge(outcomes, options)


def _triage(options: argparse.Namespace, settings: Settings, _bench: OpenBench) -> int:
    outcome = run_triage(settings, options.split, dataset=options.dataset)
    _show(outcome, options)
    if options.split != REPORTED or options.dataset:
        return 0
    is_fit = _judge_candidate(settings, outcome, options)
    return int(not is_fit) if options.use_candidate else _judge([outcome], options)


def _judge_candidate(settings: Settings, served: Outcome, options: argparse.Namespace) -> bool:
    """Tells how the model that waits compares, and puts it into use if that is asked; False if it is worse."""
    candidate = run_candidate(settings)
    if candidate is None:
        if options.use_candidate:
            raise no_candidate()
        return True
    comparison = compare(served, candidate)
    print(comparison_text(comparison), file=sys.stderr if options.json else sys.stdout)
    if comparison.worse:
        return False
    if options.use_candidate:
        path = use_candidate(settings.data_dir)
        print(f"{path} judges from the next start of the bot on.", file=sys.stderr)
    return True


def _grade(options: argparse.Namespace, settings: Settings, _bench: OpenBench) -> int:
    lines = load_rows(options.answers, AnswerLine)
    questions = questions_in(options.dataset, settings)
    result = answers.grade_lines(questions.rows, lines, holding=questions.holding)
    _show(answers_outcome(result), options)
    return 0


def _train(options: argparse.Namespace, settings: Settings, bench: OpenBench) -> int:
    if options.what == "scope":
        return _train_scope(options, settings)
    if options.what == "wordings":
        return _train_wordings(options, settings)
    # scikit-learn takes a second to import, and only this command needs it.
    from evals import train

    questions = questions_of("development", settings)
    with bench(replace(settings, llm_model="")) as opened:
        examples = train.gather_examples(opened, questions)
        path = train.MODEL_FOLDER / model_file(is_tuned=opened.is_tuned)
    trained = train.train(examples)
    train.write_model(trained.model, path)
    train.write_questions(questions, settings.knowledge_dir / train.QUESTIONS_FILE)
    found = train.summary(examples, trained)
    lines = (f"  {name:<20}{value}" for name, value in found.items())
    print(json.dumps(found) if options.json else "\n".join(["On pages held out:", *lines]))
    print("Run `python -m ingest` to set the release's threshold anew.", file=sys.stderr)
    return 0


def _train_scope(options: argparse.Namespace, settings: Settings) -> int:
    from advisor.answering.scope_model import MODEL_FILE, write_scope_model
    from evals import train_scope

    embedder = open_embedder(settings)
    messages = train_scope.gather_messages(settings)
    trained = train_scope.train_scope(messages, embedder)
    write_scope_model(trained.model, MODEL_FILE)
    found = {
        "thresholds": trained.model.thresholds,
        "turned_away_unseen": train_scope.measure_unseen(messages, trained),
        "turned_away_held_out": train_scope.measure_held_out(trained.model, embedder),
    }
    print(json.dumps(found, indent=None if options.json else 2))
    return 0


def _train_wordings(options: argparse.Namespace, settings: Settings) -> int:
    from tqdm import tqdm

    from advisor import tuning
    from advisor.embedding import find_model
    from evals.datasets import SectionQuestions, load_rows, sentences_path
    from evals.guide import read_guide
    from evals.train_wordings import train_wordings

    guide = [one for page in read_guide(settings.knowledge_dir).values() for one in page]
    labelled = load_rows(sentences_path(), SectionQuestions)
    with tqdm(unit="step", disable=not sys.stderr.isatty()) as bar:

        def report(step: int, steps: int, loss: float) -> None:
            bar.total = steps
            bar.set_postfix(loss=f"{loss:.2f}", refresh=False)
            bar.update(step - bar.n)

        trained = train_wordings(
            guide, find_model(""), tuning.FOLDER, labelled=labelled, report=report
        )
        found = asdict(trained)
    print(json.dumps(found) if options.json else "\n".join(f"{k}: {v}" for k, v in found.items()))
    print("Run `python -m ingest`, then `python -m evals train`.", file=sys.stderr)
    return 0


def _measure(
    run: Run, options: argparse.Namespace, settings: Settings, *, bench: OpenBench
) -> Outcome:
    questions = (
        questions_in(options.dataset, settings)
        if options.dataset
        else questions_of(options.split, settings)
    )
    with bench(settings) as opened:
        return run(opened, questions)


def _show(outcome: Outcome, options: argparse.Namespace) -> None:
    print(json.dumps(outcome.summary, ensure_ascii=False) if options.json else outcome.text)
    for name, fault in outcome.faults.items():
        print(f"{name}: {fault}", file=sys.stderr)


def _judge(outcomes: Sequence[Outcome], options: argparse.Namespace) -> int:
    """Compares the outcomes with the baseline, or makes them the baseline; 1 for a regression.

    Only our own test questions have one.
    """
    if options.split != REPORTED or getattr(options, "dataset", None):
        return 0
    worse = [name for outcome in outcomes for name in _compare(outcome, options)]
    return 1 if worse else 0


def _compare(outcome: Outcome, options: argparse.Namespace) -> list[str]:
    now = Entry(outcome.figures, tuple(outcome.faults), outcome.dataset)
    if options.update_baseline:
        baseline.write_baseline(options.baseline, outcome.name, now)
        return []
    before = baseline.read_baseline(options.baseline, outcome.name)
    if before is None:
        told = f"No baseline of {outcome.name} yet: keep these figures with --update-baseline."
        print(told, file=sys.stderr)
        return []
    worse = baseline.regressions(now, before)
    for line in report.regression_lines(now, before, worse):
        print(line, file=sys.stderr)
    return worse


if __name__ == "__main__":
    sys.exit(main())
