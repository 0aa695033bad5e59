"""What a change of a triage consists of: for its history, and for the description that an answer is added to."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any, get_args

from advisor.database.triage_records import proposed_by
from advisor.models import Assessment, Description, Reply, SuitabilityKey

# What changed, as {name: [before, after]}.
Changes = Mapping[str, list[Any]]

QUESTIONS: tuple[SuitabilityKey, ...] = get_args(SuitabilityKey)
TOLD = tuple(one.name for one in fields(Description) if one.name != "replies")
# Where the words that answer a question belong; other keys are fields themselves, or add to the problem.
FIELD_OF = {"rules": "today", "allowed": "data", "worth": "volume"}


def with_answer(
    description: Description, key: str, *, reply: Reply | None, words: str
) -> Description:
    """Returns the description with a reply to one of the four questions, and words where they belong.

    Words that were the last to be added are not added again: work that a restart interrupted is done twice.
    """
    if reply is not None:
        replies: dict[Any, Reply] = {**description.replies, key: reply}
        description = replace(description, replies=replies)
    if not words:
        return description
    name = FIELD_OF.get(key, key if key in TOLD else "problem")
    told: str = getattr(description, name)
    if told == words or told.endswith(f"\n{words}"):
        return description
    added: dict[str, Any] = {name: f"{told}\n{words}" if told else words}
    return replace(description, **added)


def told_changes(before: Description, after: Description) -> Iterator[tuple[str, list[Any]]]:
    """Yields what the describer changed, by the name of the field or `QUESTION_told`."""
    for name in TOLD:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield name, [old, new]
    for key in QUESTIONS:
        if before.replies.get(key) != after.replies.get(key):
            yield f"{key}_told", [before.replies.get(key), after.replies.get(key)]


def found_changes(before: Assessment | None, after: Assessment) -> Iterator[tuple[str, list[Any]]]:
    """Yields what triage finds otherwise than before: verdict, capability, model version, `QUESTION_found`."""
    old, new = _essence(before) if before else {}, _essence(after)
    for name, value in new.items():
        if old.get(name) != value:
            yield name, [old.get(name), value]


def _essence(assessment: Assessment) -> Mapping[str, Any]:
    replies = {f"{one.key}_found": one.reply for one in assessment.suitability}
    return {
        "verdict": assessment.verdict,
        "capability": proposed_by(assessment),
        "model_version": assessment.model_version,
        **replies,
    }
