"""A thread becomes a drafted page: the words of people as Markdown, in which nothing else is read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from advisor.errors import ProposalError

LONGEST_TITLE = 100
LONGEST_PAGE = 200_000
_FENCE = re.compile(r"^\s*(```|~~~)")
# What would begin something other than a paragraph or a list: headings, quotes, tables, rules, heads of pages.
_MARK = re.compile(r"^\s*(?=[#>|=~]|-{2,}|\+{2,}|\*{3,}|_{3,}|:{3,})")
_BULLET = re.compile(r"^(\s*)[•◦▪]\s+")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_SENTENCE = re.compile(r"(?<=[.!?])\s")


@dataclass(frozen=True, slots=True)
class Post:
    """A message of a thread: what a person wrote, as plain text."""

    user: str
    text: str


def draft_page(posts: Sequence[Post]) -> tuple[str, str]:
    """Returns the title and the Markdown of a thread: what opened it becomes the title, each reply a paragraph.

    Raises:
        ProposalError: there is no text in it, or too much.

    """
    written = [post for post in posts if post.text.strip()]
    if not written:
        raise ProposalError("There is no text in that thread that could be a page.")
    opening, *replies = written
    title = name_thread(opening.text)
    # A question without an answer is no page; its words stand under the title all the same, to be found by.
    parts = [as_markdown(post.text) for post in (opening, *replies)]
    page = "\n\n".join([f"# {_plain(title)}", *filter(None, parts)]) + "\n"
    if len(page) > LONGEST_PAGE:
        raise ProposalError("That thread is too long for a page.")
    return title, page


def name_thread(text: str) -> str:
    """Returns a title: the first sentence, or as much of it as fits."""
    first = _SENTENCE.split(" ".join(text.split()), maxsplit=1)[0].strip("#*_`> ")
    if len(first) <= LONGEST_TITLE:
        return first or "A thread from Slack"
    return first[:LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def as_markdown(text: str) -> str:
    """Returns what a person wrote as Markdown: paragraphs, lists and code keep their form, all else is words."""
    lines, fence = [], ""
    for line in text.strip().split("\n"):
        mark = _FENCE.match(line)
        if mark and fence in ("", mark.group(1)):
            fence = "" if fence else mark.group(1)
            lines.append(mark.group(1))
        else:
            lines.append(line.rstrip() if fence else _as_line(line))
    if fence:
        lines.append(fence)
    return "\n".join(lines).strip()


def _as_line(line: str) -> str:
    plain = _BULLET.sub(r"\1- ", line.rstrip())
    return _MARK.sub("\\\\", _plain(plain))


def _plain(text: str) -> str:
    # A comment says to the guide what a page is asked as; only its owner may say that.
    return _TAG.sub(r"\\<", text.replace("<!--", "< !--"))
