"""Why an answer came out as it did: the trace that is stored with it, as plain data."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from advisor.models import Answer, Citation, Method


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """A passage that was read for the answer; `marker` is its citation's number, None when uncited.

    `score` blends `cosine` (nearness in meaning) and `words` (rare words shared with the question).
    """

    marker: int | None
    document: str
    heading: str
    text: str
    score: float
    cosine: float
    words: float


@dataclass(frozen=True, slots=True)
class Check:
    """What the rules said of a sentence that a model wrote: `verdict` is "kept" or "cut"."""

    sentence: str
    verdict: str
    reason: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that is known of how an answer came about; what its trace does not say is empty or None.

    `probability` is the estimate that it is right, `threshold` the least with which a question is
    answered, and `evidence` what the estimate weighs. `outside` is how likely the message is none for the
    guide, where a trained model and no rule turned it away. `question` is empty for those who may not see it.
    """

    method: Method
    abstained: bool
    release: int | None
    milliseconds: float
    probability: float | None
    threshold: float | None = None
    evidence: tuple[tuple[str, float], ...] = ()
    passages: tuple[ReadPassage, ...] = ()
    checks: tuple[Check, ...] = ()
    rule: str = ""
    outside: float | None = None
    form: str = ""
    language: str = ""
    model: str = ""
    prompt_version: str = ""
    question: str = ""


def explain(answer: Answer, *, question: str = "") -> Explanation:
    """Returns the explanation of a stored answer; traces of older releases of this program do as well."""
    trace = answer.trace
    rule = _text(trace.get("rule"))
    estimate = _mapping(trace.get("estimate"))
    evidence = _mapping(estimate.get("evidence"))
    known = None if rule else _number(estimate.get("probability"), answer.confidence)
    return Explanation(
        method=answer.method,
        abstained=answer.abstained,
        release=answer.release,
        milliseconds=answer.milliseconds,
        probability=known,
        threshold=_number(estimate.get("threshold"), None),
        evidence=tuple(
            (str(name), value)
            for name, given in evidence.items()
            if (value := _number(given, None)) is not None
        ),
        passages=_read_passages(trace, answer.citations),
        checks=tuple(_check(row) for row in _rows(trace.get("checks"))),
        rule=rule,
        outside=_number(trace.get("outside"), None),
        form=_form(trace.get("form")),
        language=_text(trace.get("language")),
        model=_text(trace.get("model")),
        prompt_version=_text(trace.get("prompt_version")),
        question=question,
    )


def _read_passages(
    trace: Mapping[str, Any], citations: Sequence[Citation]
) -> tuple[ReadPassage, ...]:
    """What was retrieved, best first, then what is cited without having been: entries of tables."""
    cited = {citation.chunk: citation for citation in citations}
    rows = _rows(trace.get("passages"))
    retrieved = [_retrieved(row, cited.get(_text(row.get("chunk")))) for row in rows]
    seen = {_text(row.get("chunk")) for row in rows}
    looked_up = [
        ReadPassage(each.marker, each.document, each.heading, each.quote, each.score, 0.0, 0.0)
        for each in citations
        if each.chunk not in seen
    ]
    return (*retrieved, *looked_up)


def _retrieved(row: Mapping[str, Any], citation: Citation | None) -> ReadPassage:
    document = _text(row.get("document"))
    return ReadPassage(
        marker=citation.marker if citation else None,
        document=document,
        heading=_text(row.get("heading")) or (citation.heading if citation else document),
        text=citation.quote if citation else _text(row.get("text")),
        score=_number(row.get("score"), 0.0) or 0.0,
        cosine=_number(row.get("cosine"), 0.0) or 0.0,
        words=_number(row.get("lexical"), 0.0) or 0.0,
    )


def _check(row: Mapping[str, Any]) -> Check:
    return Check(_text(row.get("sentence")), _text(row.get("verdict")), _text(row.get("reason")))


def _form(value: object) -> str:
    """The form in words: "3 bullets, for my CFO"; empty for running text."""
    if isinstance(value, str):
        return "" if value == "prose" else value.replace("_", " ")
    form = _mapping(value)
    shape = _text(form.get("shape")).replace("_", " ")
    counted = f"{_text(form.get('count'))} {shape}".strip() if shape not in ("", "prose") else ""
    audience = _text(form.get("audience"))
    return ", ".join(filter(None, (counted, f"for {audience}" if audience else "")))


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _number(value: object, otherwise: float | None) -> float | None:
    is_number = isinstance(value, int | float) and math.isfinite(value)
    return float(value) if is_number else otherwise  # type: ignore[arg-type]


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _rows(value: object) -> list[Mapping[str, Any]]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []
