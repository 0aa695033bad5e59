"""A database in memory, for answers that nobody asked for."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from advisor.database.engine import Database
from advisor.database.tables import metadata


@contextmanager
def scratch_database() -> Iterator[Database]:
    """An empty database with all tables, gone at the end; for one thread."""
    engine = create_engine("sqlite://", poolclass=StaticPool, hide_parameters=True)
    metadata.create_all(engine)
    database = Database(engine)
    try:
        yield database
    finally:
        database.close()
