"""What each command of `python -m ingest` does: call the core, return what is printed."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from advisor.database import Database
from advisor.database.releases import ReleaseRecord, list_releases, live_release
from advisor.embedding import Embedder, open_embedder
from advisor.settings import Settings
from ingest.build import Report, build_release
from ingest.publish import publish_release, roll_back

# Embedding thousands of texts gains from a second core; questions do not.
INGEST_THREADS = 2


def ingest(
    settings: Settings, database: Database, *, folder: Path, force: bool, if_missing: bool
) -> Report:
    """Builds and publishes the folder; with `if_missing` only if nothing usable is live."""
    return build_release(
        settings,
        folder=folder,
        database=database,
        open_embedder=_opener(settings),
        force=force,
        if_missing=if_missing,
    )


def releases(database: Database) -> dict[str, Any]:
    """Returns the live release's number, and all releases, newest first."""
    return {
        "live": live_release(database),
        "releases": [release_as_json(record) for record in list_releases(database)],
    }


def publish(settings: Settings, database: Database, release: int) -> dict[str, Any]:
    """Publishes a release by its number."""
    record = publish_release(settings, release, database=database, open_embedder=_opener(settings))
    return _published(record)


def rollback(settings: Settings, database: Database) -> dict[str, Any]:
    """Publishes the release before the live one."""
    return _published(roll_back(settings, database=database, open_embedder=_opener(settings)))


def release_as_json(record: ReleaseRecord) -> dict[str, Any]:
    """Returns a release's record as plain data, without its manifest."""
    return {
        "release": record.id,
        "status": record.status,
        "documents": record.document_count,
        "chunks": record.chunk_count,
        "folder": record.folder,
        "embedder": record.embedder,
        "created_at": record.created_at.isoformat(timespec="seconds"),
        "published_at": record.published_at and record.published_at.isoformat(timespec="seconds"),
        "error": record.error,
    }


def describe_report(report: Report) -> str:
    """Returns a report as a few readable lines."""
    summary = (
        f"Release {report.release} is live: {_counted(report.documents, 'document')}, "
        f"{_counted(report.chunks, 'chunk')} ({report.embedded:,} texts embedded, "
        f"{report.reused:,} reused, {_counted(report.removed, 'document')} gone) "
        f"in {report.seconds:.1f} s."
    )
    lines = [summary]
    if report.rejected:
        lines.append(f"Left out ({len(report.rejected)}):")
        lines.extend(f"  {rejection.path}: {rejection.reason}" for rejection in report.rejected)
    return "\n".join(lines)


def describe_releases(found: dict[str, Any]) -> str:
    """Returns the releases as a readable table."""
    rows = [
        f"{'*' if entry['release'] == found['live'] else ' '} {entry['release']:>4}  "
        f"{entry['status']:<8}  {entry['documents']:>5} documents  {entry['chunks']:>6} chunks  "
        f"{entry['created_at']}  {entry['error']}".rstrip()
        for entry in found["releases"]
    ]
    return "\n".join(rows) or "There are no releases yet."


def _published(record: ReleaseRecord) -> dict[str, Any]:
    return {
        "release": record.id,
        "documents": record.document_count,
        "chunks": record.chunk_count,
        "published": True,
    }


def _opener(settings: Settings) -> Callable[[], Embedder]:
    return partial(open_embedder, settings, export=True, threads=INGEST_THREADS)


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
