"""Cuts running text into sentences, by rules."""

import re

# A stop, its closing quotes, brackets and emphasis, and the space after it; CJK stops need no space.
_STOP = re.compile(r"""[.!?…]+["'”’»)\]*_`]*(?=\s)|[\u3002\uff01\uff1f]+["”’\u300d\u300f\uff09]*""")
_CJK_STOPS = "\u3002\uff01\uff1f"
_NEXT = re.compile(r"""\s*["'“‘«(\[*_`]*(\S)""")
_LAST_WORD = re.compile(r"""(?:^|[\s("'“‘\[*_`])(\S*)$""")
_ACRONYM = re.compile(r"[^\W\d_](?:\.[^\W\d_])*$")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NEVER_LAST = _words(
    "e.g i.e eg ie vs v cf viz resp incl esp approx ca al fig figs eq eqs vol pp ed eds z.B "
    "Mr Mrs Ms Dr Prof St Sr Jr Hon Rev Messrs Gen Sen Gov Fig Figs Eq Vol Cf"
)
_LATIN = _words("e.g i.e vs cf viz")
_BEFORE_NUMBER = _words("No Nos Nr no nos nr p Art Op Rs Ch Sec")
_STARTERS = _words(
    "a an the this that these those it its he she they we you i in on at for if when while but and so "
    "as with there here his her their our your my what which who how why where after before by"
)


# How far a rule looks, in characters: without a limit a long text would take forever.
_NEAR = 60
_FAR = 1000


def split_sentences(text: str) -> list[str]:
    """Returns the sentences of one paragraph in order, white space between them dropped."""
    sentences = []
    start = 0
    for stop in _STOP.finditer(text):
        if stop.start() >= start and _ends_sentence(text, start, stop):
            sentences.append(text[start : stop.end()].strip())
            start = stop.end()
    sentences.append(text[start:].strip())
    return [sentence for sentence in sentences if sentence]


def _ends_sentence(text: str, start: int, stop: re.Match[str]) -> bool:
    after = _NEXT.match(text, stop.end())
    if after is None:
        return True
    if stop.group()[0] in _CJK_STOPS:
        return True
    if after.group(1).islower() or _is_enclosed(text, start, stop.end()):
        return False
    if stop.group()[0] != "." or stop.group().startswith(".."):
        return True
    return not _is_abbreviation(text, start, stop, after)


def _is_abbreviation(text: str, start: int, stop: re.Match[str], after: re.Match[str]) -> bool:
    before = text[max(start, stop.start() - _NEAR) : stop.start()]
    found = _LAST_WORD.search(before)
    word = found.group(1) if found else ""
    following = text[after.start(1) : after.start(1) + _NEAR]
    if word in _NEVER_LAST or word.lower() in _LATIN:
        return True
    if word in _BEFORE_NUMBER:
        return following[0].isdigit()
    if word.isdigit() and before.strip(" *_") == word:
        return True  # "1. First": the number belongs to what follows.
    if _ACRONYM.match(word) and (len(word) > 1 or word.isupper()):
        return not _starts_like_a_sentence(following)  # "J. Nookula", but "vitamin C. The"
    return False


def _starts_like_a_sentence(text: str) -> bool:
    found = re.match(r"\w+", text)
    return found is not None and found.group().lower() in _STARTERS


def _is_enclosed(text: str, start: int, end: int) -> bool:
    """Whether the stop stands inside brackets or quotes that are closed later on."""
    before, rest = text[max(start, end - _FAR) : end], text[end : end + _FAR]
    for opening, closing in (("(", ")"), ("[", "]"), ("“", "”"), ("«", "»")):
        if before.count(opening) > before.count(closing) and closing in rest:
            return True
    return any(before.count(mark) % 2 == 1 and mark in rest for mark in ('"', "`"))
