"""Measures whole answers: complete, cited, refused where they must be, short, how sure and how fast."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from advisor.models import Question, Turn
from evals.bench import Bench
from evals.calibration import (
    Bin,
    Estimate,
    auroc,
    brier,
    equal_mass_bins,
    equal_width_bins,
    expected_calibration_error,
)
from evals.datasets import AnswerLine, AnswerRow, DatasetError, RefusalRow
from evals.grading import Graded, Refusal, grade, reply_of, reply_of_line
from evals.metrics import Share, percentile, share
from evals.sections import Holding

# Calibration is measured on these refusals; the others are for rules, which estimate nothing.
ESTIMATED_KINDS = ("near_miss", "off_topic")
# What has nothing to do with the guide, and is refused by rule.
BY_RULE_KINDS = ("off_topic", "chit_chat", "injection")


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of whole questions and of embedding the same questions alone, in turn."""

    ask: tuple[float, ...]
    embed: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class AnswersResult:
    """Everything that one run over the questions found."""

    graded: tuple[Graded, ...]
    refusals: tuple[Refusal, ...]
    times: Times | None = None
    release: int | None = None


def measure_answers(
    bench: Bench,
    rows: Sequence[AnswerRow],
    refusals: Sequence[RefusalRow],
    *,
    holding: Mapping[str, Holding],
    clock: Callable[[], float] = time.perf_counter,
) -> AnswersResult:
    """Returns what the advisor makes of each question; one question first, untimed, warms it up."""
    bench.embed(rows[0].question)
    bench.ask(question_of(rows[0]))
    graded: list[Graded] = []
    asked: list[float] = []
    embedded: list[float] = []
    for row in rows:
        started = clock()
        bench.embed(row.question)
        between = clock()
        answer = bench.ask(question_of(row))
        asked.append((clock() - between) * 1000)
        embedded.append((between - started) * 1000)
        reply = reply_of(answer, milliseconds=asked[-1])
        graded.append(grade(row, reply, holding=holding.get(row.id)))
    refused = tuple(Refusal(row, reply_of(bench.ask(Question(row.question)))) for row in refusals)
    times = Times(tuple(asked), tuple(embedded))
    return AnswersResult(tuple(graded), refused, times, bench.release)


def grade_lines(
    rows: Sequence[AnswerRow],
    lines: Sequence[AnswerLine],
    *,
    holding: Mapping[str, Holding],
) -> AnswersResult:
    """Returns the grades of what `advisor ask --jsonl` printed for these questions.

    Raises:
        DatasetError: a question has no answer among the lines.

    """
    by_id = {line.id: line for line in lines}
    without = [row.id for row in rows if row.id not in by_id]
    if without:
        raise DatasetError(f"The answers lack {len(without)} of the questions, first {without[0]}.")
    graded = (grade(row, reply_of_line(by_id[row.id]), holding=holding.get(row.id)) for row in rows)
    return AnswersResult(tuple(graded), ())


def shares(result: AnswersResult) -> dict[str, Share]:
    """Returns every share by name: complete (overall and by kind of question), refused, cited."""
    graded, refusals = result.graded, result.refusals
    answered = [one for one in graded if not one.reply.declined and one.row.documents]
    found = {"complete": share(one.complete for one in graded)}
    words = ["foreign" if one.row.foreign_words else "guide" for one in graded]
    found.update(_complete_by("words", graded, words))
    found.update(_complete_by("style", graded, [one.row.style for one in graded]))
    found["wrongly_refused"] = share(one.reply.declined for one in graded)
    if answered:
        found["cites_document"] = share(one.cites for one in answered)
    if located := [one for one in answered if one.holding.any]:
        found["cites_section"] = share(one.cites_section for one in located)
        found["cites_listed_section"] = share(one.cites_listed_section for one in located)
    for kind in dict.fromkeys(one.row.kind for one in refusals):
        found[f"refused_{kind}"] = share(one.refused for one in refusals if one.row.kind == kind)
    if by_rule := [one for one in refusals if one.row.kind in BY_RULE_KINDS]:
        found["refused_outside"] = share(one.refused for one in by_rule)
    return found


def estimates(result: AnswersResult) -> list[Estimate]:
    """Returns how sure each answer was of being right, and whether it was; rules are always sure."""
    found = [
        Estimate(one.reply.confidence, one.complete)
        for one in result.graded
        if not one.reply.by_rule
    ]
    found += [
        Estimate(one.reply.confidence, right=False)
        for one in result.refusals
        if not one.reply.by_rule and one.row.kind in ESTIMATED_KINDS
    ]
    return found


def calibration(result: AnswersResult) -> dict[str, Any]:
    """Returns calibration errors and the reliability curve; the error of equal widths is the headline."""
    found = estimates(result)
    widths, masses = equal_width_bins(found), equal_mass_bins(found)
    return {
        "n": len(found),
        "ece": round(expected_calibration_error(widths), 4),
        "ece_equal_mass": round(expected_calibration_error(masses), 4),
        "brier": round(brier(found), 4),
        "auroc": round(auroc(found), 4),
        "equal_width": [_bin(one) for one in widths],
        "equal_mass": [_bin(one) for one in masses],
    }


def summary(result: AnswersResult) -> dict[str, Any]:
    """Returns the figures as plain data, with one entry per question under `results`."""
    words = [one.reply.words for one in result.graded if not one.reply.declined]
    return {
        "evaluation": "answers",
        "release": result.release,
        "shares": {name: value.as_json() for name, value in shares(result).items()},
        "calibration": calibration(result),
        "words": {"median": percentile(words, 50), "p95": percentile(words, 95)},
        "milliseconds": _times(result),
        "causes": causes(result),
        "results": [_result(one) for one in result.graded],
        "refusals": [_refusal(one) for one in result.refusals],
    }


def causes(result: AnswersResult) -> dict[str, int]:
    """Returns how many answers went wrong at which step, the commonest first."""
    counted = Counter(one.cause for one in result.graded if one.cause)
    return dict(counted.most_common())


def faults(result: AnswersResult) -> dict[str, str]:
    """Returns what is wrong, by id of the question."""
    found = {one.row.id: one.fault for one in result.graded if one.fault}
    found.update({one.row.id: "answered" for one in result.refusals if not one.refused})
    return found


def _complete_by(
    name: str, graded: Sequence[Graded], values: Sequence[str]
) -> Iterable[tuple[str, Share]]:
    for wanted in sorted(set(values) - {""}):
        picked = [one for one, value in zip(graded, values, strict=True) if value == wanted]
        yield f"complete_{name}_{wanted}", share(one.complete for one in picked)


def _times(result: AnswersResult) -> Mapping[str, float]:
    asked = [one.reply.milliseconds for one in result.graded]
    figures = {"ask_p50": percentile(asked, 50), "ask_p95": percentile(asked, 95)}
    if result.times:
        embedded = result.times.embed
        figures |= {"embed_p50": percentile(embedded, 50), "embed_p95": percentile(embedded, 95)}
        # Both against the median of embedding alone: its own tail would flatter ours.
        base = figures["embed_p50"] or 1.0
        figures |= {"ratio_p50": figures["ask_p50"] / base, "ratio_p95": figures["ask_p95"] / base}
    return {name: round(value, 3) for name, value in figures.items()}


def _result(one: Graded) -> dict[str, Any]:
    return {
        "id": one.row.id,
        "question": one.row.question,
        "previous_question": one.row.previous_question,
        "style": one.row.style,
        "answer": one.reply.text,
        "complete": one.complete,
        "refused": one.reply.declined,
        "cites_document": one.cites,
        "cites_section": one.cites_section,
        "missing": list(one.missing),
        "fault": one.fault,
        "cause": one.cause,
        "confidence": one.reply.confidence,
        "milliseconds": round(one.reply.milliseconds, 3),
    }


def _refusal(one: Refusal) -> dict[str, Any]:
    return {
        "id": one.row.id,
        "question": one.row.question,
        "kind": one.row.kind,
        "answer": one.reply.text,
        "refused": one.refused,
        "by_rule": one.reply.by_rule,
        "confidence": one.reply.confidence,
    }


def _bin(one: Bin) -> dict[str, float]:
    return {name: round(value, 4) for name, value in asdict(one).items()}


def question_of(row: AnswerRow) -> Question:
    """Returns the question as the advisor gets it, with the turn that it follows."""
    turns = (Turn(question=row.previous_question, answer=""),) if row.previous_question else ()
    return Question(row.question, turns=turns)
