"""What never belongs into an answer: links, mentions, markup, secrets, odd signs, talk about the assistant itself."""

import re
import unicodedata
from functools import lru_cache

_MAIL = re.compile(
    r"[\w.+-]+\s?(?:@|\uff20|\(at\)|\[at\])\s?[\w-]+(?:\.|\s?\(dot\)\s?|\[dot\])[a-z]{2,}",
    re.IGNORECASE,
)
_SCHEME = re.compile(
    r"\b[a-z][a-z0-9+.-]{1,20}:/{1,2}\S|\b(?:mailto|tel|sms|javascript|vbscript|data|file|slack):(?=\S)"
    r"|(?<![\w/])//[\w-]+\.\w|\bhxxps?\b",
    re.IGNORECASE,
)
_MARKDOWN_LINK = re.compile(r"\]\s?\(|!\[|\]:|\]\s?\[(?!\d)|<(?:https?|mailto)", re.IGNORECASE)
_DOMAIN = re.compile(
    r"(?<![\w@])(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24}(?![\w-])(?:/\S*)?", re.IGNORECASE
)
# What has a stop inside and is no address.
_ABBREVIATION = re.compile(r"(?:[a-z]\.)+[a-z]", re.IGNORECASE)
_MENTION = re.compile(r"<[!@#]|[@\uff20]\w|@\s?(?:channel|here|everyone|group)\b", re.IGNORECASE)
_MARKUP = re.compile(r"<\s*/?[a-z!?][^\n]*|&(?:#\w+|[a-z]+);|</|/>", re.IGNORECASE)
_CODE = re.compile(r"```|~~~|\{\{|\}\}|\$\(|^ {0,3}#{1,6}\s", re.MULTILINE)
_SECRETS = re.compile(
    r"\b(?:sk|pk|rk)[-_][\w-]{8,}|\bxox[a-z]-[\w-]+|\bxapp-[\w-]+|\bgh[pousr]_\w{10,}|\bgithub_pat_\w+|\bAKIA[0-9A-Z]{8,}"
    r"|\bAIza[\w-]{20,}|\beyJ[\w-]{8,}\.|\bglpat-[\w-]+|\bBearer\s+\S{8,}|-----BEGIN"
    r"|\b(?:password|passwd|api[ _-]?key)\s*(?:is|=|:)\s*\S|\b(?:secret|token)\s*[=:]\s*\S"
    r"|\b(?=[\w+/-]*\d)(?=[\w+/-]*[A-Za-z])[A-Za-z0-9+/_-]{24,}={0,2}|\b[0-9a-f]{16,}\b"
    r"|\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,}",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\w.])(?:\+|00)?\(?\d[\d\s()./-]{6,}\d(?!\w)")
FEWEST_PHONE_DIGITS = 8
_ITSELF = re.compile(
    r"\b(?:system (?:prompt|message)|my (?:instructions|rules|prompt|guidelines|system)"
    r"|as an ai (?:language )?(?:model|assistant)"
    r"|language model,? i|i(?:'|’)?m an? (?:ai|assistant|bot|language)|i am an? (?:ai|assistant|bot|language)"
    r"|i (?:was|am|have been|(?:'|’)ve been) (?:told|instructed|programmed|asked)|ignore (?:all|the|any|previous)"
    r"|(?:previous|above|these|following) (?:instructions|rules)|NOT_COVERED|you answer questions of)\b|={3,}|<\|",
    re.IGNORECASE,
)
_INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Cn"}
_PLAIN_CONTROLS = "\n\t"
# With these, scripts such as Persian and Hindi part and join the letters of a word.
_JOINERS = "\u200c\u200d"
# Scripts whose letters look like each other's.
_ALIKE = frozenset(("LATIN", "CYRILLIC", "GREEK"))
# As many words in a row are no accident.
LEAKED_WORDS = 6


def find_foreign(sentence: str, cited: str, *, own_url: str = "") -> str:
    """Returns which rule the sentence breaks by what it carries, or an empty text.

    What stands in the cited text is no foreign address: "Jua.ai" may be a company's name.
    """
    if own_url:
        sentence = re.sub(rf"{re.escape(own_url.rstrip('/'))}[/#?][\w/#?.=-]*", "", sentence)
    rules = (
        ("personal_data", _MAIL.search(sentence) or _has_phone(sentence)),
        ("secret", _SECRETS.search(sentence)),
        ("link", _has_link(sentence, cited)),
        ("mention", _MENTION.search(sentence)),
        ("markup", _MARKUP.search(sentence) or _CODE.search(sentence)),
        ("about_itself", _ITSELF.search(sentence)),
    )
    return next((rule for rule, broken in rules if broken), "")


def has_odd_signs(sentence: str, cited: str, *, scripts: frozenset[str] = frozenset()) -> bool:
    """Whether it has invisible signs, letters that look like others, or of a script other than Latin and `scripts`."""
    before = ""
    for sign in sentence:
        if not (sign in _PLAIN_CONTROLS or sign in cited or _belongs_to(sign, before, scripts)):
            if unicodedata.category(sign) in _INVISIBLE or unicodedata.combining(sign):
                return True
            is_letter = sign.isalnum() and not sign.isascii() and _script(sign) not in scripts
            if is_letter and unicodedata.normalize("NFKC", sign) != sign:
                return True
            if is_letter and _script(sign) != "LATIN":
                return True
        before = sign
    return any(
        len(_ALIKE.intersection(map(_script, word))) > 1
        for word in re.findall(r"[^\W\d_]{2,}", sentence)
        if not word.isascii()
    )


def _belongs_to(sign: str, before: str, scripts: frozenset[str]) -> bool:
    """Whether it is a vowel sign or a joiner of one of the scripts, after a sign of that script."""
    if not before or _script(before) not in scripts:
        return False
    return sign in _JOINERS or (unicodedata.category(sign) == "Mn" and _script(sign) in scripts)


def leaks(sentence: str, instructions: str, cited: str) -> bool:
    """Whether the sentence repeats so many words in a row of the instructions, other than from its sources."""
    own = _line(sentence)
    told, given = f" {' '.join(_line(instructions))} ", f" {' '.join(_line(cited))} "
    for start in range(len(own) - LEAKED_WORDS + 1):
        row = f" {' '.join(own[start : start + LEAKED_WORDS])} "
        if row in told and row not in given:
            return True
    return False


def _has_link(sentence: str, cited: str) -> bool:
    if _SCHEME.search(sentence) or _MARKDOWN_LINK.search(sentence):
        return True
    known = cited.lower()
    return any(
        not _ABBREVIATION.fullmatch(found.group(0)) and found.group(0).lower() not in known
        for found in _DOMAIN.finditer(sentence)
    )


def _has_phone(sentence: str) -> bool:
    return any(
        sum(sign.isdigit() for sign in found.group(0)) >= FEWEST_PHONE_DIGITS
        and not re.fullmatch(r"\d{4}\s?[-/]\s?\d{4}", found.group(0))
        for found in _PHONE.finditer(sentence)
    )


def _script(letter: str) -> str:
    return unicodedata.name(letter, "UNKNOWN").split(" ")[0]


@lru_cache(maxsize=64)
def _line(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.lower()))
