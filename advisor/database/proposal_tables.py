"""The table of pages that came from Slack."""

from sqlalchemy import JSON, Column, Index, Integer, LargeBinary, String, Table, UniqueConstraint

from advisor.database.columns import UtcTime, Words, metadata

# A file or a thread that somebody proposed as a page; `status` is waiting (to be read), proposed, approved, rejected,
# failed or removed. `key` is what it was made of: the same is proposed once at a time. `name` is its file below
# `pages/`, `findings` what reading it found; `message` is the message that tells of it, `shown` the state it tells.
proposals = Table(
    "proposals",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(8), nullable=False),
    Column("status", String(16), nullable=False),
    Column("key", String(128), nullable=False),
    Column("name", String(128), nullable=False),
    Column("title", Words, nullable=False, default=""),
    Column("content", LargeBinary, nullable=False),
    Column("origin", Words, nullable=False, default=""),
    Column("permalink", Words, nullable=False, default=""),
    Column("authors", JSON, nullable=False),
    Column("findings", JSON, nullable=False),
    Column("error", Words, nullable=False, default=""),
    Column("proposed_by", String(64), nullable=False),
    Column("decided_by", String(64), nullable=False, default=""),
    Column("team", String(64), nullable=False, default=""),
    Column("channel", String(64), nullable=False, default=""),
    Column("message", String(64), nullable=False, default=""),
    Column("shown", String(32), nullable=False, default=""),
    Column("revision", Integer, nullable=False, default=0),
    Column("created_at", UtcTime, nullable=False),
    Column("decided_at", UtcTime),
    UniqueConstraint("key", name="uq_proposals_key"),
    Index("ix_proposals_status", "status"),
)
