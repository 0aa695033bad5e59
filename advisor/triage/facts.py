"""Reads what a description states, each fact with the describer's own words; the patterns stand in facts.yaml."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from advisor.injection import fill, read_patterns
from advisor.models import Capability, Reply, SuitabilityKey
from advisor.triage.capabilities import profile_of
from advisor.triage.suitability import Read

FactKind = Literal[
    "no_data", "no_labels", "unlike_use", "much_data", "labels", "forbidden", "allowed", "not_worth", "worth",
    "rules_suffice", "rules_fail",
]  # fmt: skip
KINDS: tuple[FactKind, ...] = get_args(FactKind)
# So many records are enough for a first model on tables or with a pre-trained one, and so few are not.
# Ours: the source's "millions" hold, if at all, for large models that are trained from scratch.
ENOUGH = 1000
TOO_FEW = 100
LONGEST_EVIDENCE = 160
# How far from a find a doubt is still about it.
LONGEST_DOUBT = 40
_CLAUSE_END = re.compile(r"[.!?;\n]")
_ABBREVIATED = re.compile(
    r"\b(?:incl|excl|e\.g|i\.e|approx|ca|vs|max|min|avg|no|nr|dr|mr|mrs|ms|dept)$", re.IGNORECASE
)
_NUMBER = re.compile(r"\d[\d.,]*")
_TIMES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}
_SCALE = re.compile(r"\d[\d.,]*\s?(k|m|bn|thousand|million|billion)\b", re.IGNORECASE)
_HUNDREDS = re.compile(r"\bhundreds?\b", re.IGNORECASE)
_YEARS = re.compile(r"\byears?\b|\b(?:since|back to) (?:19|20)\d\d\b", re.IGNORECASE)
_HEDGED = re.compile(
    r"\b(?:if|whether|unless|until|once|need(?:s|ed)?|want(?:s|ed)?|would like|hope|"
    r"plan(?:s|ned)? to (?:collect|gather|ask)|"
    r"could (?:collect|gather|ask)|(?:might|may|should) have|not sure|unclear|unsure|don.?t know|do not know|maybe|"
    r"perhaps|possibl[ey]|probably|presumably|supposedly|allegedly|apparently|(?:i|we) (?:think|guess|believe|assume|"
    r"expect|suppose)|will have)\b(?:[^.;,\n]|[.,](?=\d)){0,60}$",
    re.IGNORECASE,
)
# A doubt beside a find, "legal approved it, I think", and one right after its clause, "anonymised. Not sure."
_DOUBTED = re.compile(
    r"\b(?:i (?:think|guess|believe|assume|suppose)|probably|maybe|perhaps|supposedly|not sure)\b",
    re.IGNORECASE,
)
_DOUBTED_AFTER = re.compile(
    r"[.;?!]\s*(?:i'm |we are |we're |but )?"
    r"(?:not sure|unsure|no idea|(?:i|we) (?:don't|do not) know(?= *(?:[.!?]|$))|maybe|perhaps)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that the description states; `evidence` stands in it word for word."""

    kind: FactKind
    evidence: str
    source: Literal["rules", "model"] = "rules"


def read_facts(text: str) -> tuple[Fact, ...]:
    """Returns the first statement of each kind in the text; wishes, doubts and questions are none."""
    found = (_find(kind, text) for kind in KINDS)
    return tuple(fact for fact in found if fact is not None)


def replies_from(
    facts: Sequence[Fact], *, capability: Capability | None
) -> Mapping[SuitabilityKey, Read]:
    """Returns what the facts answer; a question on which they say nothing, or too little, is left out."""
    by_kind = {fact.kind: fact for fact in reversed(facts)}
    read = {
        "rules": _either(by_kind, no="rules_suffice", yes="rules_fail"),
        "data": _read_data(by_kind, capability),
        "allowed": _either(by_kind, no="forbidden", yes="allowed"),
        "worth": _either(by_kind, no="not_worth", yes="worth"),
    }
    return {key: one for key, one in read.items() if one is not None}  # type: ignore[misc]


def amount_in(evidence: str) -> float | None:
    """Returns the number that a statement gives, or None where it gives none in digits."""
    match = _NUMBER.search(evidence)
    if match is None:
        return None
    digits = match[0].rstrip(".,")
    grouped = re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", digits)
    number = float(re.sub(r"[.,]", "", digits)) if grouped else _plain(digits)
    scale = _SCALE.search(evidence)
    return number * (_TIMES[scale[1].lower()] if scale else 1)


def _plain(digits: str) -> float:
    try:
        return float(digits.replace(",", "."))
    except ValueError:
        return float(re.sub(r"\D", "", digits))


def _read_data(by_kind: Mapping[FactKind, Fact], capability: Capability | None) -> Read | None:
    needs_labels = capability is not None and profile_of(capability).labels
    lacking = by_kind.get("no_data") or (by_kind.get("no_labels") if needs_labels else None)
    if lacking:
        return Read("no", lacking.evidence)
    much = by_kind.get("much_data")
    if much is None or "unlike_use" in by_kind:
        # Enough of the wrong kind is not enough, and may be mended: it is asked.
        return None
    amount = _least_amount(much.evidence)
    if amount < TOO_FEW:
        return Read("no", much.evidence)
    return Read("yes", much.evidence) if amount >= ENOUGH else None


def _least_amount(evidence: str) -> float:
    """How much a statement of plenty amounts to at least."""
    if _YEARS.search(evidence):
        return ENOUGH
    number = amount_in(evidence)
    if number is not None:
        return number
    return TOO_FEW if _HUNDREDS.search(evidence) else ENOUGH


def _either(by_kind: Mapping[FactKind, Fact], *, no: FactKind, yes: FactKind) -> Read | None:
    against, in_favour = by_kind.get(no), by_kind.get(yes)
    if against:
        return Read("no", against.evidence)
    reply: Reply = "yes"
    return Read(reply, in_favour.evidence) if in_favour else None


def _find(kind: FactKind, text: str) -> Fact | None:
    # Of the same length, so that finds stand in the text itself.
    plain = text.replace("’", "'")
    for match in _matches(kind, plain):
        if not _is_hedged(plain, match) and not _is_voided(kind, plain, match):
            return Fact(kind, evidence_around(text, match.start(), match.end()))
    return None


def _matches(kind: FactKind, text: str) -> Iterable[re.Match[str]]:
    return (match for pattern in _patterns()[kind] for match in pattern.finditer(text))


def _is_hedged(text: str, match: re.Match[str]) -> bool:
    """Whether a wish, a doubt or a question is all that stands there."""
    start, end = _clause(text, match.start(), match.end())
    return (
        bool(_HEDGED.search(text[start : match.start()]))
        or text[end : end + 1] == "?"
        or bool(_DOUBTED.search(text[match.start() : min(end, match.end() + LONGEST_DOUBT)]))
        or bool(_DOUBTED_AFTER.match(text, end))
    )


def _is_voided(kind: FactKind, text: str, match: re.Match[str]) -> bool:
    """Whether its clause says otherwise than the find alone does, or gives it as the word of others."""
    voids = _voids()
    start, end = _clause(text, match.start(), match.end())
    if kind in voids.secondhand and voids.others.search(text[start : match.start()]):
        return True
    return kind in voids.unless and bool(voids.unless[kind].search(text[start:end]))


def evidence_around(text: str, start: int, end: int) -> str:
    """Returns the describer's words around a find: its clause, or the find alone where that is too long."""
    first, last = _clause(text, start, end)
    clause = text[first:last].strip()
    return clause if len(clause) <= LONGEST_EVIDENCE else text[start:end].strip()[:LONGEST_EVIDENCE]


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the clause of a find begins and ends."""
    first = max(
        (one.end() for one in _CLAUSE_END.finditer(text, 0, start) if _ends(text, one)), default=0
    )
    last = next(
        (one.start() for one in _CLAUSE_END.finditer(text, end) if _ends(text, one)), len(text)
    )
    return first, last


def _ends(text: str, stop: re.Match[str]) -> bool:
    """Whether a stop ends a clause: the point of 3.5 or of "incl." and the mark of "<!here>" do not."""
    if stop[0] in ";\n":
        return True
    is_abbreviation = stop[0] == "." and _ABBREVIATED.search(text, 0, stop.start())
    return not is_abbreviation and not text[stop.end() : stop.end() + 1].strip()


@cache
def _patterns() -> Mapping[FactKind, tuple[re.Pattern[str], ...]]:
    data = read_patterns(Path(__file__).with_suffix(".yaml"))
    return {
        kind: tuple(
            re.compile(fill(one, data["words"]), re.IGNORECASE) for one in data["kinds"][kind]
        )
        for kind in KINDS
    }


@dataclass(frozen=True, slots=True)
class _Voids:
    unless: Mapping[FactKind, re.Pattern[str]]
    others: re.Pattern[str]
    secondhand: frozenset[FactKind]


@cache
def _voids() -> _Voids:
    data = read_patterns(Path(__file__).with_suffix(".yaml"))
    return _Voids(
        unless={kind: re.compile(one, re.IGNORECASE) for kind, one in data["unless"].items()},
        others=re.compile(data["others"], re.IGNORECASE),
        secondhand=frozenset(data["secondhand"]),
    )
