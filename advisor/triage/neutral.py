"""A text without its people's names, genders, ages and origins: what the classifier reads, so that none weighs."""

import re
from collections.abc import Container, Iterable
from functools import cache
from pathlib import Path

import yaml

SOMEONE = "someone"
_WORD = re.compile(r"[^\W\d_]{2,}")
_REPEATED = re.compile(r"\bsomeone(?:[\s-]+someone)+\b")
_OPENS = re.compile(r"[.!?:;\n]\W*$")
# What follows a person who opens a sentence.
_ACTS = re.compile(
    r"['’]s\b|,? (?:and|or|has|is|was|will|would|should|could|[a-z]{2,}s)\b| [A-Z][a-z]+ [a-z]{2,}s\b"
)
# How words end that open a sentence, are rare, and are no names.
_NO_NAME = re.compile(r"(?:ing|ed|ions?|ments?|ness|ity|ies|ics|ive|able|ous|ance|ence|ly|s)$")
_WORDS = Path(__file__).with_suffix(".yaml")


def neutral(text: str, known: Container[str] | None = None) -> str:
    """Returns the text with persons told apart by nothing but what they do.

    `known` are words in lower case that are no names: with them, a capitalised word that is none of
    them counts as a name that no list of ours holds.
    """
    person, words, origins, ages = _patterns()
    text = person.sub(SOMEONE, text)
    text = ages.sub(" ", text)
    text = origins.sub(" ", text)
    if known is not None:
        text = _without_unknown_names(text, known)
    text = words.sub(lambda match: _replacements()[match[0].lower()], text)
    return _REPEATED.sub(SOMEONE, " ".join(text.split()))


def plain_words(texts: Iterable[str]) -> frozenset[str]:
    """Returns the words that these texts write in lower case: no names, that is."""
    return frozenset(
        match[0] for text in texts for match in _WORD.finditer(text) if match[0].islower()
    )


def _without_unknown_names(text: str, known: Container[str]) -> str:
    words = _WORD.findall(text)
    if sum(word.istitle() for word in words) * 2 > len(words) and len(words) > 2:
        # A headline writes every word with a capital.
        return text

    def replace(match: re.Match[str]) -> str:
        word = match[0]
        lower = word.lower()
        if not word.istitle() or lower in known or lower.removesuffix("s") in known:
            return word
        before, after = text[: match.start()], text[match.end() :]
        if not before.strip(" \t\"'“‘(*•-") or _OPENS.search(before):
            is_name = _ACTS.match(after) and not _NO_NAME.search(lower)
            return SOMEONE if is_name else word
        return SOMEONE

    return _WORD.sub(replace, text)


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
