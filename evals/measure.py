"""One run of an evaluation: its questions, what was found, and what a baseline keeps of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from advisor.settings import Settings
from evals import answers, report, retrieval
from evals.bench import Bench
from evals.datasets import (
    AnswerRow,
    RefusalRow,
    Split,
    answers_path,
    fingerprint,
    load_rows,
    refusals_path,
)
from evals.guide import read_guide
from evals.sections import Holding, find_holding

# Their questions are so few that one of them exceeds the tolerance: shown, not compared.
_NOT_COMPARED = ("complete_style_", "complete_words_")


@dataclass(frozen=True, slots=True)
class Questions:
    """What is asked: rows with the sections that answer them, what to refuse, and where from."""

    rows: tuple[AnswerRow, ...]
    refusals: tuple[RefusalRow, ...]
    holding: Mapping[str, Holding]
    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an evaluation found, ready to be printed and compared."""

    name: str
    summary: Mapping[str, Any]
    text: str
    faults: Mapping[str, str]
    figures: Mapping[str, float]
    dataset: str


def questions_of(split: Split, settings: Settings) -> Questions:
    """Returns the questions of a split.

    Raises:
        DatasetError: a file of it is broken.

    """
    paths = (answers_path(split), refusals_path(split))
    rows = load_rows(paths[0], AnswerRow)
    return Questions(rows, load_rows(paths[1], RefusalRow), _holding(rows, settings), paths)


def questions_in(path: Path, settings: Settings) -> Questions:
    """Returns the questions of a file of somebody's own, with nothing to refuse."""
    rows = load_rows(path, AnswerRow)
    return Questions(rows, (), _holding(rows, settings), (path,))


def run_answers(bench: Bench, questions: Questions) -> Outcome:
    """Asks all questions and grades the answers."""
    result = answers.measure_answers(
        bench, questions.rows, questions.refusals, holding=questions.holding
    )
    return answers_outcome(result, dataset=fingerprint(*questions.paths))


def run_retrieval(bench: Bench, questions: Questions) -> Outcome:
    """Retrieves for all questions that the guide answers."""
    result = retrieval.measure_retrieval(bench, questions.rows, holding=questions.holding)
    summary = retrieval.summary(result)
    return Outcome(
        name="retrieval",
        summary=summary,
        text=report.retrieval_text(summary),
        faults=retrieval.faults(result),
        figures=summary["methods"][retrieval.SERVED],
        dataset=fingerprint(questions.paths[0]),
    )


def answers_outcome(result: answers.AnswersResult, *, dataset: str = "") -> Outcome:
    """Returns graded answers as an outcome."""
    shares = answers.shares(result)
    summary = answers.summary(result)
    figures = {
        name: round(value.value, 4)
        for name, value in shares.items()
        if not name.startswith(_NOT_COMPARED)
    }
    figures["ece"] = summary["calibration"]["ece"]
    if "ratio_p50" in summary["milliseconds"]:
        figures["ratio_p50"] = summary["milliseconds"]["ratio_p50"]
    return Outcome(
        name="answers",
        summary=summary,
        text=report.answers_text(shares, summary),
        faults=answers.faults(result),
        figures=figures,
        dataset=dataset,
    )


def _holding(rows: tuple[AnswerRow, ...], settings: Settings) -> dict[str, Holding]:
    return find_holding(rows, read_guide(settings.knowledge_dir))
