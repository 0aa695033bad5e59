"""Tells orders to language models from a page's own text; the patterns stand in orders.yaml."""

import codecs
import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from advisor.disguise import decoded, readings, undisguised
from advisor.injection import fill, read_patterns

_FILE = Path(__file__).with_name("orders.yaml")
# Words of orders that are looked for turned round as well: what else is turned stands beside them.
_TURNED = ("instruction", "ignore", "prompt", "disregard", "forget", "assistant", "reply")
# An order may be spread over so many lines on either side of a telling one.
_LINES_AROUND = 2
_NEW_LINE = " | "


def is_order(text: str) -> bool:
    """Whether the text tells a language model what to be, to say or to forget, openly or in disguise."""
    # The look for signs takes microseconds where a close reading takes milliseconds.
    looks = undisguised(text)
    signs = [sign for sign in _signs() if sign in looks]
    if signs:
        lines = _lines_with(signs, text)
    elif _is_coded(text):
        lines = [text]
    else:
        return False
    # Lines go on, or begin anew: an order may hang on either.
    ways = {"\n".join(lines), _NEW_LINE.join(lines)}
    return any(
        order.search(reading) for way in ways for reading in readings(way) for order in _orders()
    )


def _is_coded(text: str) -> bool:
    codes = decoded(text)
    looks = undisguised(codes) if codes else ""
    return any(sign in looks for sign in _signs())


def _lines_with(signs: Sequence[str], text: str) -> list[str]:
    """The lines with one of the signs and those around them; all lines where a sign is spread wider."""
    lines = [line for line in text.split("\n") if line.strip()]
    plain = [undisguised(line) for line in lines]
    kept: set[int] = set()
    for place, (line, after) in enumerate(pairwise([*plain, ""])):
        if any(sign in f"{line} {after}" for sign in signs):
            kept.update(range(place - _LINES_AROUND, place + 2 + _LINES_AROUND))
    return [line for place, line in enumerate(lines) if place in kept] or lines


@cache
def _signs() -> tuple[str, ...]:
    listed = " ".join(str(read_patterns(_FILE)["signs"]).split()).split("|")
    signs = (sign.lstrip() for sign in listed)
    turned = (one for word in _TURNED for one in (codecs.encode(word, "rot13"), word[::-1]))
    return tuple(undisguised(sign) for sign in (*signs, *turned))


@cache
def _orders() -> tuple[re.Pattern[str], ...]:
    # One by one they are faster than as alternatives of one pattern.
    data = read_patterns(_FILE)
    return tuple(re.compile(fill(one, data["words"]), re.IGNORECASE) for one in data["orders"])
