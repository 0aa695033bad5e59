"""Python's manual with its cross-references: the query is a link's words, the target the section it leads to."""

from pathlib import Path
from posixpath import dirname, join, normpath

from benchmarks.sets.html import HtmlPage, Link, read_html
from benchmarks.sets.postgresql import build_page, has_text
from benchmarks.sets.question_set import Page, Wanted

LINKED = (
    "tutorial/",
    "reference/",
    "library/asyncio",
    "using/cmdline",
    "howto/logging",
    "howto/desc",
)
LEFT_OUT = ("reference/grammar",)
CROSS_REFERENCE = "std std-ref"
FEWEST_WORDS = 2


def read_linked(folder: Path) -> tuple[list[Page], list[Wanted]]:
    """Returns the pages of a few chapters, and the links of the whole manual that lead into them.

    A link that only repeats the heading it leads to, or whose words lead to several places, asks
    nothing.
    """
    chapters: dict[str, HtmlPage] = {}
    links: list[tuple[str, Link]] = []
    for file in sorted(folder.rglob("*.html")):
        name = file.relative_to(folder).as_posix().removesuffix(".html")
        if name.startswith(("_", "genindex", "faq/", "search", "contents")):
            continue
        html = read_html(file.read_text(encoding="utf-8", errors="replace"))
        links += [(name, link) for link in html.links if link.kind == CROSS_REFERENCE]
        if name.startswith(LINKED) and not name.startswith(LEFT_OUT) and html.sections:
            chapters[name] = html
    pages = [build_page(f"{name}.md", html) for name, html in chapters.items() if has_text(html)]
    return pages, _choose(chapters, links)


def _choose(chapters: dict[str, HtmlPage], links: list[tuple[str, Link]]) -> list[Wanted]:
    targets: dict[str, set[tuple[str, int]]] = {}
    words: dict[str, str] = {}
    for name, link in links:
        page, _, anchor = link.target.partition("#")
        path = normpath(join(dirname(name), page.removesuffix(".html"))) if page else name
        place = chapters[path].section_of(anchor) if path in chapters else None
        key = link.text.casefold()
        words.setdefault(key, link.text)
        targets.setdefault(key, set()).add((path, -1 if place is None else place))
    wanted = []
    for key, places in sorted(targets.items()):
        path, place = next(iter(places))
        if len(places) > 1 or place < 0 or len(key.split()) < FEWEST_WORDS:
            continue
        if chapters[path].sections[place].heading.casefold() != key:
            wanted.append(Wanted(words[key], f"{path}.md", place))
    return wanted
