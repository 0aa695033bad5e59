"""The open questions: missing facts that could change the verdict, the most decisive first, never guessed."""

from itertools import product

from advisor.models import OpenQuestion, Reply, SuitabilityKey
from advisor.triage.capabilities import Profile
from advisor.triage.suitability import KEYS, RemedyKind, Replies, decide

MOST_QUESTIONS = 3
KNOWN: tuple[Reply, ...] = ("yes", "no")
PROBLEM = OpenQuestion(
    "problem",
    "Which problem is it about: who has it, what do they do about it today, and what should become better?",
)
# Each is put so that "yes" speaks for AI, as the replies do.
_RULES = (
    "Is it too complex for rules: would a written list of conditions keep growing with exceptions?"
)
_WORTH = (
    "Would what this saves or earns in a month clearly exceed what building and running it costs?"
)


def open_questions(
    replies: Replies, *, remedy: RemedyKind, profile: Profile | None, people: str = ""
) -> tuple[OpenQuestion, ...]:
    """Returns at most three questions whose answer could change the verdict, the most decisive first.

    `people` is whose data it is, in the describer's words, "" where nobody's is mentioned.
    """
    unknown = [key for key in KEYS if replies.get(key, "unknown") == "unknown"]
    decisive = {key: decisiveness(key, replies, remedy=remedy) for key in unknown}
    wanted = sorted((key for key in unknown if decisive[key]), key=lambda key: -decisive[key])
    return tuple(
        OpenQuestion(key, _word(key, profile=profile, people=people))
        for key in wanted[:MOST_QUESTIONS]
    )


def decisiveness(key: SuitabilityKey, replies: Replies, *, remedy: RemedyKind) -> int:
    """Returns in how many of the possible cases the answer to this question changes the verdict.

    The cases are all answers to the other open questions, those that stay unknown included.
    """
    others = [
        other for other in KEYS if other != key and replies.get(other, "unknown") == "unknown"
    ]
    cases = product((*KNOWN, "unknown"), repeat=len(others))
    return sum(
        _changes(key, {**replies, **dict(zip(others, case, strict=True))}, remedy) for case in cases
    )


def _changes(key: SuitabilityKey, replies: Replies, remedy: RemedyKind) -> bool:
    verdicts = {
        decide({**replies, key: reply}, in_scope=True, remedy=remedy)
        for reply in (*KNOWN, "unknown")
    }
    return len(verdicts) > 1


def _word(key: SuitabilityKey, *, profile: Profile | None, people: str) -> str:
    if key == "rules":
        return _RULES
    if key == "worth":
        return _WORTH
    if key == "data":
        return (
            profile.asks_for_data
            if profile
            else "Is there enough data, and is it like that of use?"
        )
    if people:
        return f"May you use the data of {people} for this: did they agree to it, or has legal cleared it?"
    return "May you use this data for this purpose, under law, contracts and consent?"
