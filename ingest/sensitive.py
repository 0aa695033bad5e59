"""Secrets and personal data in pages, told with their place and masked; the patterns stand in sensitive.yaml."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, get_args

import yaml

from advisor.models import Document
from ingest.caution import Caution, Kind
from ingest.rejection import section_place

# A file of a thousand addresses is told by its first.
MOST_PER_FILE = 20
_FILE = Path(__file__).with_name("sensitive.yaml")
_FEWEST_DIGITS, _MOST_DIGITS = 9, 15
# A date has eight.
_DIGITS_IN_A_ROW = re.compile(r"\d(?:[ ()./-]{0,3}\d){8}")
# How far back the name of a password may begin.
_LOOK_BACK = 30
_FICTION = re.compile(r"555[ .-]?01\d\d$")
# Countries whose accounts have these lengths, by the registry of IBANs; others are checked by their sum alone.
_IBAN_LENGTHS = {
    "AT": 20,
    "BE": 16,
    "CH": 21,
    "DE": 22,
    "ES": 24,
    "FR": 27,
    "GB": 22,
    "IT": 27,
    "NL": 18,
    "PL": 28,
}


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: Kind
    name: str
    has: tuple[str, ...]
    pattern: re.Pattern[str]
    shown: tuple[int, int]
    check: str


@dataclass(frozen=True, slots=True)
class _Found:
    kind: Kind
    name: str
    masked: str
    start: int


def cautions_in_text(path: str, text: str) -> list[Caution]:
    """Returns what is found in a file of text, with its line."""
    found = islice(_find(text), MOST_PER_FILE)
    return [_caution(path, f"line {text.count(chr(10), 0, one.start) + 1}", one) for one in found]


def cautions_in_sections(document: Document) -> list[Caution]:
    """Returns what is found in a document of pages, with its page, slide, rows or heading."""
    found = (
        _caution(document.path, section_place(section), one)
        for section in document.sections
        for one in _find("\n".join((*section.headings[-1:], section.text)))
    )
    return list(islice(found, MOST_PER_FILE))


def _caution(path: str, place: str, found: _Found) -> Caution:
    masked = f" ({found.masked})" if found.masked else ""
    return Caution(path, found.kind, f"{place}: looks like {found.name}{masked}")


def _find(text: str) -> Iterator[_Found]:
    """The findings of each rule, each value once; of two rules that find the same, the first counts."""
    looks = text.lower()
    has_digits = bool(_DIGITS_IN_A_ROW.search(text))
    seen: set[str] = set()
    taken: list[tuple[int, int]] = []
    for rule in _rules():
        if not (any(word in looks for word in rule.has) if rule.has else has_digits):
            continue
        for match in rule.pattern.finditer(text):
            value = match.group()
            within = any(start < match.end() and match.start() < end for start, end in taken)
            if value in seen or within or not _CHECKS[rule.check](match):
                continue
            seen.add(value)
            taken.append(match.span())
            yield _Found(rule.kind, rule.name, _masked(match, rule), match.start())


def _masked(match: re.Match[str], rule: _Rule) -> str:
    if rule.check == "address":
        return f"{match['name'][0]}…@{match['host']}"
    value = match.group().strip()
    front, end = rule.shown
    if not front and not end:
        return ""
    return f"{value[:front]}…{value[len(value) - end :]}"


@cache
def _rules() -> tuple[_Rule, ...]:
    data = _data()
    return tuple(
        _Rule(
            kind=kind,
            name=str(entry["name"]),
            has=tuple(entry.get("has", ())),
            pattern=re.compile(entry["pattern"]),
            shown=tuple(entry.get("shown", (0, 0))),
            check=str(entry.get("check", "any")),
        )
        for kind in get_args(Kind)
        for entry in data.get(kind, ())
    )


@cache
def _data() -> Mapping[str, Any]:
    data: Mapping[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return data


def _value(match: re.Match[str]) -> str:
    return str(match["value"]) if "value" in match.re.groupindex else match.group()


def _is_unlike_example(match: re.Match[str]) -> bool:
    value = _value(match).lower()
    return not any(word in value for word in _data()["examples"])


def _is_mixed(match: re.Match[str]) -> bool:
    """Letters and digits, and no word that tells an example: prose after `password:` is no secret."""
    value = _value(match)
    is_mixed = any(map(str.isdigit, value)) and any(map(str.isalpha, value))
    return is_mixed and len(set(value)) > 5 and _is_unlike_example(match)


def _is_named(match: re.Match[str]) -> bool:
    """Whether what stands before the sign is the name of a secret, and what comes after may be one."""
    before = match.string[max(0, match.start() - _LOOK_BACK) : match.start()].lower()
    return before.rstrip(" \"'`*").endswith(tuple(_data()["names"])) and _is_mixed(match)


def _is_address(match: re.Match[str]) -> bool:
    host, name = match["host"].lower(), match["name"].lower()
    hosts = _data()["example_hosts"]
    is_example = any(host == one or host.endswith(f".{one}") for one in hosts)
    return not is_example and name not in _data()["example_names"]


def _is_phone(match: re.Match[str]) -> bool:
    digits = _digits(match)
    return _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS and not _FICTION.search(match.group())


def _is_iban(match: re.Match[str]) -> bool:
    value = match.group().replace(" ", "")
    if len(value) != _IBAN_LENGTHS.get(value[:2], len(value)) or not 15 <= len(value) <= 34:
        return False
    turned = value[4:] + value[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def _is_social(match: re.Match[str]) -> bool:
    """Whether the number can have been given out, and is not the end of a longer one."""
    area, group, serial = match.group().split("-")
    given = area not in ("000", "666") and area < "900" and group != "00" and serial != "0000"
    return given and not _continues(match)


def _continues(match: re.Match[str]) -> bool:
    return match.string[max(0, match.start() - 1) : match.start()] in ("-", ".")


def _is_card(match: re.Match[str]) -> bool:
    digits = _digits(match)
    is_example = len(set(digits)) < 3 or digits in _data()["example_cards"]
    if not 13 <= len(digits) <= 19 or is_example or _continues(match):
        return False
    doubled = [int(sign) * (1 + place % 2) for place, sign in enumerate(reversed(digits))]
    return sum(number - 9 * (number > 9) for number in doubled) % 10 == 0


def _digits(match: re.Match[str]) -> str:
    return "".join(sign for sign in match.group() if sign.isdigit())


_CHECKS: Mapping[str, Callable[[re.Match[str]], bool]] = {
    "any": lambda _match: True,
    "unlike_example": _is_unlike_example,
    "mixed": _is_mixed,
    "named": _is_named,
    "address": _is_address,
    "phone": _is_phone,
    "iban": _is_iban,
    "card": _is_card,
    "social": _is_social,
}
