"""What a card says in sentences: the verdict, the notes, and the whole card as Markdown."""

from collections.abc import Iterator, Mapping

from advisor.models import Assessment, Capability, Suitability, SuitabilityKey, Verdict
from advisor.triage.capabilities import profile_of
from advisor.triage.remedies import Remedy
from advisor.triage.suitability import Replies

RECONSTRUCTION = (
    "The four questions are this guide's reconstruction of the four-step idea in Jyothi Nookula's interview, "
    "which never lists the steps."
)
NO_GUIDE = (
    "No release of the guide is live, so this card cites no sections: run `python -m ingest`."
)
EMPTY = "There is nothing to assess yet: describe the problem in a sentence, and who has it."
NO_USE_CASE = "This does not describe a use case: tell me which problem somebody has, and what should come out instead."
OTHER_LANGUAGE = (
    "I can assess descriptions in English only so far: please describe the problem in English."
)
CUT = "The description is longer than 4,000 characters; only the first 4,000 were read."
ORDERS = (
    "A part of the description tells me what to answer; it was left out: only the problem counts."
)
TECHNOLOGY_FIRST = (
    "A technology is named, but no problem yet: tell me the problem first, then I say if AI fits."
)
TRANSLATED = "The description was translated into English by a language model before it was read."
MODEL_FAILED = "The language model gave no usable reading, so the facts were read by rules alone."
DOUBT_RULES = (
    "What is told of rules and how the description reads differ: what is told counts, but check it."
)
QUESTIONS: Mapping[SuitabilityKey, str] = {
    "rules": "Too complex for rules?",
    "data": "Enough data, and like that of use?",
    "allowed": "May we use it?",
    "worth": "Worth its cost?",
}
VERDICTS: Mapping[Verdict, str] = {
    "ai": "AI fits",
    "rules_first": "Rules first",
    "not_ai": "No AI needed",
    "blocked": "Blocked",
    "too_costly": "Too costly",
    "needs_facts": "Facts are missing",
    "out_of_scope": "No use case",
}
_SOURCES = {
    "person": "answered",
    "text": "your words",
    "classifier": "as the description reads",
    "none": "nobody said",
}


def tell_verdict(
    verdict: Verdict, replies: Replies, *, capability: Capability | None, remedy: Remedy
) -> str:
    """Returns the verdict in one line, with its reason."""
    name = profile_of(capability).name.lower() if capability else ""
    if verdict == "ai":
        return f"AI fits: {name}. Build the baseline first, and let the model beat it."
    if verdict == "rules_first":
        if replies.get("rules") == "no":
            return "Rules first: a plain rule seems to do it, so no AI is needed for now."
        return f"Rules first: this is {name}, but the data is not enough yet; start with rules and log."
    if verdict == "not_ai":
        does = {"query": "a query", "form": "a form", "process": "a process"}.get(
            remedy.kind, "a simple change"
        )
        return f"No AI needed: {does} does it."
    if verdict == "blocked":
        return f"Blocked: it would be {name}, but the data may not be used for it."
    if verdict == "too_costly":
        return f"Too costly: it would be {name}, but what it brings does not exceed its cost."
    if verdict == "needs_facts":
        return f"Facts are missing: {f'it looks like {name}, but ' if name else ''}the open questions decide."
    return NO_USE_CASE


def as_markdown(assessment: Assessment, *, title: str = "Triage") -> str:
    """Returns the card as Markdown, for a file, the command line, and a summary to engineers."""
    return (
        "\n".join([f"# {title}", "", f"**{assessment.verdict_text}**", *_sections(assessment)])
        + "\n"
    )


def _sections(card: Assessment) -> Iterator[str]:
    yield from _part("Open questions", [f"- {one.text}" for one in card.questions])
    yield from _part("Capability", _tell_capability(card))
    yield from _part("Do this instead" if card.remedy else "", [card.remedy] if card.remedy else [])
    replies = [_tell_reply(one) for one in card.suitability]
    yield from _part("Four questions", [*replies, "", RECONSTRUCTION] if replies else [])
    yield from _part("Baseline to beat", [card.baseline] if card.baseline else [])
    yield from _part("Metrics", _tell_metrics(card))
    yield from _part("Data", [f"- [{note.status}] {note.text}" for note in card.data])
    yield from _part("Risks", [f"- {note.status}: {note.text}" for note in card.risks])
    yield from _part("Cost and benefit", [card.break_even] if card.break_even else [])
    yield from _part(
        "From the guide",
        [f"[{one.marker}] {one.heading} ({one.url or one.document})" for one in card.sections],
    )
    yield from _part("Notes", [f"- {notice}" for notice in card.notices])


def _part(heading: str, lines: list[str]) -> list[str]:
    return ["", f"## {heading}", *lines] if lines else []


def _tell_capability(card: Assessment) -> list[str]:
    if card.capability is None:
        return []
    ranked = sorted(card.scores.items(), key=lambda item: -item[1])
    lines = [f"- {profile_of(name).name}: {100 * score:.0f} %" for name, score in ranked[:3]]
    lines += [f"- {card.tips}"] if card.tips else []
    return [*lines, *(f"- Like: {one.text} ({one.source})" for one in card.look_alikes)]


def _tell_reply(one: Suitability) -> str:
    evidence = f": “{one.evidence}”" if one.evidence else ""
    return f"- {QUESTIONS[one.key]} {one.reply} ({_SOURCES[one.source]}{evidence})"


def _tell_metrics(card: Assessment) -> list[str]:
    named = {
        "Model": card.metrics.model,
        "Adoption": card.metrics.adoption,
        "Business": card.metrics.business,
    }
    lines = [f"- {layer}: {metric}" for layer, metric in named.items() if metric]
    return [*lines, f"- {card.metrics.worse_error}"] if card.metrics.worse_error else lines
