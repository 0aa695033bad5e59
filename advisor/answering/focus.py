"""The subject that a short, plain question names, and whether the guide speaks of it at all."""

import re
from collections.abc import Iterator, Sequence

from advisor.answering.asking import asking
from advisor.index.release import Release
from advisor.models import Passage

# A longer question tells more than its subject, and a longer subject is a description, not a name.
LONGEST_QUESTION = 14
LONGEST_SUBJECT = 4
# The passages that an answer is drawn from.
LOOKED_AT = 4
_THE = (
    r"(?:(?:the|an?|your|this|our) )?(?:(?:so[- ]called|term|concept of|idea of|principle of|book|"
    r"abbreviation|acronym|word|phrase) )*"
)
_SUBJECT = r"(?P<subject>[\w&'’.-]+(?: (?!(?:{stop})\b)[\w&'’.-]+)*?)"
_STOP = (
    r"in|for|to|and|or|on|when|with|about|of|at|by|from|as|vs|versus|compared|if|than|that|which|who|do|does|did|"
    r"can|help|helps|work|works|mean|means|say|says|is|are|was|has|have|should|used|good|add|adds|stage|score|called|named|counts|count|saving|charging"
)
_END = rf"(?=[?!.,]|$| (?:{_STOP})\b)"
_ASKS = tuple(
    re.compile(
        pattern.replace("NAME", _SUBJECT.format(stop=_STOP)).replace(
            "SUBJECT", _SUBJECT.format(stop=_STOP) + _END
        ),
        re.IGNORECASE,
    )
    for pattern in (
        rf"^what(?:.?s| is| are| was| were) {_THE}SUBJECT",
        rf"^what (?:does|do|did) {_THE}NAME(?= (?:mean|means|add|build|find|say|stand|bring|own|study)\b)",
        rf"^(?:explain|define|describe|tell me about) {_THE}SUBJECT",
        rf"^(?:how|when) (?:does|do|did) {_THE}NAME(?= (?:work|help|stage|differ|show up)\b)",
        rf"^(?:how|when) (?:do|can|should|would) (?:i|we|you|one) (?:use|apply|do|run|read|set up) {_THE}SUBJECT",
        rf"^does the guide (?:recommend|mention|cover|speak of|talk about|explain|know) {_THE}SUBJECT",
        rf"^is {_THE}NAME(?= (?:by .+ )?on the (?:reading )?list\b)",
        rf"^which capability (?:is|covers) {_THE}SUBJECT",
    )
)
_ONE_OF_ITS_KIND = re.compile(r"\b(?:the|your|this|our) $", re.IGNORECASE)
_VAGUE = re.compile(
    r"\b(?:answer|anything|bad|behind|best|better|big|called|can|case|deal|did|difference|do|"
    r"does|first|good|he|i|idea|inside|it|job|last|left|made|main|makes|matter|me|most|"
    r"name|new|next|one|ones|other|people|point|problem|question|reason|right|role|rule|"
    r"same|she|someone|something|still|stuff|term|that|them|they|thing|things|this|us|use|"
    r"way|ways|we|word|worst|wrong|you)\b",
    re.IGNORECASE,
)


def focus(text: str) -> str:
    """Returns the subject that a short, plain question names, or "" where none is clear."""
    asked = asking(text).strip()
    if len(asked.split()) > LONGEST_QUESTION or len(text.split()) > LONGEST_QUESTION + 2:
        return ""
    for pattern in _ASKS:
        if match := pattern.match(asked):
            words = match["subject"].split()
            # "the gripe with X" is a thing said of X: after "the", a name has two words.
            is_clear = len(words) > 1 or not _ONE_OF_ITS_KIND.search(
                asked[: match.start("subject")]
            )
            is_short = len(words) <= LONGEST_SUBJECT
            if is_clear and is_short and not _VAGUE.search(match["subject"]):
                return match["subject"].strip(" .'’-")
            return ""
    return ""


def missing_subject(release: Release, question: str, passages: Sequence[Passage]) -> str:
    """Returns the subject of the question if the guide does not speak of it, else ""."""
    subject = focus(question)
    terms = release.lexical.terms(subject)
    if not terms:
        return ""
    first = [one.number for one in passages if one.chunk.covered][:LOOKED_AT]
    if any(all(release.lexical.holds(term, number) for term in terms) for number in first):
        return ""
    return "" if any(_holds_phrase(release, terms)) else subject


def _holds_phrase(release: Release, terms: Sequence[str]) -> Iterator[bool]:
    """For each covered section with all the terms, whether they stand side by side in it."""
    for number, chunk in enumerate(release.chunks):
        if chunk.covered and all(release.lexical.holds(term, number) for term in terms):
            for text in (*chunk.headings, chunk.text, *chunk.asked_as):
                held = release.lexical.terms(text)
                yield any(
                    sorted(held[place : place + len(terms)]) == sorted(terms)
                    for place in range(len(held) - len(terms) + 1)
                )
