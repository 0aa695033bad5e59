"""Reads a person's answers to the four questions, from JSON and from words."""

import re
from collections.abc import Mapping
from typing import Any, cast

from advisor.errors import QuestionError
from advisor.models import Reply, SuitabilityKey
from advisor.triage.suitability import KEYS

_REPLIES: Mapping[Any, Reply] = {
    "yes": "yes", "no": "no", "unknown": "unknown", True: "yes", False: "no", None: "unknown",
}  # fmt: skip

_YES = re.compile(
    r"\W*(?:yes|yep|yeah|yup|sure|of course|definitely|certainly|absolutely)\b", re.IGNORECASE
)
_NO = re.compile(r"\W*(?:no|nope|not at all|certainly not|definitely not)\b", re.IGNORECASE)
# What follows takes the answer back, or begins another sentence: "no idea", "no labels, but a million mails".
_QUALIFIED = re.compile(
    r"\b(?:but|only|except|unless|if|not sure|maybe|perhaps|probably|think|guess|partly|partially|some|however|though"
    r"|yet|until|once|depends?)\b|\?",
    re.IGNORECASE,
)
_ENDED = re.compile(r"\s*(?:$|[.,;:!\u2013\u2014-])")


def reply_in(words: str) -> Reply | None:
    """Returns the yes or no with which an answer in words begins, None where it has none or takes it back."""
    for pattern, reply in ((_YES, "yes"), (_NO, "no")):
        match = pattern.match(words)
        if match and _ENDED.match(words, match.end()):
            is_plain = not _QUALIFIED.search(words, match.end())
            return cast("Reply", reply) if is_plain else None
    return None


def is_bare(words: str) -> bool:
    """Returns whether an answer in words is its yes or no alone."""
    return any(not re.search(r"\w", pattern.sub("", words, count=1)) for pattern in (_YES, _NO))


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
