"""What a model writes, as it comes: its signs made uniform, cut into sentences, its citations written one way."""

import re

# What a model is told to write where the passages do not answer.
NOT_COVERED = "NOT_COVERED"
MARKER = re.compile(r"\[(\d{1,2})\]")
# A range longer than this cites nothing in particular.
LONGEST_RANGE = 5
# Blanks and dashes that models like, and the brackets that some of them cite in.
_TWINS = str.maketrans(
    dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u200a\u202f", " ")
    | dict.fromkeys("\u2010\u2011", "-")
    | dict.fromkeys("【\uff3b\u3014", "[")
    | dict.fromkeys("】\uff3d\u3015", "]")
    | {"\r": "\n", "\u2028": "\n", "\u2029": "\n", "\u00ad": ""}
)
_GROUP = r"\[\s*\^?(?:passages?|sources?)?\s*\d[\d\s,;–-]*(?:†[^\[\]\n]{0,40})?\]"
_CITATION = re.compile(_GROUP, re.IGNORECASE)
_RANGE = re.compile(r"(\d+)\s*[–-]\s*(\d+)|(\d+)")
# A stop that is not an abbreviation's or a list number's, its markers, and the beginning of what follows: until that
# has come, more markers may.
_SENTENCE_END = re.compile(
    r"(?:(?<=[.!?\u0964\u061f\u06d4])|(?<=[.!?][”\"'’»)*]))"
    r"(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bvs\.)(?<!\betc\.)(?<!\bcf\.)(?<!\bNo\.)(?<!^\d\.)(?<!^\d\d\.)"
    rf"(?:\s*{_GROUP})*(?=\s+[^\s\[])(?!\s+(?-i:[a-z]))"
    # Chinese and Japanese, whose stops these are, put no blanks between sentences.
    rf"|(?<=[\u3002\uff01\uff1f])(?:\s*{_GROUP})*(?=\s*[^\s\[])",
    re.IGNORECASE | re.MULTILINE,
)
_FINISHED = re.compile(r"(?:[.!?:|\u0964\u061f\u06d4\u3002\uff01\uff1f][”\"'’»)*]*|\])\s*$")


def tidy(piece: str) -> str:
    """Returns a piece of text with plain blanks, line ends, hyphens and square brackets, sign by sign."""
    return piece.translate(_TWINS)


def split_written(text: str) -> tuple[list[str], str]:
    """Returns the finished sentences of a text that is still being written, and the rest.

    A sentence's markers may stand before or after its full stop; a line break ends a list item.
    """
    finished: list[str] = []
    rest = text
    while (cut := _first_end(rest)) is not None:
        finished.append(rest[:cut])
        rest = rest[cut:]
    return finished, rest


def unify_markers(sentence: str) -> str:
    """Returns the sentence with its citations as [1][2]: from [1, 2], [1-3], [source 2] and the like."""
    return _CITATION.sub(lambda group: _unified(group.group(0)), sentence)


def is_finished(sentence: str) -> bool:
    """Whether the last sentence of a text ends like one: by a stop, a citation or a table's bar."""
    return bool(_FINISHED.search(sentence)) or NOT_COVERED in sentence


def _unified(group: str) -> str:
    numbers: list[int] = []
    for first, last, single in _RANGE.findall(group.split("†")[0]):
        if single:
            numbers.append(int(single))
        elif 0 <= int(last) - int(first) < LONGEST_RANGE:
            numbers.extend(range(int(first), int(last) + 1))
        else:
            return group
    return "".join(f"[{number}]" for number in dict.fromkeys(numbers))


def _first_end(text: str) -> int | None:
    line_end = text.find("\n", len(text) - len(text.lstrip("\n")))
    match = _SENTENCE_END.search(text)
    ends = [end for end in (match.end() if match else -1, line_end) if end > 0]
    return min(ends) if ends else None
