"""The migrations build exactly the tables that the code declares."""

import threading

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from advisor.database import open_database
from advisor.database.tables import metadata


def test_the_migrated_schema_is_the_declared_one(database):
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_processes_that_start_together_migrate_once(settings):
    opened, errors = [], []

    def start():
        try:
            opened.append(open_database(settings))
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    for database in opened:
        database.close()
