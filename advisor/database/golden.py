"""Golden questions: what each build of the guide must be able to answer, and what a right answer holds."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import RowMapping, insert, select, update

from advisor.database.engine import Database, now
from advisor.database.tables import golden_questions
from advisor.errors import GoldenError

Origin = Literal["shipped", "promoted", "written"]
# The questions that come with the code, if it lies as in the repository.
SHIPPED = Path(__file__).parents[2] / "evals" / "golden"
MAX_FACTS = 10
MAX_LENGTH = 2000


@dataclass(frozen=True, slots=True)
class Golden:
    """A golden question.

    `facts`: each is a group of wordings (plain text, case and spacing do not matter) of which the
    answer must hold one. `document` and `heading` name the section that must be cited; an empty heading
    means any section of the page, an empty document any page. With `covered` False it must be refused.
    """

    question: str
    facts: tuple[tuple[str, ...], ...] = ()
    document: str = ""
    heading: str = ""
    covered: bool = True
    origin: Origin = "written"
    added_by: str = ""
    answer_id: str = ""
    id: int = 0
    created_at: datetime | None = None


class ShippedQuestion(BaseModel):
    """A line of `evals/golden/*.jsonl`; `section` is `page#heading` or a page, "" for a refusal."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: str = Field(min_length=1, max_length=MAX_LENGTH)
    facts: tuple[tuple[str, ...], ...] = ()
    section: str = ""
    covered: bool = True

    def as_golden(self) -> Golden:
        """Returns it as a golden question."""
        document, _, heading = self.section.partition("#")
        return Golden(
            self.question, self.facts, document, heading, covered=self.covered, origin="shipped"
        )


def add_golden(database: Database, golden: Golden) -> Golden:
    """Stores a golden question, in place of one with the same words, and returns it with its id.

    Raises:
        GoldenError: it is empty or too long, or says nothing of what a right answer is.

    """
    question = " ".join(golden.question.split())
    facts = tuple(
        group
        for given in golden.facts
        if (group := tuple(" ".join(wording.split()) for wording in given if wording.strip()))
    )
    if not question or len(question) > MAX_LENGTH:
        raise GoldenError(f"A golden question has from 1 to {MAX_LENGTH} characters.")
    if len(facts) > MAX_FACTS:
        raise GoldenError(f"A golden question has at most {MAX_FACTS} facts.")
    if golden.covered and not facts and not golden.document:
        raise GoldenError("Say what a right answer holds: a fact, or the section that it cites.")
    row = _row(replace(golden, question=question, facts=facts))
    with database.write() as connection:
        same = golden_questions.c.key == row["key"]
        known = connection.scalar(select(golden_questions.c.id).where(same))
        statement = (
            insert(golden_questions).values(row)
            if known is None
            else update(golden_questions).where(same).values(row | {"removed_at": None})
        )
        stored = connection.execute(statement.returning(golden_questions)).mappings().one()
        return _golden(stored)


def list_golden(database: Database, *, origins: Sequence[Origin] = ()) -> list[Golden]:
    """Returns the golden questions that count, oldest first."""
    query = (
        select(golden_questions)
        .where(golden_questions.c.removed_at.is_(None))
        .order_by(golden_questions.c.id)
    )
    if origins:
        query = query.where(golden_questions.c.origin.in_(list(origins)))
    with database.read() as connection:
        return [_golden(row) for row in connection.execute(query).mappings()]


def remove_golden(database: Database, golden_id: int) -> Golden:
    """Leaves a golden question out from now on, and returns it; a shipped one does not come back.

    Raises:
        GoldenError: there is none with this number.

    """
    with database.write() as connection:
        row = connection.execute(
            update(golden_questions)
            .where(golden_questions.c.id == golden_id, golden_questions.c.removed_at.is_(None))
            .values(removed_at=now())
            .returning(golden_questions)
        )
        found = row.mappings().first()
    if found is None:
        raise GoldenError(f"There is no golden question {golden_id}.")
    return _golden(found)


def keep_shipped(database: Database, shipped: Iterable[Golden]) -> None:
    """Brings the shipped questions in the table up to date: new ones, changed ones, and those that are gone."""
    wanted = {row["key"]: row for row in (_row(golden) for golden in shipped)}
    table = golden_questions
    with database.write() as connection:
        known = {row["key"]: row for row in connection.execute(select(table)).mappings()}
        for key, row in wanted.items():
            if key not in known:
                connection.execute(insert(table).values(row))
            elif known[key]["origin"] == "shipped" and _differs(known[key], row):
                changed = {name: row[name] for name in _CONTENT}
                connection.execute(update(table).where(table.c.key == key).values(changed))
        gone = [
            key for key, row in known.items() if row["origin"] == "shipped" and key not in wanted
        ]
        if gone:
            connection.execute(table.delete().where(table.c.key.in_(gone)))


def read_shipped(folder: Path = SHIPPED) -> list[Golden]:
    """Returns the questions of a folder's `*.jsonl`; none if there is no such folder.

    Raises:
        GoldenError: a line is not a golden question; the message names it.

    """
    found: list[Golden] = []
    for path in sorted(folder.glob("*.jsonl")):
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                found.append(ShippedQuestion.model_validate_json(line).as_golden())
            except ValidationError as error:
                raise GoldenError(
                    f"Line {number} of {path.name} is not a golden question; mend it or take it out."
                ) from error
    return found


_CONTENT = ("question", "facts", "document", "heading", "covered")


def _differs(known: RowMapping, row: dict[str, Any]) -> bool:
    return any(json.dumps(known[name]) != json.dumps(row[name]) for name in _CONTENT)


def _row(golden: Golden) -> dict[str, Any]:
    words = " ".join(golden.question.casefold().split())
    return {
        "key": hashlib.sha256(words.encode(errors="replace")).hexdigest(),
        "question": golden.question,
        "facts": [list(group) for group in golden.facts],
        "document": golden.document,
        "heading": golden.heading,
        "covered": golden.covered,
        "origin": golden.origin,
        "added_by": golden.added_by,
        "answer_id": golden.answer_id,
        "created_at": golden.created_at or now(),
    }


def _golden(row: RowMapping) -> Golden:
    return Golden(
        question=row["question"],
        facts=tuple(tuple(group) for group in row["facts"]),
        document=row["document"],
        heading=row["heading"],
        covered=row["covered"],
        origin=row["origin"],
        added_by=row["added_by"],
        answer_id=row["answer_id"],
        id=row["id"],
        created_at=row["created_at"],
    )
