"""All rows of one person, across the tables: found and deleted."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, or_, select

from advisor.database.engine import Database
from advisor.database.tables import answers, claims, gaps, threads, votes


def rows_of_person(database: Database, user: str) -> dict[str, list[dict[str, Any]]]:
    """Returns the rows that hold the user's id or text, by table, ready for JSON.

    What others said of the user's answers is theirs: it is not shown, but goes with the answers.
    """
    held: dict[str, list[dict[str, Any]]] = {}
    conditions = _belongings(user) | {votes: votes.c.user == user}
    with database.read() as connection:
        for table, condition in conditions.items():
            rows = connection.execute(select(table).where(condition)).mappings()
            held[table.name] = [{key: _plain(value) for key, value in row.items()} for row in rows]
    return held


def delete_person(database: Database, user: str) -> dict[str, int]:
    """Deletes those rows and returns how many, by table; on SQLite the bytes go too."""
    erased: dict[str, int] = {}
    with database.write() as connection:
        for table, condition in _belongings(user).items():
            erased[table.name] = connection.execute(delete(table).where(condition)).rowcount
    database.truncate_log()
    return erased


def delete_before(database: Database, moment: datetime) -> dict[str, int]:
    """Deletes rows with people's text that are older than the moment; returns how many, by table."""
    old = select(answers.c.id).where(answers.c.created_at < moment)
    conditions: dict[Table, ColumnElement[bool]] = {
        votes: votes.c.answer_id.in_(old),
        gaps: gaps.c.answer_id.in_(old),
        answers: answers.c.created_at < moment,
        claims: claims.c.created_at < moment,
        threads: threads.c.updated_at < moment,
    }
    with database.write() as connection:
        erased = {
            table.name: connection.execute(delete(table).where(condition)).rowcount
            for table, condition in conditions.items()
        }
    database.truncate_log()
    return erased


def _belongings(user: str) -> dict[Table, ColumnElement[bool]]:
    """Children before parents, so that no foreign key stands in the way."""
    own = select(answers.c.id).where(answers.c.user == user)
    return {
        votes: or_(votes.c.user == user, votes.c.answer_id.in_(own)),
        gaps: gaps.c.answer_id.in_(own),
        answers: answers.c.user == user,
        claims: claims.c.user == user,
        threads: threads.c.asker == user,
    }


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
