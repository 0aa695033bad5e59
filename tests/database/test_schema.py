"""The migrations build exactly the tables that the code declares."""

import threading

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from advisor.database import open_database
from advisor.database.answers import find_answer, record_answer
from advisor.database.schema import _config, newest_version
from advisor.database.tables import metadata
from advisor.models import Answer, Question


def test_the_migrated_schema_is_the_declared_one(database):
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_a_database_of_before_triages_keeps_its_rows(settings):
    database = open_database(settings)
    answer = Answer(id="A1", text="Recall.", abstained=False, method="extractive", confidence=0.9)
    record_answer(database, Question("what is recall?", user="U1"), answer)
    with database.engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
    assert "triages" not in inspect(database.engine).get_table_names()
    database.close()
    upgraded = open_database(settings)
    assert find_answer(upgraded, "A1").text == "Recall."
    assert "triages" in inspect(upgraded.engine).get_table_names()
    upgraded.close()


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


def test_the_newest_version_is_the_one_that_the_last_migration_leads_to():
    assert newest_version() == ScriptDirectory.from_config(_config()).get_current_head()
