"""What votes, answers, gaps and triages say together, with counts instead of bold percentages."""

from collections.abc import Iterator
from typing import Any

from advisor.database import Database
from advisor.database.statistics import (
    answer_counts,
    latest_gaps,
    reason_counts,
    triage_counts,
    vote_counts,
    vote_rows,
)
from advisor.database.triage_events import triage_funnel
from advisor.feedback.overrides import override_rates, review_queue

# Below this many votes a share says nothing; the report then gives the counts alone.
ENOUGH_VOTES = 30
GAPS_SHOWN = 10


def export_votes(database: Database) -> Iterator[dict[str, Any]]:
    """Yields each vote with its question and answer, oldest first."""
    yield from vote_rows(database)


def report(database: Database) -> dict[str, Any]:
    """Returns the figures of the report by name."""
    votes = vote_counts(database)
    total = sum(votes.values())
    share = f"{votes.get('up', 0) / total:.0%}" if total >= ENOUGH_VOTES else "too few ratings"
    return {
        **answer_counts(database),
        "votes_up": votes.get("up", 0),
        "votes_down": votes.get("down", 0),
        "share_up": share,
        "reasons": [f"{reason}: {count}" for reason, count in reason_counts(database).items()],
        "latest_gaps": latest_gaps(database, limit=GAPS_SHOWN),
        **_triage_figures(database),
    }


def _triage_figures(database: Database) -> dict[str, Any]:
    rates = override_rates(database)
    return {
        "triages": triage_counts(database),
        "triage_steps": [
            f"{step.kind}: {step.flows}" for step in triage_funnel(database) if step.flows
        ],
        "overrides": str(rates.overall),
        "overrides_by_class": [str(rate) for rate in rates.by_class],
        "overrides_by_model": [str(rate) for rate in rates.by_version],
        "overrides_to_review": len(review_queue(database)),
    }
