"""Connections: SQLite made safe (WAL, full sync, one writer at a time) or PostgreSQL."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError, SQLAlchemyError

from advisor.database.schema import UnknownVersionError, upgrade
from advisor.errors import DatabaseError
from advisor.settings import Settings

# Longer than any write of ours takes, so that two processes wait for each other instead of failing.
SQLITE_BUSY_SECONDS = 30
SQLITE_PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "secure_delete": "ON",
    "busy_timeout": str(SQLITE_BUSY_SECONDS * 1000),
}


class Database:
    """An engine with `read()` and `write()`; on SQLite, writers of this process take turns."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._is_sqlite = engine.dialect.name == "sqlite"
        self._writer = threading.Lock()
        self._write_engine = engine.execution_options(begin_immediate=True)

    @property
    def writing_engine(self) -> Engine:
        """For code that is not ours and reads before it writes: each of its transactions starts as a writer's.

        On SQLite, a transaction that begins as a reader fails at once with "database is locked" when it comes to
        write after somebody else has written, however long it would be ready to wait.
        """
        return self._write_engine

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.engine.dialect.name

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection in a transaction that only reads."""
        with self.engine.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A connection in a transaction that commits at the end, or rolls back on an error."""
        if self._is_sqlite:
            # SQLite has one writer: a lock queues our threads fairly, where busy waiting would starve some
            # (9,544 of 10,000 votes of 50 threads succeeded without it, all with it).
            with self._writer, self._write_engine.begin() as connection:
                yield connection
        else:
            with self._write_engine.begin() as connection:
                yield connection

    def truncate_log(self) -> None:
        """Empties SQLite's write-ahead log, which keeps deleted text until then."""
        if not self._is_sqlite:
            return
        with self._writer:
            raw = self.engine.raw_connection()
            try:
                raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                raw.close()

    def close(self) -> None:
        """Closes all connections."""
        self.engine.dispose()


def open_database(settings: Settings) -> Database:
    """Returns the database of these settings, its schema up to date.

    Raises:
        DatabaseError: it cannot be reached or read, DATABASE_URL names no database we know, or a
            newer version of this program has changed the schema.

    """
    engine: Engine | None = None
    try:
        engine = _create_engine(settings.database_address)
        upgrade(engine)
    except (SQLAlchemyError, UnknownVersionError, ModuleNotFoundError, OSError) as error:
        if engine is not None:
            engine.dispose()
        raise DatabaseError(_remedy(error)) from error
    return Database(engine)


def _remedy(error: Exception) -> str:
    if isinstance(error, ArgumentError | NoSuchModuleError | ModuleNotFoundError):
        return (
            "DATABASE_URL names no database we can open; use postgresql://user:password@host/name "
            "with the `postgres` extra installed, or leave it empty for SQLite."
        )
    if isinstance(error, UnknownVersionError):
        return (
            "The database was made by a newer version of this program; update the program, or restore "
            "a backup of the database."
        )
    if isinstance(error, OperationalError | OSError):
        return "The database cannot be reached; check DATABASE_URL, or that DATA_DIR can be written to."
    return (
        "The database cannot be used: it is damaged, or this user may not change its tables; "
        "restore a backup, or grant the right."
    )


def now() -> datetime:
    """The present time in UTC, as all tables store it."""
    return datetime.now(UTC)


def insert_ignore(connection: Connection, table: Any) -> Any:  # noqa: ANN401 - two dialects, one interface
    """An INSERT of the connection's dialect, which has `on_conflict_do_nothing` and `_do_update`."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)


def _create_engine(address: str) -> Engine:
    # Parameters are hidden: in the message of an error, they would carry what people wrote into the logs.
    if not address.startswith("sqlite"):
        return create_engine(
            address, pool_pre_ping=True, pool_size=10, max_overflow=20, hide_parameters=True
        )
    path = address.removeprefix("sqlite:///")
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        address,
        connect_args={"timeout": SQLITE_BUSY_SECONDS, "check_same_thread": False},
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DB-API connection
        # The driver's own transaction handling is off, so that `begin` below decides.
        connection.isolation_level = None
        for name, value in SQLITE_PRAGMAS.items():
            connection.execute(f"PRAGMA {name} = {value}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get("begin_immediate")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine
