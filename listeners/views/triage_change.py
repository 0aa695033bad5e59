"""What is said beside a card: what the last fact changed, and which earlier triage it resembles."""

from collections.abc import Iterator

from advisor.database.triage_records import TriageRecord
from advisor.models import Assessment
from listeners.views.triage_words import (
    REASONS,
    VERDICTS_IN_WORDS,
    as_prose,
    name_capability,
)

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
TITLE_LENGTH = 80


def tell_change(before: Assessment, after: Assessment) -> str:
    """Returns what the last fact changed, such as "was needs facts, now worth trying AI: the data exists"."""
    facts = ", ".join(_new_facts(before, after))
    reason = f": {facts}" if facts else ""
    old, new = VERDICTS_IN_WORDS[before.verdict], VERDICTS_IN_WORDS[after.verdict]
    if old != new:
        return f"was {old}, now {new}{reason}"
    if before.capability != after.capability and after.capability:
        was, now = (
            name_capability(before.capability).lower(),
            name_capability(after.capability).lower(),
        )
        return f"was {was}, now {now}{reason}"
    return f"still {new}{reason}"


def tell_memory(earlier: TriageRecord) -> str:
    """Returns what an earlier triage came to, such as "decided in May: rules first, no data yet"."""
    month = f"{MONTHS[earlier.updated_at.month - 1]} {earlier.updated_at.year}"
    against = ", ".join(_reasons_against(earlier.assessment))
    found = VERDICTS_IN_WORDS[earlier.assessment.verdict] + (f" ({against})" if against else "")
    state = f"; status: {earlier.status}" if earlier.status != "idea" else ""
    title = as_prose(earlier.title, TITLE_LENGTH)
    return f"Similar to “{title}”, decided in {month}: {found}{state}."


def _new_facts(before: Assessment, after: Assessment) -> Iterator[str]:
    known = {each.key: each.reply for each in before.suitability}
    for each in after.suitability:
        if each.reply != known.get(each.key) and (each.key, each.reply) in REASONS:
            yield REASONS[each.key, each.reply]


def _reasons_against(assessment: Assessment) -> Iterator[str]:
    for each in assessment.suitability:
        if each.reply == "no":
            yield REASONS[each.key, each.reply]
