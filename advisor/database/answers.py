"""Answers with their trace, the turns of a conversation, and the gaps of the guide."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import RowMapping, desc, insert, select, update

from advisor.database.engine import Database, now
from advisor.database.tables import answers, gaps
from advisor.models import Answer, Citation, Question, Turn


def record_answer(
    database: Database, question: Question, answer: Answer, *, nearest: tuple[str, ...] = ()
) -> None:
    """Stores the answer; an abstention from the guide is stored as a gap as well, with the nearest."""
    row = {
        "id": answer.id,
        "place": question.place,
        "user": question.user,
        "question": question.text,
        "text": answer.text,
        "method": answer.method,
        "abstained": answer.abstained,
        "confidence": answer.confidence,
        "citations": [asdict(citation) for citation in answer.citations],
        "notices": list(answer.notices),
        "trace": {**answer.trace, "suggestions": list(answer.suggestions)},
        "release": answer.release,
        "milliseconds": answer.milliseconds,
        "created_at": now(),
    }
    with database.write() as connection:
        connection.execute(insert(answers).values(row))
        # What a rule turns away is no question that the guide lacks an answer to.
        if answer.abstained and answer.method != "rule":
            connection.execute(
                insert(gaps).values(
                    answer_id=answer.id,
                    question=question.text,
                    nearest=list(nearest),
                    confidence=answer.confidence,
                    release=answer.release,
                    created_at=now(),
                )
            )


def note_place(database: Database, answer_id: str, place: str) -> None:
    """Makes an answer that was given in no conversation a turn of this one."""
    with database.write() as connection:
        connection.execute(
            update(answers)
            .where(answers.c.id == answer_id, answers.c.place == "")
            .values(place=place)
        )


def find_answer(database: Database, answer_id: str) -> Answer | None:
    """Returns the stored answer, or None."""
    with database.read() as connection:
        row = (
            connection.execute(select(answers).where(answers.c.id == answer_id)).mappings().first()
        )
    return _answer(row) if row else None


def question_of(database: Database, answer_id: str) -> str:
    """Returns the question that the answer was given to, or ""."""
    query = select(answers.c.question).where(answers.c.id == answer_id)
    with database.read() as connection:
        return str(connection.execute(query).scalar() or "")


def asked_by(database: Database, answer_id: str, user: str) -> str:
    """Returns the question that the answer was given to if this user asked it, or ""."""
    query = select(answers.c.question).where(answers.c.id == answer_id, answers.c.user == user)
    with database.read() as connection:
        return str(connection.execute(query).scalar() or "") if user else ""


def turns_of(database: Database, place: str, *, limit: int = 4) -> tuple[Turn, ...]:
    """Returns the last turns of a conversation, oldest first; none for an empty place."""
    if not place:
        return ()
    query = (
        select(answers.c.question, answers.c.text)
        .where(answers.c.place == place)
        .order_by(desc(answers.c.created_at))
        .limit(limit)
    )
    with database.read() as connection:
        rows = connection.execute(query).all()
    return tuple(Turn(question=row.question, answer=row.text) for row in reversed(rows))


def _answer(row: RowMapping) -> Answer:
    trace: Mapping[str, Any] = row["trace"]
    return Answer(
        id=row["id"],
        text=row["text"],
        abstained=row["abstained"],
        method=row["method"],
        confidence=row["confidence"],
        citations=tuple(Citation(**citation) for citation in row["citations"]),
        notices=tuple(row["notices"]),
        suggestions=tuple(trace.get("suggestions", ())),
        release=row["release"],
        milliseconds=row["milliseconds"],
        trace=trace,
    )
