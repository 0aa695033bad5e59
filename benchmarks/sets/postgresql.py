"""PostgreSQL's manual with its index: the query is an index entry, the target the section that it names."""

import re
from collections.abc import Iterator
from pathlib import Path

from benchmarks.sets.html import HtmlPage, read_html
from benchmarks.sets.question_set import Page, PageSection, Wanted

# Chapters for people: tutorial, the language, administration, monitoring. Reference pages, catalogs, release notes
# and the programming interfaces are left out: they would triple the size.
CHAPTERS = (
    "tutorial", "sql-syntax", "sql-expressions", "ddl", "dml", "queries", "datatype", "functions", "typeconv",
    "indexes", "textsearch", "mvcc", "transaction-iso", "explicit-locking", "performance", "using-explain",
    "planner-stats", "explicit-joins", "populate", "non-durability", "parallel", "runtime-config",
    "client-authentication", "auth", "user-manag", "role", "database-roles", "default-roles", "predefined-roles",
    "managing-databases", "manage-ag", "charset", "collation", "locale", "multibyte", "maintenance", "routine",
    "logfile", "backup", "continuous",
    "high-availability", "warm-standby", "hot-standby", "monitoring", "diskusage", "disk-full",
    "reliability", "checksums",
    "wal", "logical-replication", "jit", "kernel-resources", "ssl-tcp", "encryption", "upgrading",
)  # fmt: skip
_ENTRY = re.compile(r"<dt[^>]*>(.*?)</dt>|<dd>|</dd>", re.DOTALL)
_LINK = re.compile(r'<a class="indexterm" href="([^"#]+)(?:#([^"]*))?">')
_TAG = re.compile(r"<[^>]+>")
_WORD = re.compile(r"[A-Za-z]{2,}")
SHORTEST_SECTION = 150


def read_manual(folder: Path) -> tuple[list[Page], list[Wanted]]:
    """Returns the chapters' pages and the index entries of two words or more that lead into them."""
    html = {
        file.stem: read_html(file.read_text(encoding="utf-8", errors="replace"))
        for file in sorted(folder.glob("*.html"))
        if file.stem.startswith(CHAPTERS)
    }
    pages = [build_page(f"{stem}.md", page) for stem, page in html.items() if has_text(page)]
    written = {page.path for page in pages}
    wanted: dict[tuple[str, str], Wanted] = {}
    counts: dict[str, int] = {}
    index = (folder / "bookindex.html").read_text(encoding="utf-8", errors="replace")
    for term, stem, anchor in read_index(index):
        if not _is_in_words(term):
            continue
        counts[term] = counts.get(term, 0) + 1
        if f"{stem}.md" in written:
            place = html[stem].section_of(anchor)
            wanted[term, stem] = Wanted(term, f"{stem}.md", place)
    # An entry that leads to several places has no one right answer.
    return pages, [one for (term, _), one in sorted(wanted.items()) if counts[term] == 1]


def read_index(html: str) -> Iterator[tuple[str, str, str]]:
    """Yields (entry with the entry above it, page, anchor) of each link of a DocBook index."""
    above: list[str] = []
    term = ""
    for match in _ENTRY.finditer(html):
        if match.group(0) == "<dd>":
            above.append(term)
        elif match.group(0) == "</dd>":
            term = above.pop() if above else ""
        else:
            body = match.group(1)
            first = body.split("<a class", 1)[0]
            term = " ".join(_TAG.sub("", first).split()).rstrip(", ")
            whole = ", ".join(part for part in (*above, term) if part)
            for link in _LINK.finditer(body):
                yield whole, link.group(1).removesuffix(".html"), link.group(2) or ""


def _is_in_words(term: str) -> bool:
    """Whether an entry has two words or more and is no name of the program."""
    return (
        len(_WORD.findall(term)) > 1 and "_" not in term and "configuration parameter" not in term
    )


def build_page(path: str, html: HtmlPage) -> Page:
    """Returns a page whose heading levels begin at its title's."""
    first = html.sections[0]
    rest = [
        PageSection(section.heading, max(2, section.level - first.level + 1), section.text)
        for section in html.sections[1:]
    ]
    return Page(path, first.heading, (PageSection("", 1, first.text), *rest))


def has_text(html: HtmlPage) -> bool:
    """Whether a page is more than a list of contents."""
    return sum(len(section.text) for section in html.sections) >= SHORTEST_SECTION
