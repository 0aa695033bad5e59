"""Counts over answers, votes, gaps and triages, for reports and exports."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import desc, func, select

from advisor.database.engine import Database
from advisor.database.tables import answers, gaps, triages, votes


def answer_counts(database: Database) -> dict[str, int]:
    """Returns how many answers there are, by method, and how many abstained."""
    query = select(answers.c.method, answers.c.abstained, func.count()).group_by(
        answers.c.method, answers.c.abstained
    )
    counts = {"answers": 0, "abstained": 0}
    with database.read() as connection:
        for method, abstained, count in connection.execute(query):
            counts["answers"] += count
            counts["abstained"] += count if abstained else 0
            counts[f"by_{method}"] = counts.get(f"by_{method}", 0) + count
    return counts


def vote_counts(database: Database) -> dict[str, int]:
    """Returns the number of votes by value."""
    query = select(votes.c.value, func.count()).group_by(votes.c.value)
    with database.read() as connection:
        return dict(connection.execute(query).all())


def reason_counts(database: Database) -> dict[str, int]:
    """Returns the number of down-votes by reason, most frequent first."""
    query = (
        select(votes.c.reason, func.count())
        .where(votes.c.value == "down", votes.c.reason != "")
        .group_by(votes.c.reason)
        .order_by(desc(func.count()))
    )
    with database.read() as connection:
        return dict(connection.execute(query).all())


def latest_gaps(database: Database, *, limit: int) -> list[str]:
    """Returns the latest questions that the guide did not answer."""
    query = select(gaps.c.question).order_by(desc(gaps.c.id)).limit(limit)
    with database.read() as connection:
        return [str(question) for question in connection.execute(query).scalars()]


def triage_counts(database: Database) -> list[str]:
    """Returns how many triages have each status, as lines, most frequent first."""
    query = (
        select(triages.c.status, func.count())
        .group_by(triages.c.status)
        .order_by(desc(func.count()), triages.c.status)
    )
    with database.read() as connection:
        return [f"{status}: {count}" for status, count in connection.execute(query)]


def vote_rows(database: Database) -> Iterator[dict[str, Any]]:
    """Yields each vote with its question, answer and release, oldest first."""
    query = (
        select(
            votes.c.answer_id,
            votes.c.user,
            votes.c.value,
            votes.c.reason,
            votes.c.comment,
            votes.c.created_at,
            votes.c.updated_at,
            answers.c.question,
            answers.c.text.label("answer"),
            answers.c.method,
            answers.c.abstained,
            answers.c.confidence,
            answers.c.release,
        )
        .join(answers, answers.c.id == votes.c.answer_id)
        .order_by(votes.c.created_at)
    )
    with database.read() as connection:
        for row in connection.execute(query).mappings():
            times = {name: row[name].isoformat() for name in ("created_at", "updated_at")}
            yield {**row, **times}
