"""What the command line prints: rows for other programs, text for people."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

from advisor.answering.explain import Explanation, explain
from advisor.answering.explain_words import SCORES, tell, tell_scores
from advisor.database.overrides import Override
from advisor.doctor import Check
from advisor.models import Answer, Assessment, Passage

MARKS = {"ok": "ok     ", "warning": "WARNING", "failure": "FAILURE"}


def answer_row(row_id: object, answer: Answer, *, explained: bool = False) -> dict[str, Any]:
    """Returns the answer in the form that other programs rely on, with an `explanation` if wanted."""
    row: dict[str, Any] = {
        "id": row_id,
        "answer": answer.text,
        "abstained": answer.abstained,
        "method": answer.method,
        "confidence": answer.confidence,
        "citations": [
            {
                "marker": citation.marker,
                "document": citation.document,
                "heading": citation.heading,
                "quote": citation.quote,
                "url": citation.url,
                "score": citation.score,
            }
            for citation in answer.citations
        ],
        "notices": list(answer.notices),
        "release": answer.release,
        "milliseconds": answer.milliseconds,
    }
    return row | {"explanation": explanation_row(explain(answer))} if explained else row


def explanation_row(explanation: Explanation) -> dict[str, Any]:
    """Returns the explanation as JSON; its evidence as an object."""
    return asdict(explanation) | {"evidence": dict(explanation.evidence)}


def passage_row(passage: Passage) -> dict[str, Any]:
    """Returns the passage in the form that other programs rely on."""
    return {
        "chunk": passage.chunk.id,
        "document": passage.chunk.document,
        "heading": passage.chunk.heading,
        "text": passage.chunk.text,
        "score": round(passage.score, 6),
    }


def triage_row(row_id: object, card: Assessment, *, explained: bool = False) -> dict[str, Any]:
    """Returns the assessment in the form that other programs rely on, with the whole `card` if wanted."""
    row: dict[str, Any] = {
        "id": row_id,
        "verdict": card.verdict,
        "capability": card.capability,
        "confidence": card.confidence,
        "ai_score": card.ai_score,
        "scores": dict(card.scores),
        "runner_up": card.runner_up,
        "questions": [one.text for one in card.questions],
        "baseline": card.baseline,
        "metrics": {
            "model": card.metrics.model,
            "adoption": card.metrics.adoption,
            "business": card.metrics.business,
        },
        "milliseconds": card.milliseconds,
    }
    return row | {"card": asdict(replace(card, scores=dict(card.scores)))} if explained else row


def readable_answer(answer: Answer, *, explained: bool = False) -> str:
    """Returns the answer with its sources and notices, and below them why it came out so."""
    lines = [answer.text]
    if answer.citations:
        lines += ["", "Sources:"]
        lines += [
            f"[{one.marker}] {one.heading}  ({one.url or one.document})" for one in answer.citations
        ]
    lines += [f"({notice})" for notice in answer.notices]
    if explained:
        lines += ["", *_readable_explanation(explain(answer))]
    return "\n".join(lines)


def _readable_explanation(explanation: Explanation) -> Iterator[str]:
    for paragraph in tell(explanation):
        yield f"{paragraph.heading}:"
        yield from (f"  {line}" for line in paragraph.lines)
    if not explanation.passages:
        return
    yield "What was read:"
    for place, passage in enumerate(explanation.passages, 1):
        yield f"  {place}. {passage.heading}  ({passage.document})"
        yield f"     {tell_scores(passage)}"
        yield f"     “{' '.join(passage.text.split())}”"
    yield f"  {SCORES}"


def override_row(override: Override) -> dict[str, Any]:
    """Returns a correction of triage as JSON."""
    return asdict(override) | {"created_at": override.created_at.isoformat()}


def override_lines(override: Override) -> str:
    """Returns a correction in two lines: what was changed, and the text that it is about."""
    return (
        f"{override.id}. {override.proposed} -> {override.corrected}  "
        f"({override.review}, model {override.model_version or 'unnamed'})\n"
        f"   {' '.join(override.text.split())}"
    )


def check_line(check: Check) -> str:
    """Returns a check of the installation in a line, with its remedy."""
    remedy = f"  -> {check.remedy}" if check.remedy else ""
    return f"{MARKS[check.status]} {check.name}: {check.finding}{remedy}"
