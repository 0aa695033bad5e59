"""What a person sees of the team's triages, their own and the shared ones: list, counts, similar ones, a file."""

import csv
import io
from dataclasses import dataclass

import numpy as np
from sqlalchemy import desc, func, select

from advisor.database.engine import Database
from advisor.database.tables import triages
from advisor.database.triage_records import Status, TriageRecord, record_from, visible_to

# A look at all of them takes a tenth of a second (two busy cores, 5,000 triages in SQLite).
LATEST_COMPARED = 2000
# Of 40 ideas told anew in other words, 22 are found at this cosine and 1 finds another idea first; where the idea
# itself is missing, 5 find one of 79 others (`python -m evals.similar_triages`). At 0.4 it is 32, 4 and 16.
SIMILAR = 0.5
SHOWN = 100
# What a spreadsheet takes for a formula at the start of a cell (OWASP, CSV injection), also in full width.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001
COLUMNS = (
    "id", "title", "problem", "status", "verdict", "capability", "chosen", "confidence", "ai_score", "runner_up",
    "baseline", "metric_model", "metric_adoption", "metric_business", "open_questions", "owner", "shared", "created_at",
    "updated_at", "model_version",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Similar:
    """An older triage that resembles a description, and the cosine of the two."""

    triage: TriageRecord
    cosine: float


def list_triages(
    database: Database,
    *,
    team: str,
    user: str,
    status: Status | None = None,
    limit: int | None = SHOWN,
) -> tuple[TriageRecord, ...]:
    """Returns the triages that this person may see, the last changed first."""
    query = (
        select(triages)
        .where(visible_to(team=team, user=user))
        .order_by(desc(triages.c.updated_at), triages.c.id)
        .limit(limit)
    )
    if status:
        query = query.where(triages.c.status == status)
    with database.read() as connection:
        return tuple(record_from(row) for row in connection.execute(query).mappings())


def count_by_status(database: Database, *, team: str, user: str) -> dict[str, int]:
    """Returns how many of the triages that this person may see have each status."""
    query = (
        select(triages.c.status, func.count())
        .where(visible_to(team=team, user=user))
        .group_by(triages.c.status)
    )
    with database.read() as connection:
        return dict(connection.execute(query).all())


def similar_triages(
    database: Database,
    vector: np.ndarray,
    *,
    weights_sha256: str,
    team: str,
    user: str,
    other_than: str = "",
    threshold: float = SIMILAR,
    limit: int = 3,
) -> tuple[Similar, ...]:
    """Returns the triages nearest to a vector of length 1, of those this person may see, the nearest first.

    Only vectors of the same model are compared.
    """
    query = (
        select(triages.c.id, triages.c.vector)
        .where(
            visible_to(team=team, user=user),
            triages.c.weights_sha256 == weights_sha256,
            triages.c.vector.is_not(None),
            triages.c.id != other_than,
        )
        .order_by(desc(triages.c.updated_at))
        .limit(LATEST_COMPARED)
    )
    with database.read() as connection:
        rows = connection.execute(query).all()
        if not rows:
            return ()
        cosines = np.frombuffer(b"".join(row.vector for row in rows), dtype="<f4").reshape(
            len(rows), -1
        ) @ vector.astype(np.float32)
        nearest = [
            number for number in np.argsort(-cosines)[:limit] if cosines[number] >= threshold
        ]
        cosine_of = {rows[number].id: float(cosines[number]) for number in nearest}
        found = connection.execute(select(triages).where(triages.c.id.in_(cosine_of))).mappings()
        records = [record_from(row) for row in found]
    records.sort(key=lambda record: -cosine_of[record.id])
    return tuple(Similar(record, cosine_of[record.id]) for record in records)


def export_csv(database: Database, *, team: str, user: str) -> str:
    """Returns the triages that this person may see as a file of RFC 4180, the last changed first.

    A cell that a spreadsheet would take for a formula begins with an apostrophe.
    """
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for triage in list_triages(database, team=team, user=user, limit=None):
        writer.writerow([_cell(value) for value in _values(triage)])
    return lines.getvalue()


def _values(triage: TriageRecord) -> tuple[object, ...]:
    assessment = triage.assessment
    return (
        triage.id,
        triage.title,
        triage.description.problem,
        triage.status,
        assessment.verdict,
        assessment.capability or "none",
        triage.chosen,
        round(assessment.confidence, 3),
        round(assessment.ai_score, 3),
        assessment.runner_up or "",
        assessment.baseline,
        assessment.metrics.model,
        assessment.metrics.adoption,
        assessment.metrics.business,
        "\n".join(question.text for question in assessment.questions),
        triage.owner,
        "yes" if triage.shared else "no",
        triage.created_at.isoformat(timespec="seconds"),
        triage.updated_at.isoformat(timespec="seconds"),
        assessment.model_version,
    )


def _cell(value: object) -> str:
    text = str(value)
    # Leading space does not keep every spreadsheet from reading what follows.
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text
