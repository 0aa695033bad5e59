"""Final choices on what the model proposed: kept or overridden, and an admin's review of overrides."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import Connection, func, select, update

from advisor.database.engine import Database, insert_ignore, now
from advisor.database.tables import overrides, triages
from advisor.database.triage_events import write_event
from advisor.database.triage_records import Choice, TriageRecord, lock_triage, proposed_by
from advisor.errors import TriageError
from advisor.models import Capability, Verdict

Review = Literal["open", "accepted", "rejected"]
CHOICES: tuple[Choice, ...] = (*get_args(Capability), "none")


@dataclass(frozen=True, slots=True)
class Override:
    """A choice that differs from the proposal, with the text that both are about, as it was then."""

    id: int
    triage_id: str
    user: str
    text: str
    proposed: Choice
    corrected: Choice
    verdict: Verdict
    confidence: float
    model_version: str
    review: Review
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ChoiceCount:
    """How many final choices there are on a proposal of a model version, and how many differ from it."""

    proposed: Choice
    model_version: str
    decided: int
    overridden: int


def record_override(
    database: Database, triage_id: str, *, team: str, user: str, corrected: Choice
) -> bool:
    """Stores a person's choice over an earlier one on the same model version; False if it is the proposal.

    Whoever may see a triage may say so; only its owner's choice shows on it. A changed choice is reviewed anew.

    Raises:
        TriageError: there is no such triage for this person, or no such capability.

    """
    if corrected not in CHOICES:
        raise TriageError("Please choose one of the seven capabilities, or none.")
    with database.write() as connection:
        triage = lock_triage(connection, triage_id, team=team, user=user, owners_only=False)
        proposed = proposed_by(triage.assessment)
        _write_choice(connection, triage, user=user, corrected=corrected, source="chosen")
        if triage.owner == user:
            connection.execute(
                update(triages)
                .where(triages.c.id == triage_id)
                .values(chosen=corrected, updated_at=now())
            )
        write_event(
            connection,
            "confirmed" if corrected == proposed else "corrected",
            team=team,
            user=user,
            flow=triage.flow,
            triage_id=triage_id,
            changes={"capability": [proposed, corrected]},
        )
    return corrected != proposed


def keep_proposal(connection: Connection, triage: TriageRecord, *, user: str) -> None:
    """Counts a proposal as kept by a person who goes on with it, unless they chose before.

    Where no capability was proposed, to go on says nothing about that.
    """
    if triage.assessment.capability:
        _write_choice(
            connection, triage, user=user, corrected=triage.assessment.capability, source="acted"
        )


def list_overrides(database: Database, *, review: Review | None = "open") -> tuple[Override, ...]:
    """Returns the overrides in this state of review, or all, oldest first."""
    query = (
        select(*(overrides.c[name.name] for name in fields(Override)))
        .where(overrides.c.corrected != overrides.c.proposed)
        .order_by(overrides.c.id)
    )
    if review:
        query = query.where(overrides.c.review == review)
    with database.read() as connection:
        return tuple(Override(**row) for row in connection.execute(query).mappings())


def reviewed_overrides(database: Database) -> tuple[Override, ...]:
    """Returns what training may learn from: accepted overrides, one for each triage, the latest choice."""
    latest: dict[str, Override] = {}
    for override in list_overrides(database, review="accepted"):
        earlier = latest.get(override.triage_id)
        if earlier is None or earlier.created_at <= override.created_at:
            latest[override.triage_id] = override
    return tuple(latest.values())


def review_override(database: Database, override_id: int, *, admin: str, review: Review) -> bool:
    """Stores what an admin found; the last word counts. False when there is no such override."""
    with database.write() as connection:
        changed = connection.execute(
            update(overrides)
            .where(overrides.c.id == override_id, overrides.c.corrected != overrides.c.proposed)
            .values(review=review, reviewed_by=admin, reviewed_at=now())
        )
    return changed.rowcount == 1


def choice_counts(database: Database) -> tuple[ChoiceCount, ...]:
    """Returns the final choices by proposal and model version; triages without one are not counted."""
    group = (overrides.c.proposed, overrides.c.model_version)
    query = (
        select(
            *group,
            func.count().label("decided"),
            func.count().filter(overrides.c.corrected != overrides.c.proposed).label("overridden"),
        )
        .group_by(*group)
        .order_by(*group)
    )
    with database.read() as connection:
        return tuple(ChoiceCount(**row) for row in connection.execute(query).mappings())


def _write_choice(
    connection: Connection,
    triage: TriageRecord,
    *,
    user: str,
    corrected: Choice,
    source: Literal["chosen", "acted"],
) -> None:
    row = {
        "triage_id": triage.id,
        "user": user,
        "text": triage.description.text,
        "proposed": proposed_by(triage.assessment),
        "corrected": corrected,
        "verdict": triage.assessment.verdict,
        "confidence": triage.assessment.confidence,
        "model_version": triage.assessment.model_version,
        "source": source,
        "review": "open",
        "reviewed_by": "",
        "reviewed_at": None,
        "created_at": now(),
    }
    statement = insert_ignore(connection, overrides).values(row)
    key = ["triage_id", "user", "model_version"]
    if source == "acted":
        # What a person said outweighs what they did.
        connection.execute(statement.on_conflict_do_nothing(index_elements=key))
        return
    changed = {name: value for name, value in row.items() if name not in key}
    # The same choice again needs no second review.
    differs = (overrides.c.corrected != corrected) | (overrides.c.proposed != row["proposed"])
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=key, set_=changed, where=differs | (overrides.c.source == "acted")
        )
    )
