"""Watches: of several processes that could tell of the same thing, one does, as long as it lives."""

import json
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from advisor.database.engine import Database, insert_ignore, now
from advisor.database.tables import app_state

PREFIX = "watch:"


def hold_watch(database: Database, name: str, *, owner: str, seconds: float) -> bool:
    """Takes or keeps the watch of this name; False while another owner has it.

    It is written anew only when half of its time is over, so that asking often costs one read.
    """
    with database.read() as connection:
        holder, until = _read(connection, name)
    if until > now() + timedelta(seconds=seconds / 2):
        return holder == owner
    with database.write() as connection:
        holder, until = _read(connection, name)
        if holder != owner and until > now():
            return False
        _write(connection, name, owner=owner, until=now() + timedelta(seconds=seconds))
    return True


def drop_watch(database: Database, name: str, *, owner: str) -> None:
    """Gives the watch up, if it is this owner's."""
    with database.write() as connection:
        if _read(connection, name)[0] == owner:
            _write(connection, name, owner="", until=now())


def _read(connection: Connection, name: str) -> tuple[str, datetime]:
    query = select(app_state.c.value).where(app_state.c.key == PREFIX + name)
    held = json.loads(connection.scalar(query) or "{}")
    return held.get("owner", ""), datetime.fromisoformat(held.get("until") or now().isoformat())


def _write(connection: Connection, name: str, *, owner: str, until: datetime) -> None:
    value = json.dumps({"owner": owner, "until": until.isoformat()})
    row = insert_ignore(connection, app_state).values(key=PREFIX + name, value=value)
    connection.execute(row.on_conflict_do_update(index_elements=["key"], set_={"value": value}))
