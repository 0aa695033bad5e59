"""The tables of triages: what was proposed, what became of it, and what people chose instead."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

from advisor.database.columns import UtcTime, Words, metadata

# Use cases that were triaged; `status` is idea, exploring, building, live or dropped. `flow` is the run of the guided
# flow that made it: saving twice under one flow gives one triage. `chosen` is the capability that its owner chose, or
# "none", or "" while nobody did. Private to its owner unless shared, and then seen by the team.
triages = Table(
    "triages",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("enterprise", String(64), nullable=False, default=""),
    Column("team", String(64), nullable=False),
    Column("owner", String(64), nullable=False),
    Column("flow", String(200), nullable=False),
    Column("place", String(200), nullable=False, default=""),
    Column("status", String(16), nullable=False),
    Column("shared", Boolean, nullable=False, default=False),
    Column("chosen", String(32), nullable=False, default=""),
    Column("description", JSON, nullable=False),
    Column("assessment", JSON, nullable=False),
    Column("vector", LargeBinary),
    Column("weights_sha256", String(64), nullable=False, default=""),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    UniqueConstraint("team", "owner", "flow", name="uq_triages_flow"),
    Index("ix_triages_team", "team", "updated_at"),
    Index("ix_triages_owner", "owner"),
)

# What happened to a triage: who, when, and what changed, as {name: [before, after]}. The steps before there is a triage
# have none: their flow tells which belong together.
triage_events = Table(
    "triage_events",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("triage_id", String(32), ForeignKey("triages.id", ondelete="CASCADE")),
    Column("team", String(64), nullable=False),
    Column("user", String(64), nullable=False),
    Column("flow", String(200), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("changes", JSON, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Index("ix_triage_events_triage", "triage_id"),
    Index("ix_triage_events_user", "user"),
)

# A person's final choice on what a version of the model proposed; an override is a choice that differs. `source` is
# chosen (said so) or acted (went on with the proposal); `review` is open, accepted or rejected by an admin, who judges
# it by `text`: the description as it was then.
overrides = Table(
    "overrides",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("triage_id", String(32), ForeignKey("triages.id", ondelete="CASCADE"), nullable=False),
    Column("user", String(64), nullable=False),
    Column("text", Words, nullable=False),
    Column("proposed", String(32), nullable=False),
    Column("corrected", String(32), nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("model_version", String(64), nullable=False),
    Column("source", String(8), nullable=False),
    Column("review", String(16), nullable=False),
    Column("reviewed_by", String(64), nullable=False, default=""),
    Column("reviewed_at", UtcTime),
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("triage_id", "user", "model_version", name="uq_overrides_choice"),
    Index("ix_overrides_user", "user"),
    Index("ix_overrides_review", "review"),
)
