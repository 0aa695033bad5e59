"""What is known of each page of a release: who owns it, when it was reviewed, how it is used."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from advisor.database.page_use import Use


@dataclass(frozen=True, slots=True)
class PageFacts:
    """A page of a release; `cited` is in how many answers, `up` and `down` are the votes on those."""

    path: str
    title: str
    owner: str
    last_reviewed: str
    cited: int
    up: int
    down: int


@dataclass(frozen=True, slots=True)
class Stale:
    """The pages that somebody should look at, and why."""

    old: tuple[PageFacts, ...]
    undated: tuple[PageFacts, ...]
    uncited: tuple[PageFacts, ...]
    doubted: tuple[PageFacts, ...]


def describe_pages(manifest: Mapping[str, Any] | None, uses: Iterable[Use]) -> list[PageFacts]:
    """Returns the pages of a release's manifest, the most cited first."""
    cited: Counter[str] = Counter()
    up: Counter[str] = Counter()
    down: Counter[str] = Counter()
    for use in uses:
        for document in use.documents:
            cited[document] += 1
            up[document] += use.up
            down[document] += use.down
    pages = [
        PageFacts(
            path=(path := str(document["path"])),
            title=str(document["title"]),
            owner=str(document.get("owner") or ""),
            last_reviewed=str(document.get("last_reviewed") or ""),
            cited=cited[path],
            up=up[path],
            down=down[path],
        )
        for document in (manifest or {}).get("documents", ())
    ]
    return sorted(pages, key=lambda page: (-page.cited, page.path))


def find_stale(pages: Sequence[PageFacts], *, days: int, today: dt.date) -> Stale:
    """Returns the pages not reviewed for so many days, without a date, never cited, or cited in bad answers.

    An answer is bad when more people voted it down than up; of a page, all its answers together.
    """
    oldest = (today - dt.timedelta(days=days)).isoformat()
    by_date = sorted(pages, key=lambda page: (page.last_reviewed, page.path))
    by_votes = sorted(pages, key=lambda page: (page.up - page.down, page.path))
    return Stale(
        old=tuple(page for page in by_date if "" < page.last_reviewed < oldest),
        undated=tuple(page for page in by_date if not page.last_reviewed),
        uncited=tuple(page for page in by_date if not page.cited),
        doubted=tuple(page for page in by_votes if page.down > page.up),
    )
