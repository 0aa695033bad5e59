"""Reads a person's answers to the four questions from JSON."""

from collections.abc import Mapping
from typing import Any

from advisor.errors import QuestionError
from advisor.models import Reply, SuitabilityKey
from advisor.triage.suitability import KEYS

_REPLIES: Mapping[Any, Reply] = {
    "yes": "yes", "no": "no", "unknown": "unknown", True: "yes", False: "no", None: "unknown",
}  # fmt: skip


def read_replies(answers: object) -> dict[SuitabilityKey, Reply]:
    """Returns the replies by question; "unknown" and null answer nothing.

    Raises:
        QuestionError: it is no object of the four questions, or one of its values is no reply.

    """
    if answers is None:
        return {}
    if not isinstance(answers, dict) or not set(answers) <= set(KEYS):
        raise QuestionError(f"The answers are an object with some of {', '.join(KEYS)}; mend it.")
    return {key: _reply(key, answers[key]) for key in KEYS if key in answers}


def _reply(key: str, value: object) -> Reply:
    if isinstance(value, str):
        value = value.strip().lower()
    if not isinstance(value, str | bool | None) or value not in _REPLIES:
        raise QuestionError(f'The answer to {key!r} is "yes", "no" or "unknown"; mend it.')
    return _REPLIES[value]
