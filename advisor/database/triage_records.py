"""A saved triage as it is read, who may see it, and the lock of who changes it."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import numpy as np
from sqlalchemy import ColumnElement, Connection, RowMapping, and_, or_, select

from advisor.database.assessments import (
    assessment_from,
    assessment_json,
    description_from,
    description_json,
)
from advisor.database.engine import now
from advisor.database.tables import triages
from advisor.errors import TriageError
from advisor.models import Assessment, Capability, Description

Status = Literal["idea", "exploring", "building", "live", "dropped"]
# A person's choice among the capabilities, or that none fits.
Choice = Capability | Literal["none"]
LONGEST_TITLE = 60
_SENTENCE_END = re.compile(r"(?<=[.!?])\s")


@dataclass(frozen=True, slots=True)
class TriageRecord:
    """A triage with its state; `chosen` is its owner's choice of capability, "" while there is none."""

    id: str
    enterprise: str
    team: str
    owner: str
    flow: str
    place: str
    status: Status
    shared: bool
    chosen: Choice | Literal[""]
    description: Description
    assessment: Assessment
    created_at: datetime
    updated_at: datetime

    @property
    def title(self) -> str:
        """The first sentence of the problem, in a short line."""
        line = " ".join(_SENTENCE_END.split(self.description.problem.strip(), 1)[0].split())
        if len(line) <= LONGEST_TITLE:
            return line.rstrip(".")
        cut = line[:LONGEST_TITLE]
        return cut[: cut.rfind(" ")].rstrip(",;:") + "…" if " " in cut else cut + "…"

    @property
    def capability(self) -> Choice:
        """What it is taken for: the owner's choice, else the proposal."""
        return self.chosen or proposed_by(self.assessment)


def proposed_by(assessment: Assessment) -> Choice:
    """Returns the proposed capability; "none" where none fits."""
    return assessment.capability or "none"


def visible_to(*, team: str, user: str) -> ColumnElement[bool]:
    """The condition for what a person may see: their own triages and the shared ones, of one team."""
    return and_(triages.c.team == team, or_(triages.c.owner == user, triages.c.shared))


def lock_triage(
    connection: Connection, triage_id: str, *, team: str, user: str, owners_only: bool = True
) -> TriageRecord:
    """Returns the triage, which nobody else changes until this transaction ends.

    Raises:
        TriageError: there is none that this person may see, or it is somebody else's to change.

    """
    query = (
        select(triages)
        .where(triages.c.id == triage_id, visible_to(team=team, user=user))
        # SQLite has one writer, and its compiler leaves this out.
        .with_for_update()
    )
    row = connection.execute(query).mappings().first()
    if row is None:
        raise TriageError("I no longer have that triage; please start a new one with /triage.")
    if owners_only and row["owner"] != user:
        raise TriageError("Only its owner can change this triage; please ask them.")
    return record_from(row)


def record_from(row: RowMapping) -> TriageRecord:
    """Returns the triage of a row of its table."""
    return TriageRecord(
        id=row["id"],
        enterprise=row["enterprise"],
        team=row["team"],
        owner=row["owner"],
        flow=row["flow"],
        place=row["place"],
        status=row["status"],
        shared=row["shared"],
        chosen=row["chosen"],
        description=description_from(row["description"]),
        assessment=assessment_from(row["assessment"]),
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


def content_values(
    description: Description,
    assessment: Assessment,
    vector: np.ndarray | None,
    weights_sha256: str,
) -> dict[str, Any]:
    """Returns what a triage says as columns of its row, the time of the change included."""
    return {
        "description": description_json(description),
        "assessment": assessment_json(assessment),
        "vector": None if vector is None else vector.astype("<f4").tobytes(),
        "weights_sha256": weights_sha256,
        "updated_at": now(),
    }
