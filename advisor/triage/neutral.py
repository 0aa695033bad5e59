"""A text without its people's names, genders, ages and origins: what the classifier reads, so that none weighs."""

import re
from functools import cache
from pathlib import Path

import yaml

_WORDS = Path(__file__).with_suffix(".yaml")


def neutral(text: str) -> str:
    """Returns the text with persons told apart by nothing but what they do."""
    person, words, capitalised, ages = _patterns()
    text = person.sub("someone", text)
    text = ages.sub(" ", text)
    text = capitalised.sub(" ", text)
    text = words.sub(lambda match: _replacements()[match[0].lower()], text)
    return " ".join(text.split())


@cache
def _data() -> dict[str, dict[str, str] | list[str] | str]:
    data: dict[str, dict[str, str] | list[str] | str] = yaml.safe_load(
        _WORDS.read_text(encoding="utf-8")
    )
    return data


@cache
def _replacements() -> dict[str, str]:
    data = _data()["words"]
    if not isinstance(data, dict):
        raise TypeError("neutral.yaml: words is a mapping")
    return {word: new for words, new in data.items() for word in words.split("|")}


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    data = _data()
    names = "|".join(re.escape(name) for name in str(data["names"]).split())
    titles = r"(?:Mr|Mrs|Ms|Miss|Mister|Sir|Madam|Dr|Prof|Frau|Herr|Señora|Señor)\.?"
    surname = r"(?:\s+(?:(?:van|von|de|da|del|bin|al|el|der|den|dos)\s+)*[A-Z][\w'’-]+)"
    person = rf"\b(?:{titles}{surname}{{1,3}}|(?:{titles}\s+)?(?:{names}){surname}{{0,2}})(?!\w)"
    ages = r",?\s*\b(?:aged?\s+\d{1,2}|\d{1,2}[- ]years?[- ]olds?)\b,?|\((?:age\s*)?\d{2}\)"
    origins = "|".join(re.escape(name) for name in str(data["origins"]).split())
    words = "|".join(sorted((re.escape(word) for word in _replacements()), key=len, reverse=True))
    return (
        re.compile(person),
        re.compile(rf"\b(?:{words})\b", re.IGNORECASE),
        re.compile(rf"\b(?:{origins})(?:-born|-speaking)?\b(?!\s+(?:language|text|version))"),
        re.compile(ages),
    )
