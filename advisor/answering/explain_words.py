"""An explanation in words that a product manager understands, for a modal and for the command line."""

from collections import Counter
from dataclasses import dataclass

from advisor.answering.explain import Check, Explanation, ReadPassage

SCORES = (
    "A passage's score adds its nearness in meaning (cosine) and the rare words that it shares with the question; "
    "in a guide without other wordings, a heading in the question's very words adds to it."
)
MOST = 0.99
_RULES = {
    "greeting": "a greeting",
    "thanks": "thanks",
    "farewell": "a farewell",
    "help": "a question about what I can do",
    "stored": "a question about what I store",
    "glossary": "a term that the guide's glossary defines",
    "stack": "an exact look-up in the guide's table of tools",
    "resources": "an exact look-up in the guide's list of resources",
    "unread_language": "a question in a language in which I cannot search",
    "chit_chat": "small talk",
    "off_topic": "a subject that the guide is not about",
    "injection": "a message that tries to change how I work",
}
_REASONS = {
    "no_citation": "it named no source",
    "unknown_citation": "it named a source that was not given",
    "link": "it held a link",
    "unsupported_number": "its source does not hold its number",
}
_EVIDENCE = {
    "wording": "nearness of the best wording in which people ask (up to 1)",
    "body": "nearness of the best passage's text (up to 1)",
    "sentence": "nearness of the best sentence (up to 1)",
    "lexical": "words shared with the best passage",
    "coverage": "share of the question's words that the best passages hold",
    "unknown": "share of the question's words that the guide never uses",
    "lead": "how much nearer it is than what the guide says it does not cover",
    "score_lead": "by how much the best passage scores more than what is not covered",
    "margin": "how far the fifth passage lies behind the best",
    "agreement": "share of the best five passages that come from one page",
}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A heading and its lines, as plain text without any markup."""

    heading: str
    lines: tuple[str, ...]


def tell(explanation: Explanation) -> tuple[Paragraph, ...]:
    """Returns how it was answered, how sure that is, and what was checked; passages are told apart."""
    told = (
        Paragraph("How it was answered", _tell_method(explanation)),
        Paragraph("How sure it is", _tell_estimate(explanation)),
        Paragraph("What was checked", _tell_checks(explanation)),
    )
    return tuple(paragraph for paragraph in told if paragraph.lines)


def tell_scores(passage: ReadPassage) -> str:
    """Returns a passage's scores in a line."""
    use = f"cited as [{passage.marker}]" if passage.marker else "read, not cited"
    if not passage.cosine and not passage.words:
        return f"{use}; an exact look-up"
    return (
        f"{use}; score {passage.score:.2f} (cosine {passage.cosine:.2f}, words {passage.words:.2f})"
    )


def _tell_method(explanation: Explanation) -> tuple[str, ...]:
    lines = [_method(explanation)]
    if explanation.form:
        lines.append(f"In the form asked for: {explanation.form}.")
    if explanation.language:
        lines.append(f"The question was read as {explanation.language}; the guide is in English.")
    source = f"From release {explanation.release} of the guide, in" if explanation.release else "In"
    lines.append(f"{source} {_duration(explanation.milliseconds)}.")
    return tuple(lines)


def _method(explanation: Explanation) -> str:
    if explanation.rule:
        matter = _RULES.get(explanation.rule, explanation.rule.replace("_", " "))
        if explanation.outside is not None:
            sure = _percent(explanation.outside)
            return f"Not searched for: it reads like {matter} ({sure} sure that it is none for the guide)."
        return f"By a fixed rule, for {matter}: no search for passages decides it, and no model."
    if explanation.abstained:
        return "Not answered, because the guide does not seem to cover the question."
    if explanation.method == "llm":
        return (
            f"Written by the language model {explanation.model} from the passages below.".replace(
                "  ", " "
            )
        )
    return "Quoted from the guide, word for word, without a language model."


def _tell_estimate(explanation: Explanation) -> tuple[str, ...]:
    if explanation.probability is None:
        return ()
    line = f"How sure: {_percent(explanation.probability)}"
    if explanation.threshold is not None:
        line += f" (answers below {_percent(explanation.threshold)} are refused)"
    weighed = [
        f"• {_EVIDENCE.get(name, name.replace('_', ' '))}: {value:.2f}"
        for name, value in explanation.evidence
    ]
    return (f"{line}.", *(["The estimate weighs:", *weighed] if weighed else []))


def _tell_checks(explanation: Explanation) -> tuple[str, ...]:
    if not explanation.checks:
        quoted = explanation.method == "extractive" and not explanation.abstained
        return ("Nothing had to be checked: every sentence is the guide's own.",) if quoted else ()
    counts = Counter(check.verdict for check in explanation.checks)
    total = ", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items()))
    cut = [f"• {_tell_check(check)}" for check in explanation.checks if check.verdict != "kept"]
    return (f"Sentences of the language model: {total}.", *cut)


def _tell_check(check: Check) -> str:
    reason = _REASONS.get(check.reason, check.reason.replace("_", " ")) or "it broke a rule"
    return f"Sentence {check.sentence} was {check.verdict}: {reason}."


def _percent(share: float) -> str:
    """A whole number; an estimate is never quite certain."""
    if share > MOST:
        return f"more than {MOST:.0%}".replace("%", " %")
    return f"{max(1, round(100 * share))} %"


def _duration(milliseconds: float) -> str:
    return (
        f"{milliseconds / 1000:.1f} seconds" if milliseconds >= 1000 else f"{milliseconds:.0f} ms"
    )
