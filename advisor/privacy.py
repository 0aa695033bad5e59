"""What is held of a person: export and erase.."""

from typing import Any

from advisor.database import Database
from advisor.database.persons import delete_person, rows_of_person


def export_person(database: Database, user: str) -> dict[str, Any]:
    """Returns every stored row of that user, by table."""
    return {"user": user, "held": rows_of_person(database, user)}


def erase_person(database: Database, user: str) -> dict[str, Any]:
    """Erases every stored row of that user and returns how many went, by table."""
    return {"user": user, "erased": delete_person(database, user)}
