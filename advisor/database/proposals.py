"""Pages that came from Slack: proposed, read by the builder, approved or rejected by an admin, taken out again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, RowMapping, String, cast, insert, select, update

from advisor.database.engine import Database, now
from advisor.database.tables import proposals
from advisor.errors import ProposalError

Kind = Literal["file", "thread"]
Status = Literal["waiting", "proposed", "approved", "rejected", "failed", "removed"]
Decision = Literal["approved", "rejected"]
LONGEST_TITLE = 150
# All but the content, which may be large.
_FACTS = [column for column in proposals.c if column.name != "content"]


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody whose words a page holds."""

    user: str
    name: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What is proposed: the page's file, and where it comes from.

    `key` stands for the file or thread and its state: the same is not proposed again while it waits.
    """

    kind: Kind
    key: str
    name: str
    content: bytes
    title: str = ""
    origin: str = ""
    permalink: str = ""
    authors: tuple[Author, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed page as it stands, without its content.

    `findings`: {preview, sections, warnings: [{path, kind, text}], left_out: [{path, reason}]} once it was read.
    """

    id: int
    kind: Kind
    status: Status
    name: str
    title: str
    origin: str
    permalink: str
    authors: tuple[Author, ...]
    findings: Mapping[str, Any]
    error: str
    proposed_by: str
    decided_by: str
    team: str
    channel: str
    message: str
    shown: str
    revision: int
    created_at: datetime
    decided_at: datetime | None

    @property
    def state(self) -> str:
        """What its message tells: it changes with the status and with the title."""
        return f"{self.status}/{self.revision}"


def propose_page(
    database: Database, draft: Draft, *, by: str, team: str, channel: str
) -> tuple[Proposal, bool]:
    """Stores a proposal for the builder to read; returns it, and whether it is new.

    What was proposed before and rejected, failed or removed may be proposed again.
    """
    with database.write() as connection:
        same = select(*_FACTS).where(proposals.c.key == draft.key)
        row = connection.execute(same).mappings().first()
        if row and row["status"] in ("waiting", "proposed", "approved"):
            return _proposal(row), False
        if row:
            old = update(proposals).where(proposals.c.id == row["id"])
            connection.execute(old.values(key=f"{row['id']}/{draft.key}"[:128]))
        values: dict[str, Any] = {
            "kind": draft.kind,
            "status": "waiting",
            "key": draft.key,
            "name": draft.name,
            "title": draft.title[:LONGEST_TITLE],
            "content": draft.content,
            "origin": draft.origin,
            "permalink": draft.permalink,
            "authors": [{"user": each.user, "name": each.name} for each in draft.authors],
            "findings": {},
            "proposed_by": by,
            "team": team,
            "channel": channel,
            "created_at": now(),
        }
        created = connection.execute(insert(proposals).values(values).returning(*_FACTS))
        return _proposal(created.mappings().one()), True


def read_proposal(database: Database, proposal_id: int) -> Proposal:
    """Returns a proposal.

    Raises:
        ProposalError: there is none with this number.

    """
    with database.read() as connection:
        return _find(connection, proposal_id)


def list_proposals(database: Database, *statuses: Status) -> list[Proposal]:
    """Returns the proposals with one of these statuses, oldest first."""
    query = select(*_FACTS).where(proposals.c.status.in_(list(statuses))).order_by(proposals.c.id)
    with database.read() as connection:
        return [_proposal(row) for row in connection.execute(query).mappings()]


def proposals_to_show(database: Database) -> list[Proposal]:
    """Returns the proposals that were read and whose message does not tell their state, oldest first."""
    state = proposals.c.status + "/" + cast(proposals.c.revision, String)
    query = (
        select(*_FACTS)
        .where(
            proposals.c.channel != "", proposals.c.status != "waiting", proposals.c.shown != state
        )
        .order_by(proposals.c.id)
    )
    with database.read() as connection:
        return [_proposal(row) for row in connection.execute(query).mappings()]


def note_proposal_shown(
    database: Database, proposal_id: int, *, state: str, channel: str, message: str
) -> None:
    """Keeps the message that tells of a proposal, and the state that it tells."""
    with database.write() as connection:
        connection.execute(
            update(proposals)
            .where(proposals.c.id == proposal_id)
            .values(shown=state, channel=channel, message=message)
        )


def has_unread_proposals(connection: Connection) -> bool:
    """Whether the builder has proposals to read."""
    query = select(proposals.c.id).where(proposals.c.status == "waiting").limit(1)
    return connection.execute(query).first() is not None


def unread_proposals(database: Database) -> list[int]:
    """Returns the numbers of the proposals that the builder has to read."""
    query = select(proposals.c.id).where(proposals.c.status == "waiting").order_by(proposals.c.id)
    with database.read() as connection:
        return list(connection.scalars(query))


def content_of(database: Database, proposal_id: int) -> bytes:
    """Returns the file of a proposal, b"" if it is gone."""
    query = select(proposals.c.content).where(proposals.c.id == proposal_id)
    with database.read() as connection:
        return connection.scalar(query) or b""


def note_reading(
    database: Database,
    proposal_id: int,
    *,
    title: str = "",
    findings: Mapping[str, Any] | None = None,
    error: str = "",
) -> None:
    """Keeps what reading a proposal found, or why it cannot be a page; a title of its own stays."""
    values: dict[str, Any] = {"status": "failed" if error else "proposed", "error": error}
    with database.write() as connection:
        found = _find(connection, proposal_id)
        values |= {"findings": dict(findings or {}), "title": found.title or title[:LONGEST_TITLE]}
        connection.execute(
            update(proposals)
            .where(proposals.c.id == proposal_id, proposals.c.status == "waiting")
            .values(values)
        )


def decide_proposal(
    database: Database, proposal_id: int, decision: Decision, *, by: str
) -> Proposal:
    """Approves or rejects a proposed page; an approved one takes the place of the page of its name.

    Raises:
        ProposalError: there is none with this number, or it does not wait (any more).

    """
    with database.write() as connection:
        found = _find(connection, proposal_id)
        if found.status != "proposed":
            raise ProposalError(_not_waiting(found))
        if decision == "approved":
            connection.execute(
                update(proposals)
                .where(proposals.c.name == found.name, proposals.c.status == "approved")
                .values(status="removed", decided_at=now())
            )
        connection.execute(
            update(proposals)
            .where(proposals.c.id == proposal_id)
            .values(status=decision, decided_by=by, decided_at=now())
        )
        return _find(connection, proposal_id)


def retitle_proposal(database: Database, proposal_id: int, title: str) -> Proposal:
    """Gives a proposed page another title.

    Raises:
        ProposalError: there is none with this number, it does not wait any more, or the title is empty.

    """
    words = " ".join(title.split())[:LONGEST_TITLE]
    if not words:
        raise ProposalError("A page needs a title.")
    with database.write() as connection:
        found = _find(connection, proposal_id)
        if found.status != "proposed":
            raise ProposalError(_not_waiting(found))
        connection.execute(
            update(proposals)
            .where(proposals.c.id == proposal_id)
            .values(title=words, revision=found.revision + 1)
        )
        return _find(connection, proposal_id)


def remove_page(database: Database, name: str, *, by: str) -> Proposal:
    """Takes an approved page out of the next builds.

    Raises:
        ProposalError: no approved page has this name.

    """
    with database.write() as connection:
        row = connection.execute(
            update(proposals)
            .where(proposals.c.name == name, proposals.c.status == "approved")
            .values(status="removed", decided_by=by, decided_at=now())
            .returning(*_FACTS)
        )
        found = row.mappings().first()
        if found is None:
            raise ProposalError(
                "No page from Slack has that name; `/knowledge sources` lists the pages."
            )
        return _proposal(found)


def approved_pages(database: Database) -> Iterator[tuple[Proposal, bytes]]:
    """Yields the approved pages with their files, oldest first."""
    for proposal in list_proposals(database, "approved"):
        content = content_of(database, proposal.id)
        if content:
            yield proposal, content


def _find(connection: Connection, proposal_id: int) -> Proposal:
    query = select(*_FACTS).where(proposals.c.id == proposal_id)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise ProposalError("That proposal is gone.")
    return _proposal(row)


def _proposal(row: RowMapping) -> Proposal:
    facts: dict[str, Any] = {name: row[name] for name in Proposal.__dataclass_fields__}
    authors = tuple(Author(each["user"], each["name"]) for each in row["authors"])
    return Proposal(**(facts | {"authors": authors}))


def _not_waiting(proposal: Proposal) -> str:
    if proposal.status in ("approved", "rejected"):
        return f"This page was {proposal.status} already."
    return f"This page does not wait for a decision: it is {proposal.status}."
