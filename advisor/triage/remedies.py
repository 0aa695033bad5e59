"""What does instead of AI: the rule, query, form or process, in the describer's words, and what to log meanwhile."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from advisor.models import Capability, Verdict
from advisor.triage.capabilities import profile_of
from advisor.triage.facts import read_facts
from advisor.triage.suitability import RemedyKind

LONGEST_QUOTE = 180
_LEAD = re.compile(
    r"^(?:(?:hi|hello|hey|so|ok|well|please|pls|and|also|now)\W+)*"
    r"(?:(?:we|i|our \w+) (?:would like|want|need|wish|plan)(?: \w+)? to "
    r"|(?:we|i)'d like to |can (?:we|you) |could (?:we|you) |let'?s )?",
    re.IGNORECASE,
)
_FIRST = re.compile(r"[^.!?\n]*(?:[.!?](?!\s|$)[^.!?\n]*)*")
_LOG = (
    "Meanwhile log each case with its inputs, what the rule did, what came out, and whether a person changed it: "
    "if the exceptions grow, these are the data that AI would need."
)


@dataclass(frozen=True, slots=True)
class Remedy:
    """What does instead; `condition` is what the rule turns on, in the describer's words, "" where none is named."""

    kind: RemedyKind
    quote: str
    condition: str = ""


def find_remedy(text: str) -> Remedy:
    """Returns what the description asks for, if no AI is needed to do it."""
    found = (kind for kind, patterns in _patterns().items() if _finds(patterns, text))
    kind: RemedyKind = next(found, "none")
    if kind != "rule":
        return Remedy(kind, _telling_sentence(text, _patterns().get(kind, ())))
    matches = (pattern.search(text) for pattern in _conditions())
    condition = next((match[0].strip() for match in matches if match), "")
    asked = (re.compile(re.escape(condition)),) if condition else _patterns()[kind]
    return Remedy(kind, _telling_sentence(text, asked), condition)


def tell_remedy(verdict: Verdict, remedy: Remedy, *, capability: Capability | None) -> str:
    """Returns what to do instead of AI, and what to log meanwhile; "" where the verdict needs none."""
    if verdict == "not_ai":
        return _INSTEAD[remedy.kind].format(quote=remedy.quote)
    if verdict != "rules_first":
        return ""
    if capability is not None:
        profile = profile_of(capability)
        return f"Start with rules: {profile.rule}. Meanwhile log {profile.log}."
    condition = (
        f" Its condition stands in your words: “{remedy.condition}”." if remedy.condition else ""
    )
    return f"Write it as a rule: “{remedy.quote}”.{condition} {_LOG}"


_INSTEAD: Mapping[RemedyKind, str] = {
    "query": "A query, a sort or a calculation over data that you hold does it: “{quote}”.",
    "form": "A form or a change of the screen does it: “{quote}”.",
    "process": "A process does it, that is, people who agree who does what and when: “{quote}”.",
    "rule": "A plain rule would do it, but it does not seem worth its cost: “{quote}”.",
    "none": "A plain rule or a small change of the process does it: “{quote}”.",
}


def _telling_sentence(text: str, asked: tuple[re.Pattern[str], ...]) -> str:
    """The sentence that asks for it, else the first that is more than a statement of fact, without its polite lead."""
    found = (match[0].strip() for match in _FIRST.finditer(text))
    sentences = [one for one in found if len(one.split()) > 1]
    asking = next((one for one in sentences if _finds(asked, one)), "")
    telling = asking or next((one for one in sentences if not read_facts(one)), "")
    chosen = telling or next(iter(sentences), text.strip())
    bare = chosen[_LEAD.match(chosen).end() :].strip()  # type: ignore[union-attr]
    quote = bare or chosen
    return quote if len(quote) <= LONGEST_QUOTE else quote[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"


def _finds(patterns: tuple[re.Pattern[str], ...], text: str) -> bool:
    return any(pattern.search(text) for pattern in patterns)


@cache
def _data() -> Mapping[str, Any]:
    path = Path(__file__).with_suffix(".yaml")
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return data


@cache
def _patterns() -> Mapping[RemedyKind, tuple[re.Pattern[str], ...]]:
    kinds: Mapping[RemedyKind, list[str]] = _data()["kinds"]
    return {kind: _compiled(patterns) for kind, patterns in kinds.items()}


@cache
def _conditions() -> tuple[re.Pattern[str], ...]:
    return _compiled(_data()["conditions"])


def _compiled(patterns: list[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)
