"""A triage as text: the file with the card and the whole description, and the summary for engineers."""

from collections.abc import Iterator

from advisor.database.triage_records import TriageRecord
from advisor.models import Assessment, Note
from advisor.triage.card_text import as_markdown
from listeners.views.triage_card import name_verdict
from listeners.views.triage_modal import FIELDS
from listeners.views.triage_words import STATUSES, as_prose, name_capability

WORDS_IN_NAME = 6
LONGEST = 4_000


def name_file(triage: TriageRecord) -> str:
    """Returns a file name from the first words of the problem."""
    letters = "".join(each if each.isalnum() else " " for each in triage.title.lower())
    plain = "-".join(letters.encode("ascii", "ignore").decode().split()[:WORDS_IN_NAME])
    return f"triage-{plain or triage.id}.md"


def build_file(triage: TriageRecord) -> str:
    """Returns the text of the file."""
    card = as_markdown(triage.assessment, title=f"Triage: {as_prose(triage.title)}")
    chosen = (
        [f"Its owner chose: {name_capability(triage.chosen).lower()}."] if triage.chosen else []
    )
    state = f"Status: {STATUSES[triage.status]}. Last changed: {triage.updated_at:%Y-%m-%d}."
    told = [
        f"- **{label}** {as_prose(text, LONGEST)}"
        for name, label, _ in FIELDS
        if (text := str(getattr(triage.description, name)))
    ]
    lines = [card.rstrip(), "", "## The idea, as it was told", *told, "", *chosen, state]
    return "\n".join(lines) + "\n"


def build_summary(triage: TriageRecord) -> str:
    """Returns what engineers need: the problem, what to beat and measure, the data and all open questions."""
    assessment = triage.assessment
    lines = [
        *_part("The problem", triage.description.problem),
        *_part("What should change", triage.description.outcome),
        *_part("Verdict", f"{name_verdict(triage)}. {assessment.verdict_text}"),
        *_part("Do this instead of AI", assessment.remedy),
        *_part("Beat this without AI", assessment.baseline),
        *_list("Measure", _metrics(assessment)),
        *_list("Data", _notes(assessment.data)),
        *_list("Risks", _notes(assessment.risks)),
        *_list("Open questions", [each.text for each in assessment.questions]),
    ]
    return "\n".join(lines).strip()


def _metrics(assessment: Assessment) -> list[str]:
    metrics = assessment.metrics
    named = (
        ("Model", metrics.model),
        ("Adoption", metrics.adoption),
        ("Business", metrics.business),
        ("The worse error", metrics.worse_error),
    )
    return [f"{name}: {text}" for name, text in named if text]


def _notes(notes: tuple[Note, ...]) -> list[str]:
    return [f"{each.status}: {each.text}" if each.status else each.text for each in notes]


def _part(name: str, text: str) -> Iterator[str]:
    if text.strip():
        yield f"\n**{name}**\n{as_prose(text, 1_500)}"


def _list(name: str, entries: list[str]) -> Iterator[str]:
    if entries:
        yield f"\n**{name}**\n"
        yield from (f"- {as_prose(entry, 400)}" for entry in entries[:10])
