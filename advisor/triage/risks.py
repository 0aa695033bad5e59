"""Risks as far as a description speaks of them: bias, privacy, law and transparency; never legal advice."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from advisor.models import Capability, Note
from advisor.triage.facts import Fact

CHECK_WITH_LEGAL = "check with legal"
_JUDGES_PEOPLE: frozenset[str] = frozenset(
    ("patients", "children", "applicants", "employees", "students", "borrowers", "tenants", "citizens", "customers")
)  # fmt: skip
_DECIDES: frozenset[Capability] = frozenset(
    (
        "classification",
        "ranking",
        "regression",
        "anomaly_detection",
        "recommendations",
        "clustering",
    )
)
# Groups of law in which a decision about a person weighs so much that a person should take it.
_WEIGHTY: frozenset[str] = frozenset(
    ("health", "hiring", "credit", "housing", "education", "police and justice", "biometric")
)


def find_people(text: str) -> str:
    """Returns whose data the description speaks of, in a word, or "" where it names nobody."""
    return next((group for group, pattern in _people() if pattern.search(text)), "")


def find_risks(
    text: str, *, capability: Capability | None, facts: tuple[Fact, ...] = ()
) -> tuple[Note, ...]:
    """Returns the risks that apply, each with its kind: bias, privacy, law or transparency."""
    people = find_people(text)
    if _says_not_personal(facts):
        people = ""
    subjects = [entry for entry in _law() if entry[1].search(text)]
    names = {name for name, _, _ in subjects}
    notes = [*_bias(people, capability), *_privacy(people)]
    notes += [Note(f"{told}: {CHECK_WITH_LEGAL}.", "law") for _, _, told in subjects]
    return (*notes, *_transparency(people, capability, weighty=bool(names & _WEIGHTY)))


def _bias(people: str, capability: Capability | None) -> list[Note]:
    if people in _JUDGES_PEOPLE and capability in _DECIDES:
        told = f"Results may be worse for some {people}: compare the errors by group (gender, age, origin)."
        return [Note(told, "bias")]
    if capability == "creation":
        return [
            Note(
                "Generated content may repeat stereotypes: have a varied group of people rate it.",
                "bias",
            )
        ]
    return []


def _privacy(people: str) -> list[Note]:
    if not people:
        return []
    told = f"Personal data of {people}: use only what is needed, anonymise, ask for consent; {CHECK_WITH_LEGAL}."
    return [Note(told, "privacy")]


def _transparency(people: str, capability: Capability | None, *, weighty: bool) -> list[Note]:
    if weighty and people:
        return [
            Note(
                "Tell those concerned that AI is used and why; a person decides, and there is a way to appeal.",
                "transparency",
            )
        ]
    if capability == "creation":
        return [
            Note(
                "Tell readers that the content is made by AI and may be wrong, and who checked it.",
                "transparency",
            )
        ]
    if people and capability in _DECIDES:
        return [
            Note(
                "Tell people that AI is at work, on which data, and how to switch it off.",
                "transparency",
            )
        ]
    return []


def _says_not_personal(facts: tuple[Fact, ...]) -> bool:
    return any(
        fact.kind == "allowed"
        and re.search(
            r"\bno(?:t|thing)?(?: \w+)? personal|personal (?:data)?[:?]? ?no\b",
            fact.evidence,
            re.IGNORECASE,
        )
        for fact in facts
    )


@cache
def _people() -> tuple[tuple[str, re.Pattern[str]], ...]:
    groups: Mapping[str, str] = _data()["people"]
    return tuple((group, re.compile(when, re.IGNORECASE)) for group, when in groups.items())


@cache
def _law() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    return tuple(
        (entry["subject"], re.compile(entry["when"], re.IGNORECASE), entry["text"])
        for entry in _data()["law"]
    )


@cache
def _data() -> Mapping[str, Any]:
    path = Path(__file__).with_suffix(".yaml")
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return data
