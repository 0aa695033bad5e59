"""Markdown as the words it says: what is embedded and searched, without addresses and marks."""

import re

_LINK = re.compile(r'!?\[([^\[\]]*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+["\'(][^"\')]*["\')])?\)')
_REFERENCE = re.compile(r"!?\[([^\[\]]+)\]\[[^\[\]]*\]")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,1000}>")
_RULE = re.compile(r"^[ \t|:>-]*-{3,}[ \t|:-]*$", re.MULTILINE)
_MARKS = re.compile(r"\*\*|__|~~|`+|^[ \t]*>[ \t]?", re.MULTILINE)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
# Most sentences have none of it, and are passed on as they are.
_MARKUP = re.compile(r"[\[<>|`\\*_~]|---")
_CELL = re.compile(r"[ \t]*\|[ \t]*")


def plain_text(markdown: str) -> str:
    """Returns a text without link targets, tags, table lines and emphasis; line ends stay.

    A link keeps its words, a picture its description.
    """
    if not _MARKUP.search(markdown):
        return _without_empty_lines(markdown)
    text = _LINK.sub(r"\1", markdown)
    # A linked picture is a link in a link.
    text = _LINK.sub(r"\1", text)
    text = _REFERENCE.sub(r"\1", text)
    text = _TAG.sub(" ", text)
    text = _RULE.sub("", text)
    text = _MARKS.sub("", text)
    text = _CELL.sub(" ", text)
    text = _ESCAPE.sub(r"\1", text)
    return _without_empty_lines(text)


def _without_empty_lines(text: str) -> str:
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())
