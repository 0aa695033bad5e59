"""The installation's name: what tells its collections from those of others on one Chroma server."""

import secrets

from sqlalchemy import select

from advisor.database.engine import Database, insert_ignore
from advisor.database.tables import app_state

KEY = "installation"


def installation_name(database: Database) -> str:
    """Returns the random name of this database, given at the first call."""
    query = select(app_state.c.value).where(app_state.c.key == KEY)
    with database.read() as connection:
        name = connection.scalar(query)
    if name is not None:
        return str(name)
    with database.write() as connection:
        row = insert_ignore(connection, app_state).values(key=KEY, value=secrets.token_hex(8))
        connection.execute(row.on_conflict_do_nothing())
        return str(connection.scalar(query))
