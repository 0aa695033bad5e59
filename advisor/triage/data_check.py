"""The data checklist: amount, labels, history, who is missing, personal, like that of use; gaps are named."""

import re
from collections.abc import Sequence

from advisor.models import Capability, Note
from advisor.triage.capabilities import Profile, profile_of
from advisor.triage.facts import Fact, FactKind, replies_from
from advisor.triage.risks import find_people

# The guide's caveat on the source's figure.
MILLIONS = "the “millions of data points” of one source hold, if at all, for large models trained from scratch"
_PAST = re.compile(
    r"\b(?:(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|several|many) "
    r"(?:years?|months?|seasons?)|since (?:19|20)\d\d|history|historical|archive)\b",
    re.IGNORECASE,
)
_SEASONAL: frozenset[Capability] = frozenset(("regression", "anomaly_detection"))


def check_data(text: str, facts: Sequence[Fact], *, capability: Capability) -> tuple[Note, ...]:
    """Returns six lines on the data for this capability; each is ok, a gap, or open where nothing was said."""
    told = {fact.kind: fact for fact in reversed(facts)}
    profile = profile_of(capability)
    return (
        _amount(facts, profile),
        _labels(told, profile),
        _history(text, told, profile),
        _missing(told, text),
        _personal(told, text),
        _like_use(told),
    )


def _amount(facts: Sequence[Fact], profile: Profile) -> Note:
    reply = replies_from(
        [fact for fact in facts if fact.kind in ("no_data", "much_data")], capability=None
    ).get("data")
    if reply and reply.reply == "yes":
        return Note(f"Amount: “{reply.evidence}”.", "ok")
    if reply:
        return Note(
            f"Amount: “{reply.evidence}” is too little to learn from; log from today on ({MILLIONS}).",
            "gap",
        )
    some = next((fact for fact in facts if fact.kind == "much_data"), None)
    if some:
        return Note(
            f"Amount: “{some.evidence}” may be enough; let engineers judge it ({MILLIONS}).", "open"
        )
    return Note(
        f"Amount: how much is there of this: {profile.data}? ({MILLIONS[0].upper()}{MILLIONS[1:]}.)",
        "open",
    )


def _labels(told: dict[FactKind, Fact], profile: Profile) -> Note:
    if not profile.labels:
        return Note(
            "Labels: none are needed to begin; some judged cases are, to test the result.", "ok"
        )
    if lacking := told.get("no_labels"):
        return Note(
            f"Labels: “{lacking.evidence}”; have people judge some hundred cases first.", "gap"
        )
    if given := told.get("labels"):
        return Note(f"Labels: “{given.evidence}”.", "ok")
    return Note("Labels: is the right answer known for past cases, and who gave it?", "open")


def _history(text: str, told: dict[FactKind, Fact], profile: Profile) -> Note:
    lacking = told.get("no_data")
    if lacking and re.search(
        r"\b(?:never|launch|start|open|log|record|track)", lacking.evidence, re.IGNORECASE
    ):
        return Note(f"History: “{lacking.evidence}”; begin to log today.", "gap")
    if past := _PAST.search(text):
        return Note(f"History: “{past[0]}”.", "ok")
    season = ", over at least a full season" if profile.capability in _SEASONAL else ""
    return Note(f"History: how far back does it go{season}?", "open")


def _missing(told: dict[FactKind, Fact], text: str) -> Note:
    if gap := told.get("unlike_use"):
        return Note(
            f"Who is missing: “{gap.evidence}”; gather or upsample what is missing, and test those groups apart.",
            "gap",
        )
    people = find_people(text)
    groups = f"which {people}" if people else "which cases, places or seasons"
    return Note(f"Who is missing: {groups} are rare or absent in the data?", "open")


def _personal(told: dict[FactKind, Fact], text: str) -> Note:
    if forbidden := told.get("forbidden"):
        return Note(f"Personal: “{forbidden.evidence}”.", "gap")
    if allowed := told.get("allowed"):
        return Note(f"Personal: “{allowed.evidence}”.", "ok")
    people = find_people(text)
    asked = (
        f"these seem to be data of {people}; did they agree to this use?"
        if people
        else "does it hold anything about persons?"
    )
    return Note(f"Personal: {asked}", "open")


def _like_use(told: dict[FactKind, Fact]) -> Note:
    if gap := told.get("unlike_use"):
        return Note(
            f"Like that of use: “{gap.evidence}”, so the model would meet what it has not seen.",
            "gap",
        )
    return Note(
        "Like that of use: does it come from the same people, places, devices and time as in use?",
        "open",
    )
