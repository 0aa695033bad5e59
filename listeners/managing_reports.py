"""What admins are told of the guide: what is live, what runs, which releases there were."""

from advisor.database.claims import Claim
from advisor.database.jobs import OPEN, list_jobs
from advisor.database.releases import find_release, list_releases, live_release
from advisor.database.schedule import read_schedule
from listeners.asks import Ask
from listeners.desk import Desk
from listeners.views.knowledge_reports import build_history, build_status

SHOWN_RELEASES = 15


def tell_status(desk: Desk, _claim: Claim, _ask: Ask) -> str:
    """Says what is live, what runs and what waits for a decision."""
    number = live_release(desk.database)
    return build_status(
        find_release(desk.database, number) if number else None,
        running=list_jobs(desk.database, statuses=OPEN),
        held=list_jobs(desk.database, statuses=("built",)),
        schedule=read_schedule(desk.database),
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
