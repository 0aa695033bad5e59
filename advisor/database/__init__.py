"""The precious state: tables, connections and every SQL statement of the product."""

from advisor.database.engine import Database, open_database

__all__ = ["Database", "open_database"]
