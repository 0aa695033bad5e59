"""The tables. Alembic's migrations build the same schema; a test compares the two."""

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

from advisor.database.columns import UtcTime, Words
from advisor.database.columns import metadata as metadata
from advisor.database.proposal_tables import proposals as proposals
from advisor.database.triage_tables import overrides as overrides
from advisor.database.triage_tables import triage_events as triage_events
from advisor.database.triage_tables import triages as triages

# One build of the guide each; `status` is building, ready (built and held until somebody decides), active, retired,
# rejected, failed or deleted.
releases = Table(
    "releases",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("status", String(16), nullable=False),
    Column("folder", Words, nullable=False),
    Column("embedder", String(255), nullable=False, default=""),
    Column("weights_sha256", String(64), nullable=False, default=""),
    Column("document_count", Integer, nullable=False, default=0),
    Column("chunk_count", Integer, nullable=False, default=0),
    Column("content_sha256", String(64), nullable=False, default=""),
    Column("manifest", JSON),
    Column("error", Words, nullable=False, default=""),
    Column("lease_owner", String(255), nullable=False, default=""),
    Column("lease_until", UtcTime),
    Column("created_at", UtcTime, nullable=False),
    Column("published_at", UtcTime),
    Column("retired_at", UtcTime),
    # A number is never given twice: readers tell releases apart by it.
    sqlite_autoincrement=True,
)

# Single facts; `live_release` is the pointer to the release that serves.
app_state = Table(
    "app_state",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("value", Words, nullable=False),
)

# The cache of embeddings: float32, little-endian, normalised.
vectors = Table(
    "vectors",
    metadata,
    Column("text_sha256", String(64), primary_key=True),
    Column("weights_sha256", String(64), primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)

# What Slack delivered and we took on; `status` is claimed, working, posting, done, refused, withdrawn (its
# author deleted it), apologised or undeliverable (Slack will never take the answer: the channel is gone).
claims = Table(
    "claims",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("event_id", String(128), nullable=False),
    Column("team", String(64), nullable=False),
    Column("channel", String(64), nullable=False),
    Column("ts", String(64), nullable=False),
    Column("user", String(64), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("status", String(16), nullable=False),
    Column("owner", String(128), nullable=False),
    Column("heartbeat_at", UtcTime, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("answer_id", String(32), nullable=False, default=""),
    Column("message_ts", String(64), nullable=False, default=""),
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("event_id", name="uq_claims_event_id"),
    UniqueConstraint("team", "channel", "ts", name="uq_claims_message"),
    Index("ix_claims_status", "status"),
)

# Threads where the bot takes part, and who else does.
threads = Table(
    "threads",
    metadata,
    Column("team", String(64), primary_key=True),
    Column("channel", String(64), primary_key=True),
    Column("thread_ts", String(64), primary_key=True),
    Column("asker", String(64), nullable=False),
    Column("has_others", Boolean, nullable=False, default=False),
    Column("muted", Boolean, nullable=False, default=False),
    Column("updated_at", UtcTime, nullable=False),
)

# Answers with their trace; `place` is the conversation they belong to ("" outside Slack).
answers = Table(
    "answers",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("place", String(200), nullable=False, default=""),
    Column("user", String(64), nullable=False, default=""),
    Column("question", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("method", String(16), nullable=False),
    Column("abstained", Boolean, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("citations", JSON, nullable=False),
    Column("notices", JSON, nullable=False),
    Column("trace", JSON, nullable=False),
    Column("release", Integer),
    Column("milliseconds", Float, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Index("ix_answers_place", "place", "created_at"),
    Index("ix_answers_user", "user"),
)

# One row per user and answer: the last thumb wins.
votes = Table(
    "votes",
    metadata,
    Column("answer_id", String(32), ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True),
    Column("user", String(64), primary_key=True),
    Column("value", String(8), nullable=False),
    Column("reason", String(32), nullable=False, default=""),
    Column("comment", Words, nullable=False, default=""),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
)

# Questions that the guide did not answer.
gaps = Table(
    "gaps",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("answer_id", String(32), ForeignKey("answers.id", ondelete="CASCADE"), nullable=False),
    Column("question", Words, nullable=False),
    Column("nearest", JSON, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("release", Integer),
    Column("created_at", UtcTime, nullable=False),
)

# What an admin or the schedule asked of the guide; `kind` is refresh, publish or rollback, `status` is waiting,
# running, built (held until `decision` is publish or reject), published, rejected, cancelled or failed. `message` is
# the message that tells of it, `shown` the status that it tells.
jobs = Table(
    "jobs",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(16), nullable=False),
    Column("folder", Words, nullable=False, default=""),
    Column("release", Integer),
    Column("requested_by", String(64), nullable=False, default=""),
    Column("team", String(64), nullable=False, default=""),
    Column("channel", String(64), nullable=False, default=""),
    Column("message", String(64), nullable=False, default=""),
    Column("shown", String(16), nullable=False, default=""),
    Column("status", String(16), nullable=False),
    Column("decision", String(16), nullable=False, default=""),
    Column("decided_by", String(64), nullable=False, default=""),
    Column("progress", JSON, nullable=False),
    Column("result", JSON, nullable=False),
    Column("error", Words, nullable=False, default=""),
    Column("cancel_requested", Boolean, nullable=False, default=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("owner", String(255), nullable=False, default=""),
    Column("lease_until", UtcTime),
    Column("created_at", UtcTime, nullable=False),
    Column("started_at", UtcTime),
    Column("finished_at", UtcTime),
    Index("ix_jobs_status", "status"),
)

# What happened to a job: requested, started, given_back, built, published, rejected, cancelled or failed.
job_events = Table(
    "job_events",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("job_id", Integer, ForeignKey("jobs.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("by", String(64), nullable=False, default=""),
    Column("text", Words, nullable=False, default=""),
    Column("created_at", UtcTime, nullable=False),
    Index("ix_job_events_job", "job_id"),
)

# Questions that each build is measured by, with what a right answer holds. `origin` is shipped, promoted (from a vote)
# or written; a removed one stays, so that shipping it again does not bring it back.
golden_questions = Table(
    "golden_questions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("key", String(64), nullable=False),
    Column("question", Words, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("document", Words, nullable=False, default=""),
    Column("heading", Words, nullable=False, default=""),
    Column("covered", Boolean, nullable=False, default=True),
    Column("origin", String(16), nullable=False),
    Column("added_by", String(64), nullable=False, default=""),
    Column("answer_id", String(32), nullable=False, default=""),
    Column("removed_at", UtcTime),
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("key", name="uq_golden_questions_key"),
)
