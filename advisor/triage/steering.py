"""Takes out of a description what tries to steer the verdict: a description is read, never obeyed.

The patterns stand in steering.yaml.
"""

import re
from functools import cache
from pathlib import Path

import yaml

_SENTENCE = re.compile(r"[^.!?\n]*(?:[.!?](?!\s|$)[^.!?\n]*)*(?:[.!?]+|\n|$)")


# Fewer words before an order in its sentence are a part of it: "please", "and now you".
_LEAST_BEFORE = 3


def without_orders(text: str) -> tuple[str, bool]:
    """Returns the text without what orders its reader about, and whether there was any of it.

    An order goes with the rest of its sentence. Where nothing else is left the text is empty: it
    describes no problem.
    """
    sentences = [match[0] for match in _SENTENCE.finditer(text) if match[0]]
    kept = [_before_order(one) for one in sentences]
    if kept == sentences:
        return text, False
    return "".join(kept).strip(), True


def _before_order(sentence: str) -> str:
    match = _orders().search(sentence)
    if match is None:
        return sentence
    before = sentence[: match.start()]
    return before if len(before.split()) >= _LEAST_BEFORE else ""


@cache
def _orders() -> re.Pattern[str]:
    path = Path(__file__).with_suffix(".yaml")
    patterns: list[str] = yaml.safe_load(path.read_text(encoding="utf-8"))["orders"]
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
