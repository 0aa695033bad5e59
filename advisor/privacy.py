"""What is held of a person: export, erase, and the end of retention."""

from datetime import timedelta
from typing import Any

from advisor.database import Database
from advisor.database.engine import now
from advisor.database.persons import delete_before, delete_person, rows_of_person


def export_person(database: Database, user: str) -> dict[str, Any]:
    """Returns every stored row of that user, by table."""
    return {"user": user, "held": rows_of_person(database, user)}


def forget_old(database: Database, *, days: int) -> dict[str, int]:
    """Erases what is older than so many days and returns how many rows went, by table."""
    return delete_before(database, now() - timedelta(days=days))


def erase_person(database: Database, user: str) -> dict[str, Any]:
    """Erases every stored row of that user and returns how many went, by table."""
    return {"user": user, "erased": delete_person(database, user)}
