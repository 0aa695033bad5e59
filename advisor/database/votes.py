"""Thumbs: one row per user and answer."""

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from advisor.database.engine import Database, insert_ignore, now
from advisor.database.tables import votes
from advisor.models import Vote


def store_vote(database: Database, vote: Vote) -> bool:
    """Stores a vote over an earlier one of the same user; False when there is no such answer.

    A changed thumb forgets the reason of the earlier one; the same thumb again keeps it.
    """
    present = now()
    row = {
        "answer_id": vote.answer,
        "user": vote.user,
        "value": vote.value,
        "reason": vote.reason,
        "comment": vote.comment,
        "created_at": present,
        "updated_at": present,
    }
    try:
        with database.write() as connection:
            statement = insert_ignore(connection, votes).values(row)
            connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["answer_id", "user"],
                    set_={name: row[name] for name in ("value", "reason", "comment", "updated_at")},
                    where=votes.c.value != vote.value,
                )
            )
    except IntegrityError:
        # The foreign key to answers is the only constraint left that can fail.
        return False
    return True


def store_reason(
    database: Database, *, answer_id: str, user: str, reason: str, comment: str
) -> bool:
    """Adds the reason to a down-vote; False when that user's last vote is not one."""
    with database.write() as connection:
        changed = connection.execute(
            update(votes)
            .where(votes.c.answer_id == answer_id, votes.c.user == user, votes.c.value == "down")
            .values(reason=reason, comment=comment, updated_at=now())
        )
    return changed.rowcount == 1


def votes_of(database: Database, answer_id: str) -> tuple[Vote, ...]:
    """Returns the votes on an answer, oldest first."""
    query = select(votes).where(votes.c.answer_id == answer_id).order_by(votes.c.created_at)
    with database.read() as connection:
        rows = connection.execute(query).mappings().all()
    return tuple(
        Vote(
            answer=row["answer_id"],
            user=row["user"],
            value=row["value"],
            reason=row["reason"],
            comment=row["comment"],
            created_at=row["updated_at"].isoformat(),
        )
        for row in rows
    )
