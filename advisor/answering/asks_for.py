"""What kind of thing a question asks for, and whether the passages that were found hold any of that kind.

Prices, formulas or results in figures are near to the guide's subjects, so retrieval finds sections for
such questions; that those sections hold no price tells them from covered ones. The kinds stand in asks_for.yaml.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from advisor.answering.asking import asking
from advisor.injection import fill, read_patterns
from advisor.models import Passage

# A passage further down was found for another part of the question.
LOOKED_AT = 4


@dataclass(frozen=True, slots=True)
class Demand:
    """A kind of thing: how it is asked for, what in a passage meets it, and what is said if nothing does."""

    name: str
    lacks: str
    asks: re.Pattern[str]
    unless: re.Pattern[str] | None
    met_by: str


def unmet_demand(question: str, passages: Sequence[Passage]) -> Demand | None:
    """Returns what the question asks for and none of the first covered passages holds, or None."""
    question = asking(question)
    covered = [one.chunk.text for one in passages if one.chunk.covered][:LOOKED_AT]
    for demand in _demands():
        asked = demand.asks.search(question)
        if asked is None or (demand.unless and demand.unless.search(question)):
            continue
        if not any(_meets(text, demand, asked) for text in covered):
            return demand
    return None


def demand_of(question: str) -> str:
    """Returns the name of the first kind of thing that the question asks for, or ""."""
    question = asking(question)
    for demand in _demands():
        if demand.asks.search(question) and not (demand.unless and demand.unless.search(question)):
            return demand.name
    return ""


def _meets(text: str, demand: Demand, asked: re.Match[str]) -> bool:
    if not demand.met_by:
        return False
    pattern = demand.met_by
    if "{noun}" in pattern:
        pattern = pattern.replace("{noun}", re.escape(asked["noun"]) if asked["noun"] else "$^")
    return re.search(pattern, text, re.IGNORECASE) is not None


@cache
def _demands() -> Sequence[Demand]:
    data = read_patterns(Path(__file__).with_suffix(".yaml"))
    return tuple(_read(row, data["words"]) for row in data["demands"])


def _read(row: Mapping[str, str], words: Mapping[str, str]) -> Demand:
    unless = row.get("unless")
    return Demand(
        name=row["name"],
        lacks=row["lacks"],
        asks=re.compile(fill(row["asks"], words), re.IGNORECASE),
        unless=re.compile(fill(unless, words), re.IGNORECASE) if unless else None,
        met_by=fill(row.get("met_by", ""), words),
    )
