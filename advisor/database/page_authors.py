"""Takes a person's name out of the pages that came from Slack."""

from sqlalchemy import Connection, select, update

from advisor.database.tables import proposals


def forget_in_pages(connection: Connection, user: str) -> None:
    """Leaves the pages as they are, but not who proposed, decided on or wrote them, if it was this person.

    The next build writes the pages without that name.
    """
    # What was not approved is deleted with its proposer.
    own = (proposals.c.proposed_by == user) & (proposals.c.status == "approved")
    connection.execute(update(proposals).where(own).values(proposed_by=""))
    decided = proposals.c.decided_by == user
    connection.execute(update(proposals).where(decided).values(decided_by=""))
    rows = connection.execute(select(proposals.c.id, proposals.c.authors)).all()
    for row in rows:
        others = [author for author in row.authors if author["user"] != user]
        if len(others) != len(row.authors):
            statement = update(proposals).where(proposals.c.id == row.id)
            connection.execute(statement.values(authors=others))
