"""Where a triage's card stands in direct messages, so that a reply below it finds the triage."""

from sqlalchemy import desc, select, update

from advisor.database.engine import Database
from advisor.database.tables import triages
from advisor.database.triage_records import TriageRecord, record_from


def note_triage_place(database: Database, triage_id: str, place: str) -> None:
    """Stores the conversation in which the card stands; that is no change of the triage."""
    with database.write() as connection:
        connection.execute(update(triages).where(triages.c.id == triage_id).values(place=place))


def find_triage_at(database: Database, place: str, *, team: str, user: str) -> TriageRecord | None:
    """Returns the owner's triage whose card stands in a conversation, the last changed one, or None."""
    query = (
        select(triages)
        .where(triages.c.team == team, triages.c.owner == user, triages.c.place == place)
        .order_by(desc(triages.c.updated_at))
        .limit(1)
    )
    with database.read() as connection:
        row = connection.execute(query).mappings().first()
    return record_from(row) if row else None
