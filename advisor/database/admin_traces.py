"""What a person left as an admin: jobs that they asked for or decided, golden questions that they added."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, or_, select, update

from advisor.database.job_rows import OPEN
from advisor.database.tables import answers, golden_questions, job_events, jobs


def admin_rows(connection: Connection, user: str) -> dict[str, list[dict[str, Any]]]:
    """Returns those rows by table, of jobs without what was built: that is the guide's.

    A golden question that came from an answer to the user holds their words, whoever promoted it.
    """
    told = (jobs.c.id, jobs.c.kind, jobs.c.status, jobs.c.decision, jobs.c.created_at)
    queries = {
        jobs: select(*told).where(or_(jobs.c.requested_by == user, jobs.c.decided_by == user)),
        job_events: select(job_events).where(job_events.c.by == user),
        golden_questions: select(golden_questions).where(
            or_(golden_questions.c.added_by == user, _words_of(user))
        ),
    }
    return {
        table.name: [dict(row) for row in connection.execute(query).mappings()]
        for table, query in queries.items()
    }


def forget_admin(connection: Connection, user: str) -> dict[str, int]:
    """Takes the user's name off those rows, and deletes what holds their words; returns how many, by table.

    Releases and golden questions stay: they are the team's. Before the user's answers are deleted.
    """
    erased = {
        golden_questions.name: connection.execute(
            delete(golden_questions).where(_words_of(user))
        ).rowcount
    }
    for column in (
        golden_questions.c.added_by,
        jobs.c.requested_by,
        jobs.c.decided_by,
        job_events.c.by,
    ):
        table: Table = column.table
        done = connection.execute(update(table).where(column == user).values({column.name: ""}))
        erased[table.name] = erased.get(table.name, 0) + done.rowcount
    return erased


def forget_old_jobs(connection: Connection, moment: datetime) -> int:
    """Deletes the jobs that were done before the moment; returns how many."""
    old = select(jobs.c.id).where(
        jobs.c.created_at < moment, jobs.c.status.not_in((*OPEN, "built"))
    )
    connection.execute(delete(job_events).where(job_events.c.job_id.in_(old)))
    return connection.execute(delete(jobs).where(jobs.c.id.in_(old))).rowcount


def _words_of(user: str) -> ColumnElement[bool]:
    own = select(answers.c.id).where(answers.c.user == user)
    return golden_questions.c.answer_id.in_(own)
