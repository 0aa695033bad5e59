"""All rows of one person, across the tables: found and deleted."""

from base64 import b64encode
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, or_, select, update

from advisor.database.admin_traces import admin_rows, forget_admin, forget_old_jobs
from advisor.database.engine import Database
from advisor.database.page_authors import forget_in_pages
from advisor.database.tables import (
    answers,
    claims,
    gaps,
    overrides,
    proposals,
    threads,
    triage_events,
    triages,
    votes,
)


def rows_of_person(database: Database, user: str) -> dict[str, list[dict[str, Any]]]:
    """Returns the rows that hold the user's id or text, by table, ready for JSON.

    What others said of the user's answers and triages is theirs: it is not shown, but goes with them. Nor is the text
    of somebody else's triage, which an override keeps; the user's own stands under triages.
    """
    held: dict[str, list[dict[str, Any]]] = {}
    conditions = _belongings(user) | {
        votes: votes.c.user == user,
        triage_events: triage_events.c.user == user,
        overrides: overrides.c.user == user,
    }
    with database.read() as connection:
        for table, condition in conditions.items():
            rows = connection.execute(select(table).where(condition)).mappings()
            held[table.name] = [{key: _plain(value) for key, value in row.items()} for row in rows]
        reviewed = select(overrides.c.id, overrides.c.review, overrides.c.reviewed_at)
        rows = connection.execute(reviewed.where(overrides.c.reviewed_by == user)).mappings()
        held["reviews"] = [{key: _plain(value) for key, value in row.items()} for row in rows]
        for name, found in admin_rows(connection, user).items():
            held[name] = [{key: _plain(value) for key, value in row.items()} for row in found]
        own = select(*(column for column in proposals.c if column.name != "content"))
        rows = connection.execute(own.where(proposals.c.proposed_by == user)).mappings()
        held[proposals.name] = [{key: _plain(value) for key, value in row.items()} for row in rows]
    for override in held[overrides.name]:
        del override["text"], override["reviewed_by"]
    return held


def delete_person(database: Database, user: str) -> dict[str, int]:
    """Deletes those rows and returns how many, by table; on SQLite the bytes go too.

    A review stays, without the name of the admin: it is about somebody else's override. So does a page that was
    approved, for it is the team's: without the names of who proposed and who wrote it.
    """
    erased: dict[str, int] = {}
    with database.write() as connection:
        reviewed = update(overrides).where(overrides.c.reviewed_by == user).values(reviewed_by="")
        erased["reviews"] = connection.execute(reviewed).rowcount
        forget_in_pages(connection, user)
        erased |= forget_admin(connection, user)
        for table, condition in _belongings(user).items():
            erased[table.name] = connection.execute(delete(table).where(condition)).rowcount
    database.truncate_log()
    return erased


def delete_before(database: Database, moment: datetime) -> dict[str, int]:
    """Deletes rows with people's text that are older than the moment; returns how many, by table.

    A triage is as old as its last change; of one that stays, the history before the moment goes.
    """
    old = select(answers.c.id).where(answers.c.created_at < moment)
    silent = select(triages.c.id).where(triages.c.updated_at < moment)
    conditions: dict[Table, ColumnElement[bool]] = {
        votes: votes.c.answer_id.in_(old),
        gaps: gaps.c.answer_id.in_(old),
        answers: answers.c.created_at < moment,
        claims: claims.c.created_at < moment,
        threads: threads.c.updated_at < moment,
        overrides: or_(overrides.c.created_at < moment, overrides.c.triage_id.in_(silent)),
        triage_events: or_(
            triage_events.c.created_at < moment, triage_events.c.triage_id.in_(silent)
        ),
        triages: triages.c.updated_at < moment,
        proposals: (proposals.c.created_at < moment) & (proposals.c.status != "approved"),
    }
    with database.write() as connection:
        erased = {
            table.name: connection.execute(delete(table).where(condition)).rowcount
            for table, condition in conditions.items()
        }
        erased["jobs"] = forget_old_jobs(connection, moment)
    database.truncate_log()
    return erased


def _belongings(user: str) -> dict[Table, ColumnElement[bool]]:
    """Children before parents, so that no foreign key stands in the way."""
    own = select(answers.c.id).where(answers.c.user == user)
    triaged = select(triages.c.id).where(triages.c.owner == user)
    return {
        votes: or_(votes.c.user == user, votes.c.answer_id.in_(own)),
        gaps: gaps.c.answer_id.in_(own),
        answers: answers.c.user == user,
        claims: claims.c.user == user,
        threads: threads.c.asker == user,
        proposals: (proposals.c.proposed_by == user) & (proposals.c.status != "approved"),
        overrides: or_(overrides.c.user == user, overrides.c.triage_id.in_(triaged)),
        triage_events: or_(triage_events.c.user == user, triage_events.c.triage_id.in_(triaged)),
        triages: triages.c.owner == user,
    }


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        return b64encode(value).decode()
    return value.isoformat() if isinstance(value, datetime) else value
