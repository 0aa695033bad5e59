"""A triage as a Markdown file: all that the card says, and the whole description."""

from collections.abc import Iterator

from advisor.database.triage_records import TriageRecord
from advisor.models import Assessment, Note
from listeners.mrkdwn import clean
from listeners.views.triage_card import RECONSTRUCTION, build_bars, name_verdict
from listeners.views.triage_modal import FIELDS
from listeners.views.triage_words import QUESTIONS, REPLIES, STATUSES, as_prose, name_capability

WORDS_IN_NAME = 6


def name_file(triage: TriageRecord) -> str:
    """Returns a file name from the first words of the problem."""
    letters = "".join(each if each.isalnum() else " " for each in triage.title.lower())
    plain = "-".join(letters.encode("ascii", "ignore").decode().split()[:WORDS_IN_NAME])
    return f"triage-{plain or triage.id}.md"


def build_file(triage: TriageRecord) -> str:
    """Returns the text of the file."""
    return "\n".join(_lines(triage)).strip() + "\n"


def build_summary(triage: TriageRecord) -> str:
    """Returns what engineers need: the problem, what to beat and measure, the data and all open questions."""
    assessment = triage.assessment
    lines = [
        *_part("The problem", triage.description.problem),
        *_part("What should change", triage.description.outcome),
        *_part("Verdict", _tell_verdict(triage)),
        *_part("Do this instead of AI", assessment.remedy),
        *_part("Beat this without AI", assessment.baseline),
        *_list("Measure", _metrics(assessment)),
        *_list("Data", _notes(assessment.data)),
        *_list("Risks", _notes(assessment.risks)),
        *_list("Open questions", [each.text for each in assessment.questions]),
    ]
    return "\n".join(lines).strip()


def _lines(triage: TriageRecord) -> Iterator[str]:
    assessment = triage.assessment
    yield f"# Triage: {as_prose(triage.title)}"
    yield f"\n**{name_verdict(triage)}.** {as_prose(assessment.verdict_text)}\n"
    yield f"Status: {STATUSES[triage.status]}. Last changed: {triage.updated_at:%Y-%m-%d}."
    yield "\n## The idea\n"
    for name, label, _ in FIELDS:
        told = str(getattr(triage.description, name))
        if told:
            yield f"- **{label}** {as_prose(told, 4_000)}"
    if assessment.scores:
        yield f"\n## Capability\n\n```\n{build_bars(assessment)}\n```\n"
        if assessment.runner_up:
            yield f"Runner-up: {name_capability(assessment.runner_up).lower()}. {as_prose(assessment.tips)}"
        yield from _list(
            "It looks like",
            [_with_source(each.text, each.source) for each in assessment.look_alikes],
        )
    yield from _list("Does it suit AI?", _suitability(assessment))
    if assessment.suitability:
        yield f"\n{RECONSTRUCTION}"
    yield from _part("Do this instead of AI", assessment.remedy)
    yield from _part("Beat this without AI", assessment.baseline)
    yield from _list("Measure", _metrics(assessment))
    yield from _part("Costs and break-even", assessment.break_even)
    yield from _list("Data", _notes(assessment.data))
    yield from _list("Risks", _notes(assessment.risks))
    yield from _list("Open questions", [each.text for each in assessment.questions])
    yield from _list(
        "From the guide", [_with_source(each.heading, each.url) for each in assessment.sections]
    )
    yield from _list("Notes", list(assessment.notices))


def _tell_verdict(triage: TriageRecord) -> str:
    assessment = triage.assessment
    share = assessment.scores.get(assessment.capability, 0.0) if assessment.capability else 0.0
    likely = f" ({round(share * 100)} %)" if share and not triage.chosen else ""
    return f"{name_verdict(triage)}{likely}. {as_prose(assessment.verdict_text)}"


def _metrics(assessment: Assessment) -> list[str]:
    metrics = assessment.metrics
    named = (
        ("Model", metrics.model),
        ("Adoption", metrics.adoption),
        ("Business", metrics.business),
        ("The worse error", metrics.worse_error),
    )
    return [f"{name}: {text}" for name, text in named if text]


def _suitability(assessment: Assessment) -> list[str]:
    return [
        f"{QUESTIONS[each.key]} {REPLIES[each.reply]}"
        + (f": “{as_prose(each.evidence)}”" if each.evidence else "")
        for each in assessment.suitability
    ]


def _notes(notes: tuple[Note, ...]) -> list[str]:
    return [f"{each.status}: {each.text}" if each.status else each.text for each in notes]


def _part(name: str, text: str) -> Iterator[str]:
    if text.strip():
        yield f"\n## {name}\n\n{as_prose(text, 4_000)}"


def _list(name: str, entries: list[str]) -> Iterator[str]:
    if entries:
        yield f"\n## {name}\n"
        yield from (f"- {as_prose(clean(entry), 1_000)}" for entry in entries)


def _with_source(text: str, source: str) -> str:
    return f"{text} ({source})" if source else text
