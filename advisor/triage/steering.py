"""Takes out of a description what tries to steer the verdict: a description is read, never obeyed.

The patterns stand in steering.yaml.
"""

import re
from functools import cache
from pathlib import Path

import yaml

_SENTENCE = re.compile(r"[^.!?\n]*(?:[.!?](?!\s|$)[^.!?\n]*)*(?:[.!?]+|\n|$)")


def without_orders(text: str) -> tuple[str, bool]:
    """Returns the text without the sentences that order the reader about, and whether there were any.

    Where nothing else is left the text is empty: it describes no problem.
    """
    sentences = [match[0] for match in _SENTENCE.finditer(text) if match[0]]
    kept = [one for one in sentences if not _steers(one)]
    if len(kept) == len(sentences):
        return text, False
    return "".join(kept).strip(), True


def _steers(sentence: str) -> bool:
    return bool(_orders().search(sentence))


@cache
def _orders() -> re.Pattern[str]:
    path = Path(__file__).with_suffix(".yaml")
    patterns: list[str] = yaml.safe_load(path.read_text(encoding="utf-8"))["orders"]
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
