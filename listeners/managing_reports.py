"""What admins are told of the guide: what is live, what runs, the releases, the pages and how they are used."""

from datetime import timedelta

from advisor.database.claims import Claim
from advisor.database.engine import now
from advisor.database.jobs import OPEN, list_jobs
from advisor.database.page_use import read_uses
from advisor.database.proposals import list_proposals
from advisor.database.releases import find_release, list_releases, live_release
from advisor.database.schedule import read_schedule
from advisor.index.pages import compare_pages
from advisor.knowledge.pages import PageFacts, describe_pages, find_stale
from listeners.asks import Ask
from listeners.desk import Desk
from listeners.managing_jobs import is_number
from listeners.views.knowledge_pages import build_difference, build_sources, build_stale
from listeners.views.knowledge_reports import NO_RELEASE, build_history, build_status

SHOWN_RELEASES = 15
USED_WITHIN = timedelta(days=90)
STALE_DAYS = 180
WHICH_TWO = "Say which two releases: `/knowledge diff 3 4`. `/knowledge history` lists them."


def tell_status(desk: Desk, _claim: Claim, _ask: Ask) -> str:
    """Says what is live, what runs and what waits for a decision."""
    number = live_release(desk.database)
    return build_status(
        find_release(desk.database, number) if number else None,
        running=list_jobs(desk.database, statuses=OPEN),
        held=list_jobs(desk.database, statuses=("built",)),
        schedule=read_schedule(desk.database),
        proposed=len(list_proposals(desk.database, "proposed")),
    )


def tell_history(desk: Desk, _claim: Claim, _ask: Ask) -> str:
    """Lists the releases, newest first."""
    releases = list_releases(desk.database)
    return build_history(
        releases[:SHOWN_RELEASES],
        live=live_release(desk.database),
        jobs=list_jobs(desk.database, limit=200),
        total=len(releases),
    )


def tell_difference(desk: Desk, _claim: Claim, ask: Ask) -> str:
    """Says which pages two releases differ in."""
    numbers = [word.removeprefix("#") for word in str(ask.task.get("text") or "").split()]
    if len(numbers) != 2 or not all(map(is_number, numbers)):
        return WHICH_TWO
    before, after = (find_release(desk.database, int(number)) for number in numbers)
    for number, record in zip(numbers, (before, after), strict=True):
        if record is None or not record.manifest:
            return f"I know no pages of release {number}. `/knowledge history` lists the releases."
    if before is None or after is None or not after.manifest:
        return WHICH_TWO
    return build_difference(before.id, after.id, compare_pages(before.manifest, after.manifest))


def tell_sources(desk: Desk, _claim: Claim, _ask: Ask) -> str:
    """Lists the pages of the live release with owner, review date, citations and votes."""
    pages = _read_pages(desk)
    return build_sources(pages, days=USED_WITHIN.days) if pages else NO_RELEASE


def tell_stale(desk: Desk, _claim: Claim, ask: Ask) -> str:
    """Lists the pages that somebody should look at."""
    wanted = str(ask.task.get("text") or "").removesuffix("d").removesuffix(" days").strip()
    days = int(wanted) if is_number(wanted) and int(wanted) <= 10_000 else STALE_DAYS
    pages = _read_pages(desk)
    if not pages:
        return NO_RELEASE
    return build_stale(
        find_stale(pages, days=days, today=now().date()), days=days, within=USED_WITHIN.days
    )


def _read_pages(desk: Desk) -> list[PageFacts]:
    number = live_release(desk.database)
    record = find_release(desk.database, number) if number else None
    if record is None:
        return []
    return describe_pages(record.manifest, read_uses(desk.database, since=now() - USED_WITHIN))
