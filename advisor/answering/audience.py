"""For whom an answer is: which of the guide's sentences matter to them, or are plain enough."""

import re
from collections.abc import Sequence
from dataclasses import replace

from advisor.answering.form_words import NEWCOMER
from advisor.answering.sentences import Sentence

# Less than what sets sections apart: the facts stay the same, their order and the last ones may differ.
BONUS = 0.15
LONG_WORD = 12
_MONEY_AND_RISK = re.compile(
    r"\b(?:costs?|costly|cheap\w*|expensive|pricey|benefits?|worth|money|revenue|budgets?|pays?|savings?|saves?|profits?|losses|"
    r"risks?|impact|outcomes?|business|customers?|conversion|churn|reputation|legal|fines?|gdpr|kpis?|strateg\w+)\b",
    re.IGNORECASE,
)
_BUILDING = re.compile(
    r"\b(?:data|pipelines?|models?|apis?|latency|train\w*|deploy\w*|features?|code|infrastructure|production|testing|logs?|"
    r"logging|monitor\w*|parameters?|libraries|algorithms?|rules|systems?|drift|retrain\w*)\b",
    re.IGNORECASE,
)
_BUILDERS = re.compile(r"engineer|developer|\bdevs?\b|data scientist|\bcto\b", re.IGNORECASE)


def for_audience(sentences: Sequence[Sentence], audience: str) -> list[Sentence]:
    """Returns the sentences with a little more weight on those that matter to the audience."""
    if not audience:
        return list(sentences)
    return [replace(one, score=one.score + BONUS * _suits(one, audience)) for one in sentences]


def _suits(sentence: Sentence, audience: str) -> float:
    if audience == NEWCOMER:
        words = re.findall(r"\w+", sentence.plain)
        return 1.0 - sum(len(word) >= LONG_WORD for word in words) / max(len(words), 1) * 5
    cues = _BUILDING if _BUILDERS.search(audience) else _MONEY_AND_RISK
    return float(bool(cues.search(sentence.plain)))
