"""The reports of `/knowledge` as Markdown: other people's words in them are harmless."""

from collections.abc import Iterator, Sequence

from advisor.database.jobs import Job
from advisor.database.releases import ReleaseRecord
from advisor.database.schedule import Schedule
from listeners.mrkdwn import harmless
from listeners.views.blocks import cut
from listeners.views.knowledge_words import count, tell_time

NO_RELEASE = "No release is live yet: `/knowledge refresh` builds one."
STATES = {
    "active": "live",
    "ready": "waits for a decision",
    "retired": "was live",
    "deleted": "was live, gone from the disk",
    "building": "being built",
}


def build_status(
    live: ReleaseRecord | None,
    *,
    running: Sequence[Job],
    held: Sequence[Job],
    schedule: Schedule | None,
    proposed: int = 0,
) -> str:
    """Returns what is live, what runs, what waits for a decision, and the schedule."""
    lines = [_tell_live(live)]
    lines += [f"- Job {job.id} ({job.kind}) {_tell_running(job)}" for job in running]
    lines += [
        f"- Release {job.release} is built and waits for you: `/knowledge publish {job.release}`, or use its message"
        for job in held
    ]
    if proposed:
        lines.append(f"- {count(proposed, 'page')} from Slack waits for approval")
    if not running:
        lines.append("- No build runs")
    lines.append(f"- {_tell_schedule(schedule)}")
    return "\n".join(lines)


def build_history(
    releases: Sequence[ReleaseRecord], *, live: int | None, jobs: Sequence[Job], total: int
) -> str:
    """Returns the releases as a table."""
    if not releases:
        return NO_RELEASE
    who = {job.release: job for job in reversed(jobs) if job.kind == "refresh" and job.release}
    rows = [
        "| Release | State | Pages | Sections | Built | Live from | By |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for record in releases:
        job = who.get(record.id)
        state = "**live**" if record.id == live else STATES.get(record.status, record.status)
        by = (f"@{cell(job.requested_by)}" if job.requested_by else "schedule") if job else ""
        rows.append(
            f"| {record.id} | {state} | {record.document_count} | {record.chunk_count} | "
            f"{tell_time(record.created_at)} | "
            f"{tell_time(record.published_at) if record.published_at else '–'} | {by or '–'} |"
        )
    more = f"\n\nAnd {total - len(releases)} older ones." if total > len(releases) else ""
    return "\n".join(rows) + more


def cell(text: object, limit: int = 120) -> str:
    """Returns other people's words for a cell of a table."""
    plain = " ".join(str(text).split())
    return harmless(cut(plain, limit)).replace("|", r"\|")


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Returns a table of other people's words."""
    return "\n".join(_rows(head, rows))


def _rows(head: Sequence[str], rows: Sequence[Sequence[object]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|" + " --- |" * len(head)
    for row in rows:
        yield f"| {' | '.join(cell(each) for each in row)} |"


def _tell_live(live: ReleaseRecord | None) -> str:
    if live is None:
        return NO_RELEASE
    return (
        f"**Release {live.id} is live** since {tell_time(live.published_at)}: "
        f"{count(live.document_count, 'page')}, {count(live.chunk_count, 'section')}."
    )


def _tell_running(job: Job) -> str:
    if job.status == "waiting":
        return "waits to start"
    return f"runs: {job.progress.get('step') or 'starting'}"


def _tell_schedule(schedule: Schedule | None) -> str:
    if schedule is None:
        return "No schedule: `/knowledge every 24h` refreshes by itself"
    return f"Refreshed every {schedule.hours:g} h, next at {tell_time(schedule.next_at)}"
