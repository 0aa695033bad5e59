"""What each command of `python -m ingest` does: call the core, return what is printed."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from advisor.database import Database
from advisor.database.releases import ReleaseRecord, list_releases, live_release
from advisor.embedding import identify_model
from advisor.settings import Settings
from ingest.build import build_release
from ingest.publish import publish_release, roll_back
from ingest.report import Report
from ingest.runner import Worker
from ingest.wiring import embedder_opener, evaluator


def ingest(
    settings: Settings, database: Database, *, folder: Path, force: bool, if_missing: bool
) -> Report:
    """Builds and publishes the folder; with `if_missing` only if nothing usable is live."""
    return build_release(
        settings,
        folder=folder,
        database=database,
        open_embedder=embedder_opener(settings),
        force=force,
        if_missing=if_missing,
        evaluate=evaluator(settings, database),
    )


def releases(database: Database) -> dict[str, Any]:
    """Returns the live release's number, and all releases, newest first."""
    return {
        "live": live_release(database),
        "releases": [release_as_json(record) for record in list_releases(database)],
    }


def publish(settings: Settings, database: Database, release: int) -> dict[str, Any]:
    """Publishes a release by its number."""
    embedder = identify_model(settings)
    return _published(publish_release(settings, release, database=database, embedder=embedder))


def rollback(settings: Settings, database: Database) -> dict[str, Any]:
    """Publishes the release before the live one."""
    return _published(roll_back(settings, database=database, embedder=identify_model(settings)))


def work(
    settings: Settings, database: Database, *, until_idle: float | None, with_stdin: bool
) -> int:
    """Does jobs until it is told to end; returns how many it did."""
    return Worker(settings, database, until_idle=until_idle, with_stdin=with_stdin).run()


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
    state = "is live" if report.published else "is ready"
    summary = (
        f"Release {report.release} {state}: {_counted(report.documents, 'document')}, "
        f"{_counted(report.chunks, 'chunk')} ({report.embedded:,} texts embedded, "
        f"{report.reused:,} reused, {_counted(report.removed, 'document')} gone) "
        f"in {report.seconds:.1f} s."
    )
    lines = [summary]
    if report.evaluation:
        lines.append(describe_evaluation(report.evaluation))
    if report.rejected:
        lines.append(f"Left out ({len(report.rejected)}):")
        lines.extend(f"  {rejection.path}: {rejection.reason}" for rejection in report.rejected)
    if report.warnings:
        lines.append(f"To look at ({len(report.warnings)}):")
        lines.extend(f"  {warning.path}: {warning.text}" for warning in report.warnings)
    return "\n".join(lines)


def describe_evaluation(evaluation: Mapping[str, Any]) -> str:
    """Returns what the golden questions say, in a line."""
    passed, recall = evaluation["passed"], evaluation["recall_at_5"]["after"]
    line = f"Golden questions: {passed['after']} of {evaluation['questions']} right"
    if passed["before"] is not None:
        line += f" (before: {passed['before']}; {len(evaluation['won'])} won, "
        line += f"{len(evaluation['lost'])} lost)"
    return f"{line}, recall at 5 {recall:.0%}." if recall is not None else f"{line}."


def explain_held(report: Report) -> str:
    """Returns why a finished release is not live, and what to do about it, in one sentence for people."""
    return (
        f"{report.held_because} Release {report.release} was not published; "
        f"`python -m ingest publish {report.release}` does it all the same, and so does --force."
    )


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


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
