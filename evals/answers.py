"""Measures whole answers: complete, cited, refused where they must be, short, and how fast."""

import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from advisor.models import Answer, Question, Turn
from evals.bench import Bench
from evals.datasets import AnswerLine, AnswerRow, DatasetError, RefusalRow
from evals.metrics import Share, percentile, share

# Its sections say what is missing and whom to ask instead: to quote one is to refuse.
NOT_COVERED = "about/what-the-guide-does-not-cover.md"
_MARKER = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as far as it is measured, from the running code or from its printed form."""

    text: str
    abstained: bool
    documents: tuple[str, ...]
    confidence: float
    milliseconds: float

    @property
    def words(self) -> int:
        """How many words the reader gets; markers are not words."""
        return len(_MARKER.sub(" ", self.text).split())


@dataclass(frozen=True, slots=True)
class Refusal:
    """What became of a question that must not be answered from the guide."""

    row: RefusalRow
    reply: Reply

    @property
    def refused(self) -> bool:
        """Whether nothing of the guide was given as an answer, or only that it has none."""
        quoted_nothing = set(self.reply.documents) <= {NOT_COVERED}
        return self.reply.abstained or quoted_nothing or self.row.admitted_by(self.reply.text)


@dataclass(frozen=True, slots=True)
class Graded:
    """What became of a question that the guide answers."""

    row: AnswerRow
    reply: Reply
    missing: tuple[int, ...]

    @property
    def complete(self) -> bool:
        """Whether it was answered with all its facts."""
        return not self.reply.abstained and not self.missing

    @property
    def cites(self) -> bool:
        """Whether any citation points to a page that holds the answer."""
        return not set(self.reply.documents).isdisjoint(self.row.documents)

    @property
    def fault(self) -> str:
        """What is wrong with it, in a few words; empty if it is complete."""
        if self.complete:
            return ""
        if self.reply.abstained:
            return "refused"
        lack = f"lacks fact {', '.join(str(place) for place in self.missing)}"
        if not self.row.documents:
            return lack
        return f"{lack} ({'right' if self.cites else 'other'} page cited)"


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
    clock: Callable[[], float] = time.perf_counter,
) -> AnswersResult:
    """Returns what the advisor makes of each question; one question first, untimed, warms it up."""
    bench.embed(rows[0].question)
    bench.ask(_question(rows[0]))
    graded: list[Graded] = []
    asked: list[float] = []
    embedded: list[float] = []
    for row in rows:
        started = clock()
        bench.embed(row.question)
        between = clock()
        answer = bench.ask(_question(row))
        asked.append((clock() - between) * 1000)
        embedded.append((between - started) * 1000)
        graded.append(grade(row, reply_of(answer, milliseconds=asked[-1])))
    refused = tuple(Refusal(row, reply_of(bench.ask(Question(row.question)))) for row in refusals)
    times = Times(tuple(asked), tuple(embedded))
    return AnswersResult(tuple(graded), refused, times, bench.release)


def grade_lines(rows: Sequence[AnswerRow], lines: Sequence[AnswerLine]) -> AnswersResult:
    """Returns the grades of what `advisor ask --jsonl` printed for these questions.

    Raises:
        DatasetError: a question has no answer among the lines.

    """
    by_id = {line.id: line for line in lines}
    without = [row.id for row in rows if row.id not in by_id]
    if without:
        raise DatasetError(f"The answers lack {len(without)} of the questions, first {without[0]}.")
    graded = (grade(row, reply_of_line(by_id[row.id])) for row in rows)
    return AnswersResult(tuple(graded), ())


def grade(row: AnswerRow, reply: Reply) -> Graded:
    """Returns the reply beside its question, with the groups of facts that it lacks."""
    return Graded(row, reply, row.missing(reply.text))


def reply_of(answer: Answer, *, milliseconds: float | None = None) -> Reply:
    """Returns an answer of the running code as it is measured."""
    return Reply(
        text=answer.text,
        abstained=answer.abstained,
        documents=tuple(citation.document for citation in answer.citations),
        confidence=answer.confidence,
        milliseconds=answer.milliseconds if milliseconds is None else milliseconds,
    )


def reply_of_line(line: AnswerLine) -> Reply:
    """Returns a printed answer as it is measured."""
    return Reply(
        text=line.answer,
        abstained=line.abstained,
        documents=tuple(citation.document for citation in line.citations),
        confidence=line.confidence,
        milliseconds=line.milliseconds,
    )


def shares(result: AnswersResult) -> dict[str, Share]:
    """Returns every share by name: complete (overall, by origin and style), refused, cited."""
    graded, refusals = result.graded, result.refusals
    answered = [one for one in graded if not one.reply.abstained and one.row.documents]
    found = {"complete": share(one.complete for one in graded)}
    found.update(_complete_by("origin", graded, [one.row.origin for one in graded]))
    found.update(_complete_by("style", graded, [one.row.style for one in graded]))
    found["wrongly_refused"] = share(one.reply.abstained for one in graded)
    if answered:
        found["cites_document"] = share(one.cites for one in answered)
    for kind in dict.fromkeys(one.row.kind for one in refusals):
        found[f"refused_{kind}"] = share(one.refused for one in refusals if one.row.kind == kind)
    return found


def summary(result: AnswersResult) -> dict[str, Any]:
    """Returns the figures as plain data, with one entry per question under `results`."""
    words = [one.reply.words for one in result.graded if not one.reply.abstained]
    return {
        "evaluation": "answers",
        "release": result.release,
        "shares": {name: value.as_json() for name, value in shares(result).items()},
        "words": {"median": percentile(words, 50), "p95": percentile(words, 95)},
        "milliseconds": _times(result),
        "results": [_result(one) for one in result.graded],
        "refusals": [
            {
                "id": one.row.id,
                "kind": one.row.kind,
                "refused": one.refused,
                "confidence": one.reply.confidence,
            }
            for one in result.refusals
        ],
    }


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
        "complete": one.complete,
        "refused": one.reply.abstained,
        "cites_document": one.cites,
        "missing": list(one.missing),
        "confidence": one.reply.confidence,
        "milliseconds": round(one.reply.milliseconds, 3),
    }


def _question(row: AnswerRow) -> Question:
    turns = (Turn(question=row.previous_question, answer=""),) if row.previous_question else ()
    return Question(row.question, turns=turns)
