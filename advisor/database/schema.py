"""The schema's version: Alembic's migrations, run at start by whoever comes first."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, inspect, text

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
# Any number will do, as long as nothing else in the same PostgreSQL database takes it.
UPGRADE_LOCK = 7_202_611
VERSION_TABLE = "alembic_version"


class UnknownVersionError(Exception):
    """The database has a version of the schema that this program does not know."""


def upgrade(engine: Engine) -> None:
    """Brings the schema to the newest version; processes that start together wait for each other.

    Raises:
        UnknownVersionError: a newer version of this program has changed it.

    """
    if _current(engine) == newest_version():
        return
    # Alembic is a tenth of what a start imports: only a database that is behind waits for it.
    from alembic import command
    from alembic.util.exc import CommandError

    config = _config()
    with engine.execution_options(begin_immediate=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": UPGRADE_LOCK})
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise UnknownVersionError from error


def newest_version() -> str:
    """Returns the version that the last migration leads to: its file's name begins with it."""
    return max(path.name.partition("_")[0] for path in MIGRATIONS.glob("versions/[0-9]*.py"))


def _current(engine: Engine) -> str | None:
    with engine.begin() as connection:
        if not inspect(connection).has_table(VERSION_TABLE):
            return None
        found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}"))  # noqa: S608 - a constant
        return found.scalar()


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config
