"""The four questions of suitability, and the verdict that follows from their answers: a pure function."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from advisor.models import Reply, Suitability, SuitabilityKey, Verdict

KEYS: tuple[SuitabilityKey, ...] = ("rules", "data", "allowed", "worth")
# "rule" is one to run; "none" is where the describer's words name nothing, so that a rule stays to be found.
RemedyKind = Literal["rule", "query", "form", "process", "none"]
NO_RULE_TO_RUN: frozenset[RemedyKind] = frozenset(("query", "form", "process"))
# Below the first, rules are enough; from the second on, they are not; in between, somebody has to say.
RULES_ARE_ENOUGH = 0.4
RULES_FAIL = 0.6
# Below this probability, the text describes no use case.
IN_SCOPE = 0.5

Replies = Mapping[SuitabilityKey, Reply]


@dataclass(frozen=True, slots=True)
class Read:
    """What the text says on one question: the reply, and the describer's words for it."""

    reply: Reply
    evidence: str


def decide(replies: Replies, *, in_scope: bool, remedy: RemedyKind) -> Verdict:
    """Returns the verdict for the replies to the four questions; a question without a reply is unknown.

    A "yes" speaks for AI each time. What forbids or needs no AI goes before what is not known yet.
    """
    if not in_scope:
        return "out_of_scope"
    if replies.get("rules") == "no":
        is_plain = remedy in NO_RULE_TO_RUN or replies.get("worth") == "no"
        return "not_ai" if is_plain else "rules_first"
    if replies.get("allowed") == "no":
        return "blocked"
    if replies.get("worth") == "no":
        return "too_costly"
    if replies.get("data") == "no":
        return "rules_first"
    if any(replies.get(key, "unknown") == "unknown" for key in KEYS):
        return "needs_facts"
    return "ai"


def weigh(
    told: Mapping[SuitabilityKey, Reply],
    read: Mapping[SuitabilityKey, Read],
    *,
    ai_score: float,
) -> tuple[Suitability, ...]:
    """Returns the four answers in their order: a person's go first, then the text's, then the classifier's.

    The classifier answers only whether rules are enough; of all else it knows nothing.
    """
    return tuple(_weigh_one(key, told.get(key), read.get(key), ai_score) for key in KEYS)


def replies_of(suitability: tuple[Suitability, ...]) -> dict[SuitabilityKey, Reply]:
    """Returns the replies alone, by their key."""
    return {one.key: one.reply for one in suitability}


def too_complex_for_rules(ai_score: float) -> Reply:
    """Returns what the classifier's score says: low scores read as a plain rule, high ones as AI."""
    if ai_score < RULES_ARE_ENOUGH:
        return "no"
    return "yes" if ai_score >= RULES_FAIL else "unknown"


def confidence_in(
    suitability: tuple[Suitability, ...], *, ai_score: float, scope_score: float
) -> float:
    """Returns how sure the verdict is, from 0 to 1: as sure as scope and, where it was the judge, the classifier.

    What a person or the text says is taken as it is.
    """
    judged = next((one for one in suitability if one.key == "rules"), None)
    if judged is None or judged.source != "classifier":
        return scope_score
    return scope_score * max(ai_score, 1 - ai_score)


def _weigh_one(
    key: SuitabilityKey, told: Reply | None, read: Read | None, ai_score: float
) -> Suitability:
    if told in ("yes", "no"):
        return Suitability(key, told, source="person")
    if read is not None:
        return Suitability(key, read.reply, read.evidence, "text")
    if key == "rules":
        return Suitability(key, too_complex_for_rules(ai_score), source="classifier")
    return Suitability(key, "unknown")
