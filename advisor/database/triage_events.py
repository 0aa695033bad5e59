"""What happened to triages: each step of the guided flow, and the history of each triage."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, insert, select

from advisor.database.engine import Database, now
from advisor.database.tables import triage_events
from advisor.database.triage_changes import Changes

Step = Literal[
    "opened", "described", "asked", "assessed", "reassessed", "replied", "corrected", "confirmed",
    "status", "shared", "unshared", "handed", "saved",
]  # fmt: skip
# The way that every triage goes; who reached a later step has passed the earlier ones, seen or not: a triage that
# starts from a message opens no form.
WAY: tuple[Step, ...] = ("opened", "described", "assessed")
# What a person may do then, in any order.
THEN: tuple[Step, ...] = (
    "asked", "replied", "reassessed", "corrected", "confirmed", "shared", "handed", "saved", "status",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TriageEvent:
    """One step: who took it, when, and what changed by it."""

    kind: Step
    user: str
    changes: Changes
    created_at: datetime


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """How many runs of the guided flow reached a step."""

    kind: Step
    flows: int


def record_step(database: Database, kind: Step, *, team: str, user: str, flow: str) -> None:
    """Stores a step that comes before there is a triage; the same `flow` saves the triage later."""
    with database.write() as connection:
        write_event(connection, kind, team=team, user=user, flow=flow)


def write_event(
    connection: Connection,
    kind: Step,
    *,
    team: str,
    user: str,
    flow: str,
    triage_id: str = "",
    changes: Changes | None = None,
) -> None:
    """Stores a step in the transaction of the change that it tells."""
    connection.execute(
        insert(triage_events).values(
            triage_id=triage_id or None,
            team=team,
            user=user,
            flow=flow,
            kind=kind,
            changes=dict(changes or {}),
            created_at=now(),
        )
    )


def events_of(connection: Connection, triage_id: str) -> tuple[TriageEvent, ...]:
    """Returns what happened to a triage, oldest first."""
    query = (
        select(triage_events)
        .where(triage_events.c.triage_id == triage_id)
        .order_by(triage_events.c.id)
    )
    return tuple(
        TriageEvent(row["kind"], row["user"], row["changes"], row["created_at"])
        for row in connection.execute(query).mappings()
    )


def triage_funnel(
    database: Database, *, team: str = "", since: datetime | None = None
) -> tuple[FunnelStep, ...]:
    """Returns how many flows reached each step: the way in its order, then what was done with the card."""
    query = select(triage_events.c.team, triage_events.c.flow, triage_events.c.kind).distinct()
    if team:
        query = query.where(triage_events.c.team == team)
    if since:
        query = query.where(triage_events.c.created_at >= since)
    reached: dict[tuple[str, str], set[Step]] = {}
    with database.read() as connection:
        for place, flow, kind in connection.execute(query):
            reached.setdefault((place, flow), set()).add(kind)
    counts = dict.fromkeys((*WAY, *THEN), 0)
    for kinds in reached.values():
        # Where anything was done with a card, there was one.
        furthest = 2 if kinds - {"opened", "described", "asked"} else int("described" in kinds)
        for kind in WAY[: furthest + 1]:
            counts[kind] += 1
        for kind in kinds & set(THEN):
            counts[kind] += 1
    return tuple(FunnelStep(kind, count) for kind, count in counts.items())
