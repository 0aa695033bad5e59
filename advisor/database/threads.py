"""Threads where the bot takes part: who asked first, whether others joined, whether it is muted."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, desc, select, update

from advisor.database.engine import Database, insert_ignore, now
from advisor.database.tables import threads


@dataclass(frozen=True, slots=True)
class Place:
    """A conversation: a thread in a channel of a team."""

    team: str
    channel: str
    thread_ts: str

    def __str__(self) -> str:
        return f"{self.team}/{self.channel}/{self.thread_ts}"


@dataclass(frozen=True, slots=True)
class Thread:
    """What we know of a thread in which we take part."""

    place: Place
    asker: str
    has_others: bool
    muted: bool


def find_thread(database: Database, place: Place) -> Thread | None:
    """Returns the thread, or None when we take no part in it."""
    query = select(threads.c.asker, threads.c.has_others, threads.c.muted).where(*_at(place))
    with database.read() as connection:
        row = connection.execute(query).first()
    return Thread(place, row.asker, row.has_others, row.muted) if row else None


@dataclass(frozen=True, slots=True)
class Joining:
    """That the bot takes part in a thread because of this user; a second user counts as others."""

    place: Place
    user: str
    has_others: bool = False
    muted: bool = False


def join_thread(database: Database, joining: Joining) -> None:
    """Stores that the bot takes part in a thread."""
    with database.write() as connection:
        write_joining(connection, joining)


def write_joining(connection: Connection, joining: Joining) -> None:
    """Stores it in a transaction that does more; what was known of the thread is only added to."""
    place, present = joining.place, now()
    row = {
        "team": place.team,
        "channel": place.channel,
        "thread_ts": place.thread_ts,
        "asker": joining.user,
        "has_others": joining.has_others,
        "muted": joining.muted,
        "updated_at": present,
    }
    connection.execute(
        insert_ignore(connection, threads)
        .values(row)
        .on_conflict_do_update(
            index_elements=["team", "channel", "thread_ts"],
            set_={
                "has_others": threads.c.has_others | (threads.c.asker != joining.user),
                "muted": threads.c.muted | joining.muted,
                "updated_at": present,
            },
        )
    )


def note_other(database: Database, place: Place) -> None:
    """Keeps that somebody else than the asker has written in the thread."""
    _change(database, place, has_others=True)


def latest_thread(
    database: Database, *, team: str, channel: str, since: datetime, other_than: str
) -> Place | None:
    """Returns the thread of this channel that moved last, if it did since then."""
    query = (
        select(threads.c.thread_ts)
        .where(
            threads.c.team == team,
            threads.c.channel == channel,
            threads.c.updated_at >= since,
            threads.c.thread_ts != other_than,
        )
        .order_by(desc(threads.c.updated_at))
        .limit(1)
    )
    with database.read() as connection:
        thread_ts = connection.execute(query).scalar()
    return Place(team, channel, thread_ts) if thread_ts else None


def _change(database: Database, place: Place, **values: bool) -> None:
    with database.write() as connection:
        connection.execute(update(threads).where(*_at(place)).values(updated_at=now(), **values))


def _at(place: Place) -> tuple[ColumnElement[bool], ...]:
    return (
        threads.c.team == place.team,
        threads.c.channel == place.channel,
        threads.c.thread_ts == place.thread_ts,
    )
