"""The readings of a text that was written to be misread: look-alike letters, leet, codes, hidden characters."""

import base64
import binascii
import codecs
import html
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

# Shorter runs are words: no English word of 16 letters decodes to readable text.
SHORTEST_BLOB = 16
READABLE_SHARE = 0.85
HIDDEN_RUN = 8
_BLOB = re.compile(rf"[A-Za-z0-9+/_-]{{{SHORTEST_BLOB},}}={{0,2}}|[A-Za-z0-9+/]{{9,}}={{1,2}}")
_HEX = re.compile(r"(?:(?:\\x|0x|\b)?[0-9a-f]{2}[\s:,]?){8,}", re.IGNORECASE)
_BINARY = re.compile(r"(?:\b[01]{7,8}\b[\s,]*){4,}")
_ESCAPED = re.compile(r"(?:\\u[0-9a-f]{4}|&#x?[0-9a-f]{2,6};|%[0-9a-f]{2}){4,}", re.IGNORECASE)
_MORSE = re.compile(r"(?:[.·\-–]{1,5}(?:\s+|\s*/\s*|$)){8,}")
_SPACED_OUT = re.compile(r"(?<!\w)(?:\w[ .\-_*·]{1,3}){7,}\w(?!\w)")
# What each code has; most pages have none of it.
_CODE = re.compile(
    r"[A-Za-z0-9+/_-]{16}|[A-Za-z0-9+/]=|[0-9a-fA-F]{2}[\s:,]?[0-9a-fA-F]{2}[\s:,]?[0-9a-fA-F]{2}[\s:,]?[0-9]|"
    r"[01]{7}|0x[0-9a-fA-F]|\\[ux]|&#|%[0-9a-fA-F]{2}%"
)
_TELLING = re.compile(
    r"ignore|instruct|prompt|reveal|system|print|forget|pretend|secret|token|passw|repl(?:y|ies)|answer|"
    r"say |write|rules|admin|channel|you are|http",
    re.IGNORECASE,
)
# A word of letters with a digit or sign for some: "1gn0re".
_LEET_WORD = re.compile(r"(?=\S*[013457@$!|])(?=\S*[A-Za-z])\S+")
_LEET = str.maketrans("013457@$!|", "oieastasil")
# Cyrillic and Greek letters that are drawn like Latin ones.
_TWINS = str.maketrans("аеорсухіјѕԁһԛԝвнкмтАВЕКМНОРСТУХІЈЅοαειυνρτχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
                       "aeopcyxijsdhqwbhkmtABEKMHOPCTYXIJSoaeiuvptxABEZHIKMNOPTYX")  # fmt: skip
# The same by sound, as in a word of two scripts: "Igнore".
_SOUNDS = str.maketrans("абвгдезиклмнопрстуфхы", "abvgdeziklmnoprstufhy")
_CONTROLS = dict.fromkeys(number for number in range(32) if chr(number) not in "\t\n\r")
_INVISIBLE = frozenset(("Cc", "Cf", "Co", "Cs"))
_LATIN_END = "\u0370"
_REGIONAL_A, _TAG_START, _TAG_END = 0x1F1E6, 0xE0020, 0xE007E


def plain_form(text: str) -> str:
    """Returns the text as it looks: compatibility forms folded, invisible characters gone."""
    folded = unicodedata.normalize("NFKC", text).translate(_CONTROLS)
    if not folded.isascii():
        folded = "".join(
            one for one in folded if one.isascii() or unicodedata.category(one) not in _INVISIBLE
        )
    return " ".join(folded.split())


def readings(text: str) -> Iterator[str]:
    """Yields the text as it looks, and as it reads without accents, twins, leet, codes or turned round."""
    looks = plain_form(text)
    yield looks
    seen = {looks}
    for reading in _other_readings(text, looks):
        if reading and reading not in seen:
            seen.add(reading)
            yield reading


def undisguised(text: str) -> str:
    """Returns the text in small letters without accents, look-alikes and leet: for a first look for words."""
    looks = text
    if not text.isascii():
        looks = unicodedata.normalize("NFKD", text.replace("’", "'"))
        if all(one < _LATIN_END or "\u2000" <= one < "\u2e80" for one in set(looks)):
            looks = looks.encode("ascii", "ignore").decode()
        else:
            looks = f"{_without_accents(plain_form(looks)).translate(_TWINS)} {_hidden(text)} {_letters_of_flags(text)}"
    return " ".join(looks.casefold().translate(_LEET).split())


def decoded(text: str) -> str:
    """Returns what the codes in the text say, and nothing for most texts."""
    return " ".join(_decoded(plain_form(text))) if _CODE.search(text) else ""


def is_coded(text: str) -> bool:
    """Whether a part of the text is a code for something readable, or has its letters drawn apart."""
    looks = plain_form(text)
    return (
        any(True for _ in _decoded(looks))
        or any({".", "-"} <= set(match[0]) for match in _MORSE.finditer(looks))
        or any(len(set(match[0])) > 5 for match in _SPACED_OUT.finditer(looks))
        or (not text.isascii() and len(_hidden(text)) >= HIDDEN_RUN)
    )


def _other_readings(text: str, looks: str) -> Iterator[str]:
    bare = looks
    if not text.isascii():
        bare = _without_accents(looks)
        yield bare
        yield bare.translate(_TWINS)
        yield bare.casefold().translate(_SOUNDS)
        yield _letters_of_flags(text)
        yield _hidden(text)
    yield _LEET_WORD.sub(lambda word: word[0].translate(_LEET), bare)
    if "%" in looks or "&" in looks:
        yield html.unescape(unquote(looks))
    turned = (
        codecs.encode(looks, "rot13"),
        looks[::-1],
        " ".join(word[::-1] for word in looks.split()),
    )
    # Turned round, hardly any text makes words: most need no second look.
    yield from (reading for reading in turned if _TELLING.search(reading))
    yield from _decoded(looks)


def _without_accents(text: str) -> str:
    parts = unicodedata.normalize("NFD", text)
    return "".join(one for one in parts if unicodedata.category(one) != "Mn")


def _letters_of_flags(text: str) -> str:
    if not any(_REGIONAL_A <= ord(one) < _REGIONAL_A + 26 for one in text):
        return ""
    return "".join(
        chr(ord(one) - _REGIONAL_A + ord("a"))
        if _REGIONAL_A <= ord(one) < _REGIONAL_A + 26
        else one
        for one in text
    )


def _hidden(text: str) -> str:
    """What stands in tag characters, which nobody sees."""
    return "".join(
        chr(ord(one) - _TAG_START + 0x20) for one in text if _TAG_START <= ord(one) <= _TAG_END
    )


def _decoded(text: str) -> Iterator[str]:
    """Yields what base64, hexadecimal, binary and escaped stretches of the text say."""
    for match in _BLOB.finditer(text):
        yield from _readable(_from_base64(match[0]))
    for match in _HEX.finditer(text):
        digits = re.sub(r"\\x|0x|[^0-9a-f]", "", match[0].lower())
        yield from _readable(bytes.fromhex(digits[: len(digits) // 2 * 2]))
    for match in _BINARY.finditer(text):
        yield from _readable(bytes(int(bits, 2) for bits in re.findall(r"[01]{7,8}", match[0])))
    for match in _ESCAPED.finditer(text):
        yield from _readable(_unescaped(match[0]).encode())


def _from_base64(blob: str) -> bytes:
    body = blob.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(body + "=" * (-len(body) % 4))
    except (binascii.Error, ValueError):
        return b""


def _unescaped(text: str) -> str:
    shown = html.unescape(unquote(text))
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), shown, flags=re.I)


def _readable(data: bytes) -> Iterator[str]:
    """The bytes as text, if nearly all of it is letters and blanks."""
    try:
        text = data.decode("utf-8").strip()
    except UnicodeDecodeError:
        return
    letters = sum(one.isalpha() or one == " " for one in text)
    if len(text) >= 6 and text.isprintable() and letters >= READABLE_SHARE * len(text):
        yield text
