"""Reports on pages: what differs between releases, what is used, what somebody should look at."""

from collections.abc import Callable, Sequence

from advisor.index.pages import PageChanges
from advisor.knowledge.pages import PageFacts, Stale
from listeners.views.knowledge_reports import cell, table
from listeners.views.knowledge_words import count

SHOWN = 90
LISTED = 40


def build_difference(before: int, after: int, changes: PageChanges) -> str:
    """Returns the pages that two releases differ in, by name."""
    groups = (
        ("Added", changes.added),
        ("Changed", changes.changed),
        ("Removed", changes.removed),
    )
    lines = [f"**From release {before} to release {after}**"]
    for label, paths in groups:
        if paths:
            lines.append(f"\n{label} ({len(paths)})")
            lines += [f"- {cell(path)}" for path in paths[:LISTED]]
            lines += _more(len(paths) - LISTED)
    return "\n".join(lines) if len(lines) > 1 else f"{lines[0]}: the same pages."


def build_sources(pages: Sequence[PageFacts], *, days: int) -> str:
    """Returns the pages as a table, the most cited first."""
    rows = [
        (
            page.path,
            page.owner or "–",
            page.last_reviewed or "–",
            page.cited,
            f"{page.up} up, {page.down} down" if page.up or page.down else "–",
        )
        for page in pages[:SHOWN]
    ]
    head = f"**{count(len(pages), 'page')}**, the most cited of the last {days} days first"
    listed = table(("Page", "Owner", "Reviewed", "Cited", "Votes"), rows)
    return "\n".join([head, "", listed, *_more(len(pages) - SHOWN)])


def build_stale(stale: Stale, *, days: int, within: int) -> str:
    """Returns the pages that somebody should look at, in groups."""
    groups: tuple[tuple[str, Sequence[PageFacts], Callable[[PageFacts], str]], ...] = (
        (f"Not reviewed for {days} days", stale.old, lambda page: f"reviewed {page.last_reviewed}"),
        ("Without a review date", stale.undated, lambda _page: ""),
        (f"Never cited in {within} days", stale.uncited, lambda _page: ""),
        (
            "Cited in answers that were voted down",
            stale.doubted,
            lambda page: f"{page.down} down, {page.up} up",
        ),
    )
    parts = []
    for label, pages, tell in groups:
        if pages:
            lines = [f"**{label}** ({len(pages)})"]
            for page in pages[:LISTED]:
                owner = f", {cell(page.owner, 40)}" if page.owner else ""
                why = f": {tell(page)}" if tell(page) else ""
                lines.append(f"- {cell(page.path)}{owner}{why}")
            parts.append("\n".join([*lines, *_more(len(pages) - LISTED)]))
    if stale.doubted:
        parts.append("`/knowledge golden votes` shows those answers, and what was wrong with them.")
    return "\n\n".join(parts) or "Every page was reviewed, is cited, and nobody voted against it."


def _more(left: int) -> list[str]:
    return [f"- and {left:,} more"] if left > 0 else []
