"""The opening of an answer: the verdict or the number that the guide clearly gives, or nothing.

A wrong verdict is far worse than none: a word is only said where question and heading ask the same.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from advisor.answering.intent import Intent
from advisor.answering.sentences import Sentence
from advisor.index.release import Release
from advisor.models import Passage

# How much of a question's words (by idf) a heading must hold, and the other way round, to ask the same.
SAME_QUESTION = 0.75
# How much of a question's words a sentence and its heading must hold for its number to be the answer.
COUNTS_THE_SAME = 0.5
# A number is looked for in the best sections only.
COUNTED_SECTIONS = 2
_SAID = re.compile(r"^(?P<word>yes|no|it depends|not necessarily)\s*[,:.]\s+(?=\S)", re.IGNORECASE)
_CLOSED_HEADING = re.compile(
    r"^(?:is|are|do|does|did|can|could|should|must|will|would|may|has|have|was|were)\b", re.I
)
_NEGATION = re.compile(
    r"\b(?:not|never|no|nobody|none|nothing|without|skip\w*|avoid\w*|stop\w*|refus\w+|useless|unnecessary|needless\w*|optional|"
    r"impossible|wrong|bad|fail\w*|less|lacks?|lacking|unable|illegal|forbidden|ignor\w+|drop\w*|instead|hardly|rarely|cannot|"
    r"un\w{4,}|dis\w{5,}|mis\w{5,}|incorrect\w*|inaccura\w*|invalid|insufficient\w*|irrelevant|waste\w*|harm\w*|hurts?|pointless|dead|over|anti|non|safe|unsafe|risky|dangerous)\b|n't\b",
    re.IGNORECASE,
)
# "Is it fine?" and "is it a mistake?" have opposite answers, however alike the rest.
_JUDGEMENT = re.compile(
    r"\b(?:ok(?:ay)?|fine|alright|good|great|bad|right|wrong|mistakes?|errors?|wise|smart|clever|stupid|safe|unsafe|"
    r"risky|danger\w*|harm\w*|useful|useless|possible|impossible|enough|necessary|needless|worth|worthless|better|worse|"
    r"allowed|forbidden|legal|illegal|fair|unfair|easy|hard|difficult|important|unimportant)\b",
    re.IGNORECASE,
)
_QUANTITY = re.compile(
    r"\b(?:enough|only|always|every|all|any|completely|wholly|fully|entirely|perfect\w*|ever|alone|just|mostly|sometimes|"
    r"sufficient\w*|guarantee\w*|exactly|still|already|first|most|best|better|more)\b",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(?:if|only|unless|but|however|though|although|while|whereas|some|sometimes|may|might|maybe|perhaps|rarely|hardly|"
    r"loosely|partly|mostly|depends?|without|too|except|until|because|where|when|who|which|that|rather|instead)\b",
    re.IGNORECASE,
)
_MODALITIES = (
    (
        "need",
        re.compile(
            r"\b(?:need\w*|have to|has to|must|requir\w+|mandatory|necessary|got to)\b", re.I
        ),
    ),
    ("should", re.compile(r"\b(?:should|shall|ought|worth|wise|advisable|good idea)\b", re.I)),
    ("can", re.compile(r"\b(?:can|could|may|might|possible|able|allowed)\b", re.I)),
)
_NUMBER = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|\d[\d,.]*)\b",
    re.IGNORECASE,
)
_FAR = 3
_FILLERS = re.compile(
    r"\b(?:even|really|actually|truly|at all|anyway|honestly)\b\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Opening:
    """The sentence that an answer begins with, and the word set before it: "No", "Five" or nothing."""

    sentence: Sentence
    word: str = ""


def find_opening(
    release: Release,
    question: str,
    intent: Intent,
    sentences: Sequence[Sentence],
    passages: Sequence[Passage],
) -> Opening | None:
    """Returns what the answer begins with, where the guide clearly says a verdict or a number."""
    if intent.counted:
        return _number(release, question, intent.counted, sentences, passages)
    if intent.is_closed and passages:
        return _verdict(release, _FILLERS.sub("", question), sentences, passages[0])
    return None


def without_verdict(text: str) -> str:
    """Returns a sentence without the "No, " with which it answers its own heading."""
    match = _SAID.match(text)
    if not match:
        return text
    rest = text[match.end() :]
    return rest[:1].upper() + rest[1:]


def _verdict(
    release: Release, question: str, sentences: Sequence[Sentence], passage: Passage
) -> Opening | None:
    first = next((one for one in sentences if one.passage == 0 and one.position == 0), None)
    heading = passage.chunk.headings[-1] if passage.chunk.headings else ""
    if first and _SAID.match(first.plain) and _asks_the_same(release, question, heading):
        return Opening(first)
    for one in sentences:
        if (
            one.passage == 0
            and not one.is_doubt
            and (word := _judged(release, question, one.plain))
        ):
            return Opening(one, word)
    return None


def _asks_the_same(release: Release, question: str, heading: str) -> bool:
    """Whether a heading is the same question: the same words, polarity, quantity and modality."""
    if not _CLOSED_HEADING.match(heading):
        return False
    asked, answered = set(release.lexical.terms(question)), set(release.lexical.terms(heading))
    return (
        _share(release, asked & answered, asked) >= SAME_QUESTION
        and _share(release, asked & answered, answered) >= SAME_QUESTION
        and _signs(_NEGATION, question) == _signs(_NEGATION, heading)
        and _signs(_QUANTITY, question) == _signs(_QUANTITY, heading)
        and _signs(_JUDGEMENT, question) == _signs(_JUDGEMENT, heading)
        and _modality(question) == _modality(heading)
    )


def _judged(release: Release, question: str, sentence: str) -> str:
    """Returns "No" where the sentence denies the question's very words, "Yes" where it asserts them, else ""."""
    terms = list(dict.fromkeys(release.lexical.terms(question)))
    if not 2 <= len(terms) <= 4 or _NEGATION.search(question) or _QUANTITY.search(question):
        return ""
    # What comes after a colon explains; the verdict stands before it.
    sentence = re.split(r"[:;]\s", sentence, maxsplit=1)[0]
    said = release.lexical.terms(sentence)
    if not set(terms) <= set(said) or said.index(terms[0]) != 0:
        return ""
    places = [said.index(term) for term in terms]
    if places != sorted(places) or places[-1] - places[0] > len(terms) + 1:
        return ""
    if _modality(question) != _modality(sentence) or _HEDGE.search(sentence):
        return ""
    denials = re.findall(
        r"\b(?:is|are|was|were|do|does|did|can|should|must|need) not\b|\bcannot\b|n't\b", sentence
    )
    if len(denials) == 1 and len(_NEGATION.findall(sentence)) <= 1:
        return "No"
    return "" if denials or _NEGATION.search(sentence) or _QUANTITY.search(sentence) else "Yes"


def _number(
    release: Release,
    question: str,
    noun: str,
    sentences: Sequence[Sentence],
    passages: Sequence[Passage],
) -> Opening | None:
    """The best sentence in which a number stands right before what is counted, in a section about it."""
    wanted = release.lexical.terms(noun)
    asked = set(release.lexical.terms(question))
    found = [
        (one, number)
        for one in sentences
        if one.passage < COUNTED_SECTIONS
        and not one.is_caveat
        and _share(
            release,
            asked
            & set(release.lexical.terms(f"{passages[one.passage].chunk.heading} {one.plain}")),
            asked,
        )
        >= COUNTS_THE_SAME
        and (number := _number_of(release, wanted, one.plain))
    ]
    if not found:
        return None
    sentence, number = max(found, key=lambda pair: pair[0].score)
    opens = sentence.plain.lower().startswith(number.lower())
    return Opening(sentence, "" if opens else number[:1].upper() + number[1:])


def _number_of(release: Release, wanted: Sequence[str], sentence: str) -> str:
    if not wanted:
        return ""
    for match in _NUMBER.finditer(sentence):
        after = release.lexical.terms(" ".join(sentence[match.end() :].split()[:_FAR]))
        if (
            wanted[-1] in after
            and _share(release, set(wanted) & set(release.lexical.terms(sentence)), set(wanted))
            > 0.9
        ):
            return match[0].rstrip(".,")
    return ""


def _share(release: Release, part: set[str], whole: set[str]) -> float:
    weight = sum(release.lexical.idf(term) for term in whole)
    return sum(release.lexical.idf(term) for term in part) / weight if weight else 0.0


def _signs(pattern: re.Pattern[str], text: str) -> set[str]:
    return {match.lower() for match in pattern.findall(text)}


def _modality(text: str) -> str:
    return next((name for name, pattern in _MODALITIES if pattern.search(text)), "")
