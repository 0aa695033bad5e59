"""Answers that people voted down and said why, as the guide's admins see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select

from advisor.database.engine import Database
from advisor.database.tables import answers, claims, golden_questions, votes
from advisor.errors import GoldenError


@dataclass(frozen=True, slots=True)
class Complaint:
    """Why somebody voted an answer down; who it was is not told."""

    reason: str
    comment: str


@dataclass(frozen=True, slots=True)
class Doubted:
    """An answer that was voted down with a reason; `cited` are (page, heading path as one line)."""

    answer_id: str
    question: str
    text: str
    abstained: bool
    cited: tuple[tuple[str, str], ...]
    complaints: tuple[Complaint, ...]
    created_at: datetime


def list_doubted(database: Database, *, team: str, limit: int) -> tuple[list[Doubted], int]:
    """Returns a workspace's answers that were voted down with a reason, the last vote first, and how many there are.

    Those that became golden questions are left out.
    """
    promoted = select(golden_questions.c.answer_id).where(
        golden_questions.c.removed_at.is_(None), golden_questions.c.answer_id != ""
    )
    query = _complained(team).where(answers.c.id.not_in(promoted))
    newest = query.order_by(func.max(votes.c.updated_at).desc(), answers.c.id).limit(limit)
    with database.read() as connection:
        total = connection.scalar(select(func.count()).select_from(query.subquery())) or 0
        found = list(connection.scalars(newest))
    return _read(database, found), total


def find_doubted(database: Database, answer_id: str, *, team: str) -> Doubted:
    """Returns an answer of a workspace that was voted down with a reason.

    Raises:
        GoldenError: there is none with this id (any more), or it is a golden question already.

    """
    promoted = select(golden_questions.c.id).where(
        golden_questions.c.answer_id == answer_id, golden_questions.c.removed_at.is_(None)
    )
    with database.read() as connection:
        known = connection.scalar(promoted) if answer_id else None
        found = connection.scalar(_complained(team).where(answers.c.id == answer_id))
    if known is not None:
        raise GoldenError(f"That answer has become golden question {known} already.")
    if found is None:
        raise GoldenError("Nobody's thumbs-down with a reason is left on that answer.")
    return _read(database, [found])[0]


def _complained(team: str) -> Select[str]:
    """The ids of the answers; to which workspace one was given, its claim tells."""
    given = select(claims.c.answer_id).where(claims.c.team == team, claims.c.answer_id != "")
    return (
        select(answers.c.id)
        .join(votes, votes.c.answer_id == answers.c.id)
        .where(votes.c.value == "down", votes.c.reason != "", answers.c.id.in_(given))
        .group_by(answers.c.id)
    )


def _read(database: Database, ids: Sequence[str]) -> list[Doubted]:
    """The answers with these ids, in this order."""
    why = (
        select(votes.c.answer_id, votes.c.reason, votes.c.comment)
        .where(votes.c.answer_id.in_(ids), votes.c.value == "down", votes.c.reason != "")
        .order_by(votes.c.updated_at)
    )
    complaints: dict[str, list[Complaint]] = {}
    with database.read() as connection:
        for vote in connection.execute(why):
            complaints.setdefault(vote.answer_id, []).append(Complaint(vote.reason, vote.comment))
        rows = connection.execute(select(answers).where(answers.c.id.in_(ids))).mappings()
        found = {row["id"]: row for row in rows}
    return [
        Doubted(
            answer_id=row["id"],
            question=row["question"],
            text=row["text"],
            abstained=row["abstained"],
            cited=tuple(
                (str(each.get("document") or ""), str(each.get("heading") or ""))
                for each in row["citations"] or ()
            ),
            complaints=tuple(complaints.get(row["id"], ())),
            created_at=row["created_at"],
        )
        for row in (found[answer_id] for answer_id in ids if answer_id in found)
    ]
