"""Claims: what was delivered and taken on, who works on it, and how it ended. One per message."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import RowMapping, select, update

from advisor.database.engine import Database, insert_ignore, now
from advisor.database.tables import claims
from advisor.database.threads import Joining, write_joining

Status = Literal[
    "claimed", "working", "posting", "done", "refused", "withdrawn", "apologised", "undeliverable"
]
OPEN: tuple[Status, ...] = ("claimed", "working", "posting")
# The heartbeat of a claim that its owner gave back: older than any limit.
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the platform delivered; `payload` is all that is needed to answer it after a restart."""

    event_id: str
    team: str
    channel: str
    ts: str
    user: str
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery that we took on; `message_ts` is the message that answers it, once there is one."""

    id: int
    team: str
    channel: str
    ts: str
    user: str
    payload: Mapping[str, Any]
    status: Status
    attempts: int
    answer_id: str
    message_ts: str
    created_at: datetime


def claim_delivery(
    database: Database,
    delivery: Delivery,
    *,
    owner: str,
    joining: Joining | None = None,
    same_as: str = "",
) -> Claim | None:
    """Returns the new claim, or None when this event or this message was claimed before.

    What it says of its thread is stored in the same transaction: one write before the ack. `same_as` is
    another event that would have been this one.
    """
    present = now()
    row = {
        "event_id": delivery.event_id,
        "team": delivery.team,
        "channel": delivery.channel,
        "ts": delivery.ts,
        "user": delivery.user,
        "payload": dict(delivery.payload),
        "status": "claimed",
        "owner": owner,
        "heartbeat_at": present,
        "attempts": 0,
        "answer_id": "",
        "message_ts": "",
        "created_at": present,
    }
    with database.write() as connection:
        other = select(claims.c.id).where(claims.c.event_id == same_as)
        if same_as and connection.execute(other).first():
            return None
        statement = insert_ignore(connection, claims).values(row).on_conflict_do_nothing()
        claimed = connection.execute(statement.returning(claims)).mappings().first()
        if claimed and joining:
            write_joining(connection, joining)
    return _claim(claimed) if claimed else None


def start_work(database: Database, claim_id: int, *, owner: str) -> bool:
    """Marks a claim as being worked on; False when it is closed or another process has it."""
    return _advance(
        database, claim_id, owner=owner, origin=("claimed", "working"), status="working"
    )


def start_posting(database: Database, claim_id: int, *, owner: str, answer_id: str = "") -> bool:
    """Marks a claim as being posted, before the first call that posts; False as in `start_work`."""
    values = {"answer_id": answer_id} if answer_id else {}
    return _advance(database, claim_id, owner=owner, origin=OPEN, status="posting", **values)


def note_message(database: Database, claim_id: int, *, owner: str, message_ts: str) -> bool:
    """Keeps the message that answers a claim, so that a restart goes on with the same one."""
    return _advance(
        database, claim_id, owner=owner, origin=OPEN, status="posting", message_ts=message_ts
    )


def finish(
    database: Database, claim_id: int, *, owner: str, status: Status, message_ts: str = ""
) -> bool:
    """Closes a claim and forgets its payload, which holds the words of a person."""
    values = {"message_ts": message_ts} if message_ts else {}
    return _advance(
        database, claim_id, owner=owner, origin=OPEN, status=status, payload={}, **values
    )


def beat(database: Database, claim_ids: Collection[int], *, owner: str) -> None:
    """Says that these claims are in living hands; the others of this owner fall silent."""
    if not claim_ids:
        return
    with database.write() as connection:
        connection.execute(
            update(claims)
            .where(claims.c.id.in_(list(claim_ids)), claims.c.owner == owner)
            .values(heartbeat_at=now())
        )


def withdraw(database: Database, *, team: str, channel: str, ts: str) -> bool:
    """Closes the claim of a message that its author took back; False when none waits for its answer."""
    with database.write() as connection:
        changed = connection.execute(
            update(claims)
            .where(
                claims.c.team == team,
                claims.c.channel == channel,
                claims.c.ts == ts,
                claims.c.status.in_(("claimed", "working")),
            )
            .values(status="withdrawn", payload={}, heartbeat_at=now())
        )
    return changed.rowcount == 1


def give_back(database: Database, claim_id: int, *, owner: str, counted: bool = False) -> None:
    """Leaves an open claim to be taken again when its heartbeat is old: a pause before a new try.

    Such a try is an attempt only if it is `counted`: when it failed over the claim, not over Slack.
    """
    with database.write() as connection:
        connection.execute(
            update(claims)
            .where(claims.c.id == claim_id, claims.c.owner == owner, claims.c.status.in_(OPEN))
            .values(owner="", heartbeat_at=now(), attempts=claims.c.attempts - int(not counted))
        )


def give_back_all(database: Database, *, owner: str) -> None:
    """Leaves all open claims of an owner that ends, to be taken at once."""
    with database.write() as connection:
        connection.execute(
            update(claims)
            .where(claims.c.owner == owner, claims.c.status.in_(OPEN))
            .values(owner="", heartbeat_at=LONG_AGO)
        )


def open_owners(database: Database) -> tuple[str, ...]:
    """Returns the owners of open claims."""
    query = select(claims.c.owner).where(claims.c.status.in_(OPEN), claims.c.owner != "").distinct()
    with database.read() as connection:
        return tuple(connection.execute(query).scalars())


def take_abandoned(
    database: Database,
    *,
    owner: str,
    silent_seconds: float,
    dead_owners: Collection[str] = (),
    in_hand: Collection[int] = (),
    limit: int = 100,
) -> tuple[Claim, ...]:
    """Returns open claims that are silent or of dead owners, now ours, oldest first.

    Those `in_hand` are left alone. Of processes that recover at the same time, each claim goes to one.
    """
    before = now() - timedelta(seconds=silent_seconds)
    abandoned = (claims.c.heartbeat_at < before) | claims.c.owner.in_(list(dead_owners))
    candidates = (
        select(claims.c.id)
        .where(claims.c.status.in_(OPEN), claims.c.id.not_in(list(in_hand)), abandoned)
        .order_by(claims.c.id)
        .limit(limit)
    )
    with database.read() as connection:
        if connection.execute(candidates.limit(1)).first() is None:
            return ()
    with database.write() as connection:
        taken = connection.execute(
            update(claims)
            # Locked on PostgreSQL; SQLite has one writer, and its compiler leaves FOR UPDATE out.
            .where(claims.c.id.in_(candidates.with_for_update(skip_locked=True)))
            .values(owner=owner, heartbeat_at=now(), attempts=claims.c.attempts + 1)
            .returning(claims)
        ).mappings()
        return tuple(sorted((_claim(row) for row in taken), key=lambda claim: claim.id))


def find_claim(database: Database, claim_id: int) -> Claim | None:
    """Returns the claim, or None."""
    with database.read() as connection:
        query = select(claims).where(claims.c.id == claim_id)
        row = connection.execute(query).mappings().first()
    return _claim(row) if row else None


def asker_of(database: Database, answer_id: str) -> str:
    """Returns the user whose claim was answered with this answer, or ""."""
    query = select(claims.c.user).where(claims.c.answer_id == answer_id).limit(1)
    with database.read() as connection:
        return str(connection.execute(query).scalar() or "")


def latest_claim_at(database: Database) -> datetime | None:
    """Returns when something was claimed last, or None."""
    query = select(claims.c.created_at).order_by(claims.c.id.desc()).limit(1)
    with database.read() as connection:
        return connection.execute(query).scalar()


def _advance(
    database: Database,
    claim_id: int,
    *,
    owner: str,
    origin: tuple[Status, ...],
    **values: object,
) -> bool:
    """Changes a claim only if it is still ours: the guard of "answered exactly once"."""
    with database.write() as connection:
        changed = connection.execute(
            update(claims)
            .where(
                claims.c.id == claim_id, claims.c.owner == owner, claims.c.status.in_(list(origin))
            )
            .values(heartbeat_at=now(), **values)
        )
    return changed.rowcount == 1


def _claim(row: RowMapping) -> Claim:
    return Claim(
        id=row["id"],
        team=row["team"],
        channel=row["channel"],
        ts=row["ts"],
        user=row["user"],
        payload=row["payload"],
        status=row["status"],
        attempts=row["attempts"],
        answer_id=row["answer_id"],
        message_ts=row["message_ts"],
        created_at=row["created_at"],
    )
