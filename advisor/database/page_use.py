"""How pages are used: the citations of answers, and the votes on those."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from advisor.database.engine import Database
from advisor.database.tables import answers, votes

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Use:
    """An answer's citations as paths of pages, and how many voted it up and down."""

    documents: frozenset[str]
    up: int
    down: int


def read_uses(database: Database, *, since: datetime) -> Iterator[Use]:
    """Yields the answers with citations since a moment, in no order."""
    up = func.count().filter(votes.c.value == "up").label("up")
    down = func.count().filter(votes.c.value == "down").label("down")
    counted = select(votes.c.answer_id, up, down).group_by(votes.c.answer_id).subquery()
    query = (
        select(answers.c.citations, counted.c.up, counted.c.down)
        .outerjoin(counted, counted.c.answer_id == answers.c.id)
        .where(answers.c.created_at >= since)
        .execution_options(yield_per=_BATCH)
    )
    with database.read() as connection:
        for row in connection.execute(query):
            documents = frozenset(str(each.get("document") or "") for each in row.citations or ())
            if documents:
                yield Use(documents, row.up or 0, row.down or 0)
