"""What a question wants and the guide lacks, though its passages are near."""

from dataclasses import dataclass

from advisor.answering.asks_for import unmet_demand
from advisor.answering.focus import missing_subject
from advisor.answering.search import Found
from advisor.index.release import Release
from advisor.models import Question

# What a question seems to want is weak evidence, against which a surer estimate stands.
SURE = 0.9


@dataclass(frozen=True, slots=True)
class Lack:
    """The name of what is lacking, and what is said of it."""

    name: str
    text: str


def find_lack(release: Release, asked: Question, found: Found) -> Lack | None:
    """Returns what the guide lacks of what is asked for, or None."""
    if found.estimate.probability >= SURE:
        return None
    if demand := unmet_demand(asked.text, found.passages):
        return Lack(demand.name, demand.lacks)
    # A follow-up's subject stands in its conversation.
    if not asked.turns and (subject := missing_subject(release, found.query.text, found.passages)):
        return Lack("subject", f"The guide does not speak of {subject}.")
    return None
