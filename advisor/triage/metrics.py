"""One metric per layer, chosen by capability, the class to catch and which error hurts more."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from advisor.models import Capability, Metrics

Worse = Literal["missed", "alarm", "both", "none"]
NO_METRICS = Metrics("", "", "")


@dataclass(frozen=True, slots=True)
class _Situation:
    worse: Worse
    positive: str
    missed: str
    alarm: str
    error: str
    model: str
    adoption: str
    business: str
    macro: bool


def choose_metrics(capability: Capability, text: str, *, mistakes: str = "") -> Metrics:
    """Returns one metric per layer and the worse error, read from what was told of mistakes, else from the text.

    Where neither says which error hurts more and no situation is known to decide it, the card says that it is open.
    """
    situation = _situation(capability, text)
    worse, is_told = _worse(capability, situation, text=text, mistakes=mistakes)
    return Metrics(
        model=_model(capability, situation, worse),
        adoption=situation.adoption,
        business=situation.business,
        worse_error=_tell_error(capability, situation, worse, is_told=is_told),
    )


def read_worse(text: str) -> Worse | None:
    """Returns which error the describer calls the worse one: a missed case, a false alarm, or None."""
    return _compare(text, missed="missed", alarm="alarm")


def _worse(
    capability: Capability, situation: _Situation, *, text: str, mistakes: str
) -> tuple[Worse, bool]:
    if situation.worse == "none":
        return "none", False
    for told, is_field in ((mistakes, True), (text, False)):
        compared = (
            _compare(told, missed="low", alarm="high", lone=is_field)
            if capability == "regression"
            else _compare(told, missed="missed", alarm="alarm", lone=is_field)
        )
        if compared:
            return compared, True
    return situation.worse, False


def _compare(text: str, *, missed: str, alarm: str, lone: bool = False) -> Worse | None:
    """Which of two errors is called worse; `lone`: the only one that is named counts, since mistakes were asked for."""
    for clause in re.split(r"[.;\n]|\bbut\b", text):
        than = _error("than").search(clause)
        before, after = (clause[: than.start()], clause[than.end() :]) if than else (clause, "")
        first = _first_named(before, missed=missed, alarm=alarm)
        if than and first:
            return first
        if than and (second := _first_named(after, missed=missed, alarm=alarm)):
            return "alarm" if second == "missed" else "missed"
        if first and _error("worst").search(clause):
            return _nearest_to_worst(clause, missed=missed, alarm=alarm)
    return _first_named(text, missed=missed, alarm=alarm, alone=True) if lone else None


def _nearest_to_worst(clause: str, *, missed: str, alarm: str) -> Worse | None:
    """Of both errors in one clause, the one that stands nearest to the word for worse."""
    places = [match.start() for match in _error("worst").finditer(clause)]
    distances: list[tuple[int, Worse]] = []
    for pattern, name in ((missed, "missed"), (alarm, "alarm")):
        distances += [
            (min(abs(match.start() - place) for place in places), name)  # type: ignore[misc]
            for match in _error(pattern).finditer(clause)
        ]
    return min(distances)[1] if distances else None


def _first_named(text: str, *, missed: str, alarm: str, alone: bool = False) -> Worse | None:
    miss = _error(missed).search(text)
    false = _error(alarm).search(text)
    if miss and false:
        if alone:
            return None
        return "missed" if miss.start() < false.start() else "alarm"
    if miss:
        return "missed"
    return "alarm" if false else None


def _model(capability: Capability, situation: _Situation, worse: Worse) -> str:
    if capability == "regression" and worse in ("missed", "alarm"):
        side = "too low" if worse == "missed" else "too high"
        return f"{situation.model}; count numbers that are {side} double"
    if situation.model:
        return situation.model
    found = situation.positive
    if situation.macro:
        return "Macro-F1 over the labels, with the recall of the urgent one watched"
    if worse == "missed":
        return f"Recall: of all cases ({found}), how many are found, at a precision that people can work with"
    if worse == "alarm":
        return f"Precision: of all that are flagged ({found}), how many are right, at a recall that still helps"
    return f"Precision and recall for the positive class ({found}), at the threshold where the two errors cost the same"


def _tell_error(
    capability: Capability, situation: _Situation, worse: Worse, *, is_told: bool
) -> str:
    if worse == "none":
        return situation.error
    if worse == "both":
        return f"Open: say which costs more, {situation.missed} or {situation.alarm}."
    named = situation.missed if worse == "missed" else situation.alarm
    kind = ""
    if capability != "regression":
        kind = " (false negative)" if worse == "missed" else " (false positive)"
    by = "by your words" if is_told else "usually"
    return f"Worse {by}: {named}{kind}."


def _situation(capability: Capability, text: str) -> _Situation:
    for pattern, entry in _situations():
        if capability in entry["capability"] and pattern.search(text):
            return _read(entry)
    return _read(_data()["kinds"][capability])


def _read(entry: Mapping[str, Any]) -> _Situation:
    return _Situation(
        worse=entry["worse"],
        positive=entry["positive"],
        missed=entry["missed"],
        alarm=entry["alarm"],
        error=entry.get("error", ""),
        model=entry.get("model", ""),
        adoption=entry["adoption"],
        business=entry["business"],
        macro=entry.get("macro", False),
    )


@cache
def _error(name: str) -> re.Pattern[str]:
    """How an error is named; "than" is a comparison, from the word for worse on."""
    errors: Mapping[str, str] = _data()["errors"]
    than = rf"\b(?:{errors['worst']})\b[^.;\n]{{0,30}}?\bthan\b"
    return re.compile(than if name == "than" else errors[name], re.IGNORECASE)


@cache
def _situations() -> tuple[tuple[re.Pattern[str], Mapping[str, Any]], ...]:
    entries = _data()["situations"]
    return tuple((re.compile(entry["when"], re.IGNORECASE), entry) for entry in entries)


@cache
def _data() -> Mapping[str, Any]:
    path = Path(__file__).with_suffix(".yaml")
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return data
