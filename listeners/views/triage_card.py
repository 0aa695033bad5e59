"""The card of a triage: verdict, question, capability, baseline, metrics, data, risks, and what can be done."""

from collections.abc import Iterator
from dataclasses import dataclass

from advisor.database.triage_records import TriageRecord
from advisor.models import Assessment, Description, OpenQuestion
from advisor.triage.card_text import QUESTIONS, RECONSTRUCTION, VERDICTS
from advisor.triage.memory import tell_similar
from advisor.triage.questions import MOST_QUESTIONS
from listeners.mrkdwn import escape
from listeners.views.blocks import (
    Block,
    build_actions,
    build_button,
    build_context,
    build_header,
    build_section,
    cut_escaped,
    fit_blocks,
)
from listeners.views.sources import build_sources
from listeners.views.triage_controls import PROBLEM, build_controls, build_question
from listeners.views.triage_words import (
    REPLIES,
    build_bar,
    name_capability,
    percent,
    quote,
    tell,
)

SHOWN_BARS = 3
MAX_LOOK_ALIKES = 2
MAX_NOTES = 6
MAX_SECTIONS = 5
NAME_WIDTH = 17
PRIVATE = "Only you see this triage. You find it again in my Home tab."
SHARED = "Your team sees this triage. You find it again in my Home tab."
_SIGNS = {"ok": "✓", "yes": "✓", "gap": "✗", "no": "✗", "open": "?", "unknown": "?"}


@dataclass(frozen=True, slots=True)
class Remarks:
    """What is said of a triage at this moment: what changed by the last fact, and what it resembles."""

    change: str = ""
    similar: TriageRecord | None = None


def build_card(
    triage: TriageRecord, *, viewer: str, own_url: str = "", remarks: Remarks | None = None
) -> list[Block]:
    """Returns the whole card as `viewer` may see it: only its owner gets what changes it."""
    said = remarks or Remarks()
    assessment = triage.assessment
    is_owner = viewer == triage.owner
    question = next_question(assessment, triage.description) if is_owner else None
    if question and question.key == PROBLEM:
        return build_problem_first(triage, question)
    blocks = [
        *build_verdict(triage),
        *((build_context(f"*{tell(said.change)}*"),) if said.change else ()),
        *((build_memory(said.similar),) if said.similar else ()),
        *(build_question(triage, question, progress(triage)) if question else ()),
        *build_findings(
            assessment, own_url=own_url, triage_id=triage.id, asked=question.key if question else ""
        ),
        {"type": "divider"},
        *build_controls(triage, is_owner=is_owner),
        *(build_context(tell(notice)) for notice in assessment.notices[:3]),
        build_context(_describe_state(triage, is_owner=is_owner)),
    ]
    return fit_blocks(blocks)


def build_problem_first(triage: TriageRecord, question: OpenQuestion) -> list[Block]:
    """Returns what is shown while the problem is not known: no verdict, only what is asked."""
    words = build_button(
        "Describe the problem",
        action_id="triage_words",
        value=f"{triage.id}:{question.key}",
        style="primary",
    )
    return [
        build_header("First: what is the problem?"),
        build_section(
            f">{tell(triage.description.problem)}\n{tell(triage.assessment.verdict_text)}\n*{tell(question.text)}*"
        ),
        build_actions([words]),
        build_context("Whether AI fits, and which, follows from the problem. Only you see this."),
    ]


def build_memory(earlier: TriageRecord) -> Block:
    """Returns what an earlier triage came to, with the button that opens it."""
    section = build_section(tell(tell_similar(earlier)))
    return section | {
        "accessory": build_button("Open", action_id="triage_open:similar", value=earlier.id)
    }


def build_verdict(triage: TriageRecord) -> tuple[Block, ...]:
    """Returns what comes first: the verdict in one line, and the problem that it is about."""
    text = tell(_strip_verdict(triage.assessment))
    lead = f"{text[:1].upper()}{text[1:]}\n" if text else ""
    return (
        build_header(name_verdict(triage)),
        build_section(f"{lead}>{tell(triage.description.problem, 400)}"),
    )


def name_verdict(triage: TriageRecord) -> str:
    """Returns the verdict in a few words, with the capability where AI fits or somebody chose it."""
    assessment = triage.assessment
    name = VERDICTS[assessment.verdict]
    if triage.chosen:
        return f"{name} · you chose: {name_capability(triage.chosen).lower()}"
    if assessment.verdict == "ai" and assessment.capability:
        return f"{name}: {name_capability(assessment.capability).lower()}"
    return name


def _strip_verdict(assessment: Assessment) -> str:
    """The sentence of the verdict without what the header says already."""
    name = VERDICTS[assessment.verdict]
    whole = f"{name}: {name_capability(assessment.capability).lower()}."
    return assessment.verdict_text.removeprefix(whole).removeprefix(f"{name}:").strip()


def next_question(assessment: Assessment, description: Description) -> OpenQuestion | None:
    """Returns the first open question that nobody has replied to, not even with "I don't know".

    After as many replies as are asked for at most, the rest stays for the form of details.
    """
    if len(description.replies) >= MOST_QUESTIONS:
        return None
    return next(iter(_unanswered(assessment, description)), None)


def progress(triage: TriageRecord) -> str:
    """Returns which question it is of how many, such as "Question 2 of 3"."""
    told = len(triage.description.replies)
    left = len(_unanswered(triage.assessment, triage.description))
    return f"Question {told + 1} of {min(told + left, MOST_QUESTIONS)}"


def _unanswered(assessment: Assessment, description: Description) -> list[OpenQuestion]:
    told = set(description.replies)
    return [each for each in assessment.questions if each.key not in told]


def build_findings(
    assessment: Assessment, *, own_url: str = "", triage_id: str = "", asked: str = ""
) -> Iterator[Block]:
    """Yields what was found, the most useful first; a triage of nothing has nothing to show.

    `asked` is the question that the card asks already.
    """
    if assessment.verdict == "out_of_scope":
        return
    if assessment.remedy:
        yield {"type": "divider"}
        yield build_section(f"*Do this instead of AI*\n{tell(assessment.remedy)}")
    yield from _build_suitability(assessment)
    yield from _build_capability(assessment)
    yield from _build_measures(assessment)
    if assessment.data or assessment.risks:
        yield {"type": "divider"}
    yield from _build_notes("Data", assessment.data)
    yield from _build_notes("Risks", assessment.risks)
    yield from _build_open(assessment, asked=asked)
    if assessment.sections:
        yield build_context("*From the guide*")
        yield from build_sources(
            assessment.sections[:MAX_SECTIONS],
            holder=triage_id,
            action="triage_source",
            own_url=own_url,
        )


def _build_capability(assessment: Assessment) -> Iterator[Block]:
    if not assessment.scores or assessment.capability is None:
        return
    yield {"type": "divider"}
    lead = "Which capability" if assessment.verdict in ("ai", "needs_facts") else "If it were AI"
    yield build_section(f"*{lead}*\n```{build_bars(assessment)}```")
    if assessment.runner_up:
        runner_up = name_capability(assessment.runner_up).lower()
        tips = f" {tell(assessment.tips)}" if assessment.tips else ""
        yield build_context(f"*Runner-up: {runner_up}.*{tips}")
    look_alikes = [
        f"• {tell(each.text, 300)}" + (f" ({tell(each.source, 100)})" if each.source else "")
        for each in assessment.look_alikes[:MAX_LOOK_ALIKES]
    ]
    if look_alikes:
        yield build_section("\n".join(("*It looks like*", *look_alikes)))


def build_bars(assessment: Assessment) -> str:
    """Returns the probabilities as lines of one width: the first three, and all others together."""
    ranked = sorted(assessment.scores.items(), key=lambda pair: -pair[1])
    rows = [(name_capability(each), share) for each, share in ranked[:SHOWN_BARS]]
    others = ranked[SHOWN_BARS:]
    if others:
        rows.append((f"{len(others)} others", sum(share for _, share in others)))
    return "\n".join(
        f"{name:<{NAME_WIDTH}} {build_bar(share)} {percent(share)}" for name, share in rows
    )


def _build_measures(assessment: Assessment) -> Iterator[Block]:
    metrics = assessment.metrics
    fields = [
        ("Beat this without AI", assessment.baseline),
        ("The worse error", metrics.worse_error),
        ("Metric of the model", metrics.model),
        ("Metric of adoption", metrics.adoption),
        ("Metric of the business", metrics.business),
        ("Costs and break-even", assessment.break_even),
    ]
    shown = [
        {"type": "mrkdwn", "text": cut_escaped(f"*{name}*\n{tell(text)}", 2000)}
        for name, text in fields
        if text
    ]
    if shown:
        yield {"type": "divider"}
        yield {"type": "section", "fields": shown}


def _build_suitability(assessment: Assessment) -> Iterator[Block]:
    lines = [
        f"{_SIGNS[each.reply]}  {QUESTIONS[each.key]} *{REPLIES[each.reply]}*"
        + (f": {quote(each.evidence)}" if each.evidence else "")
        + (" (you said so)" if each.source == "person" else "")
        for each in assessment.suitability
    ]
    if lines:
        yield {"type": "divider"}
        yield build_section("\n".join(("*Does it suit AI?*", *lines)))
        yield build_context(tell(RECONSTRUCTION))


def _build_notes(name: str, notes: tuple[object, ...]) -> Iterator[Block]:
    lines = [_tell_note(each) for each in notes[:MAX_NOTES]]
    if lines:
        yield build_section("\n".join((f"*{name}*", *lines)))


def _tell_note(note: object) -> str:
    text, status = getattr(note, "text", ""), getattr(note, "status", "")
    if status in _SIGNS:
        return f"{_SIGNS[status]}  {tell(text, 300)}"
    return (
        f"•  *{tell(status, 40).capitalize()}:* {tell(text, 300)}"
        if status
        else f"•  {tell(text, 300)}"
    )


def _build_open(assessment: Assessment, *, asked: str) -> Iterator[Block]:
    lines = [f"•  {tell(each.text, 300)}" for each in assessment.questions if each.key != asked]
    if lines:
        yield build_section(
            "\n".join(("*Still to find out*" if asked else "*To find out*", *lines))
        )


def _describe_state(triage: TriageRecord, *, is_owner: bool) -> str:
    if not is_owner:
        return f"A triage by <@{escape(triage.owner)}>, shared with the team."
    return SHARED if triage.shared else PRIVATE


def build_opener(triage: TriageRecord) -> Block:
    """Returns the button that opens the whole triage, for whoever may see it."""
    return build_actions(
        [build_button("Open the triage", action_id="triage_open", value=triage.id)]
    )
