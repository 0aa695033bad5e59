"""Reads the figures of the cost sheet from a description, where it gives numbers; nothing is assumed."""

import re
from collections.abc import Mapping
from typing import Literal

from advisor.triage.costs import Sheet
from advisor.triage.facts import amount_in, evidence_around

# A day counts as one of 30, since what runs in software runs on Sundays too.
A_MONTH: Mapping[str, float] = {
    "hour": 720.0, "day": 30.0, "week": 52 / 12, "month": 1.0, "quarter": 1 / 3, "year": 1 / 12,
}  # fmt: skip
_HOURS: Mapping[str, float] = {"s": 1 / 3600, "m": 1 / 60, "h": 1.0, "d": 8.0}
_WORDS: Mapping[str, float] = {
    "half": 0.5, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "hundred": 100,
}  # fmt: skip
_DIGITS = r"\d[\d.,]*\s?(?:(?:k|m|thousand|million)\b)?"
_COUNT = rf"(?:{_DIGITS}|half an?|an?|{'|'.join(_WORDS)})"
_PERIOD = r"(?:per|an?|each|every|/)\s?(?P<period>hour|day|week|month|quarter|year)\b"
_TIME = r"(?P<unit>s|m|h|d)(?:ec(?:ond)?s?|in(?:ute)?s?|(?:ou)?rs?|ays?)\b"
# Time and money are no decisions, nor is a number that only names something: "line 4", "twice a year".
_NO_THING = (
    r"(?!(?:sec|min|hr|EUR|USD|GBP|ct|percent|years?|months?|weeks?|days?|once|twice|times|k|m|bn|thousand|million)\b"
    r"|%|[$€£]|second|minute|hour|euro|dollar|pound|cent)"
)
_NO_NAME = r"(?<![\d.,])(?<!line )(?<!step )(?<!team )(?<!room )(?<!plant )(?<!level )(?<!version )(?<!number )"
_VOLUME = (
    re.compile(
        rf"{_NO_NAME}(?P<count>{_DIGITS})(?![\d.,])\s?{_NO_THING}"
        rf"(?:{_NO_THING}[^\W\d][\w-]*\s){{1,5}}?{_PERIOD}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_NO_NAME}(?P<count>{_DIGITS})(?![\d.,])\s?{_NO_THING}"
        rf"(?:{_NO_THING}[^\W\d][\w-]*\s){{0,4}}?(?P<period>dai|week|month|hour|year)ly\b",
        re.IGNORECASE,
    ),
)
_EACH = (
    re.compile(
        rf"(?P<count>{_COUNT})\s{_TIME}(?:\s(?:of work|of reading|to \w+))?\s"
        r"(?:each|apiece|for each|every time|(?:per|a|an|for every) (?!sec|min|hour|day|week|month|quarter|year)\w+)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:each|every|one|it|them|this|which)\b(?:\s\w+){{0,3}}?"
        rf"\s(?:takes?|costs?|needs?|eats?)(?:\s\w+){{0,3}}?\s(?P<count>{_COUNT})\s{_TIME}",
        re.IGNORECASE,
    ),
)
_WORK = re.compile(rf"(?P<count>{_COUNT})\s(?:\w+\s)?hours?\s(?:of \w+\s)?{_PERIOD}", re.IGNORECASE)
_MONEY = re.compile(
    rf"(?:(?P<sign>[$€£])\s?(?P<a>{_DIGITS})|(?P<b>{_DIGITS})\s?"
    r"(?P<name>euros?|EUR|€|\$|£|dollars?|USD|pounds?|GBP|cents?|ct)(?!\w))",
    re.IGNORECASE,
)
_SHARE = re.compile(r"(?P<percent>\d[\d.,]*)\s?(?:%|percent|per cent)", re.IGNORECASE)
_STOP = re.compile(r"(?:[.!?;\n]|,)(?!\d)|\b(?:and|but|while|whereas)\b", re.IGNORECASE)
_CURRENCIES: Mapping[str, str] = {
    "$": "dollars",
    "€": "euros",
    "£": "pounds",
    "e": "euros",
    "d": "dollars",
    "u": "dollars",
    "p": "pounds",
    "g": "pounds",
}
Role = Literal["error", "call", "fixed", "value"]
# The first that fits: "a wrong call costs 80" is about an error, not about a call of a model.
_ROLES: Mapping[Role, re.Pattern[str]] = {
    "error": re.compile(
        r"\b(?:wrong\w*|errors?|mistakes?|miss(?:ed|es|ing)?|false|returned|misrouted)\b",
        re.IGNORECASE,
    ),
    "call": re.compile(r"\b(?:API|model|LLM|GPT|inference|tokens?|prediction)\b", re.IGNORECASE),
    "fixed": re.compile(
        r"\b(?:build\w*|run(?:ning|s)?|licen[cs]es?|subscription|maint\w+|host\w*|fixed|budget|vendor|tool)\b",
        re.IGNORECASE,
    ),
    "value": re.compile(
        r"\b(?:saves?|saved|saving|worth|earns?|brings?|gain\w*|by hand|manual\w*|today|agent|clerk|person|handling|"
        r"each|per)\b",
        re.IGNORECASE,
    ),
}


def read_sheet(text: str) -> Sheet:
    """Returns the figures that the text gives; those on money keep the first currency named."""
    volume, volume_words = _read_volume(text)
    hours, hours_words = _read_hours(text, volume)
    money, currency, money_words = _read_money(text)
    return Sheet(
        volume=volume,
        value=money.get("value"),
        call=money.get("call"),
        error=money.get("error"),
        error_rate=_read_error_rate(text),
        fixed=money.get("fixed"),
        hours=hours,
        currency=currency,
        evidence=money_words or hours_words or volume_words,
    )


def _read_volume(text: str) -> tuple[float | None, str]:
    for pattern in _VOLUME:
        for match in pattern.finditer(text):
            count = _count(match["count"])
            period = {"dai": "day"}.get(match["period"].lower(), match["period"].lower())
            if count is not None and not _is_money(text, match):
                return count * A_MONTH[period], evidence_around(text, match.start(), match.end())
    return None, ""


def _read_hours(text: str, volume: float | None) -> tuple[float | None, str]:
    if match := _WORK.search(text):
        count = _count(match["count"])
        if count is not None:
            hours = count * A_MONTH[match["period"].lower()]
            return hours, evidence_around(text, match.start(), match.end())
    for pattern in _EACH:
        match = pattern.search(text)
        count = _count(match["count"]) if match else None
        if match and count is not None and volume is not None:
            hours = volume * count * _HOURS[match["unit"].lower()]
            return hours, evidence_around(text, match.start(), match.end())
    return None, ""


def _read_money(text: str) -> tuple[dict[Role, float], str, str]:
    found: dict[Role, float] = {}
    currency = words = ""
    for start, end in _parts(text):
        part = text[start:end]
        match = _MONEY.search(part)
        role = next((role for role, pattern in _ROLES.items() if pattern.search(part)), None)
        if match is None or role is None or role in found:
            continue
        amount, named = _amount(match)
        if amount is None:
            continue
        period = re.search(_PERIOD, part, re.IGNORECASE)
        if period and role == "fixed":
            amount *= A_MONTH[period["period"].lower()]
        elif period or role == "fixed":
            # What all decisions of a month bring, or a price paid once, is not on this sheet.
            continue
        found[role] = amount
        currency = currency or named
        words = words or evidence_around(text, start + match.start(), start + match.end())
    return found, currency, words


def _read_error_rate(text: str) -> float | None:
    for start, end in _parts(text):
        part = text[start:end]
        share = _SHARE.search(part)
        if share and re.search(r"\b(?:wrong\w*|errors?|mistakes?)\b", part, re.IGNORECASE):
            return min(1.0, (amount_in(share["percent"]) or 0.0) / 100)
    return None


def _parts(text: str) -> list[tuple[int, int]]:
    """Where the parts of the text stand that speak of one thing each."""
    stops = [match.start() for match in _STOP.finditer(text)]
    return list(zip([0, *stops], [*stops, len(text)], strict=True))


def _amount(match: re.Match[str]) -> tuple[float | None, str]:
    amount = amount_in(match["a"] or match["b"])
    name = match["sign"] or match["name"]
    if amount is not None and name.lower() in ("cent", "cents", "ct"):
        return amount / 100, ""
    return amount, _CURRENCIES[name[0].lower()]


def _count(words: str) -> float | None:
    if words[0].isdigit():
        return amount_in(words)
    return _WORDS.get(words.lower().split()[0])


def _is_money(text: str, match: re.Match[str]) -> bool:
    return text[max(0, match.start() - 2) : match.start()].strip()[-1:] in ("$", "€", "£")
