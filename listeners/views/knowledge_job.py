"""The one message of a job: its steps while it runs, then what came of it and what can be decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from advisor.database.jobs import STEPS, Job
from listeners.views.blocks import (
    Block,
    build_actions,
    build_button,
    build_context,
    build_header,
    build_section,
    fit_blocks,
)
from listeners.views.knowledge_result import build_result
from listeners.views.knowledge_words import (
    count,
    draw_bar,
    join,
    mention,
    name_page,
    say,
    tell_seconds,
)

NAMES: Mapping[str, str] = {
    "load": "Read the pages",
    "split": "Split them into sections",
    "embed": "Embed what is new",
    "index": "Index",
    "verify": "Check the index",
    "evaluate": "Ask the golden questions",
    "publish": "Publish or hold",
}
UNITS = {"embed": "text", "evaluate": "question"}
# How much of a build each step is, roughly: a bar that only counted steps would stand still at the longest.
WEIGHTS: Mapping[str, float] = {
    "load": 0.05, "split": 0.05, "embed": 0.55, "index": 0.1, "verify": 0.05, "evaluate": 0.15, "publish": 0.05,
}  # fmt: skip
TITLES = {"refresh": "Refresh of the guide", "publish": "Publication", "rollback": "Rollback"}


@dataclass(frozen=True, slots=True)
class JobMessage:
    """A job's message: `text` for notifications, and its blocks."""

    text: str
    blocks: list[Block]


def build_job(job: Job) -> JobMessage:
    """Returns the message of a job as it stands."""
    state = _tell_state(job)
    return JobMessage(
        text=f"{TITLES[job.kind]}: {state}",
        blocks=fit_blocks(
            [
                build_header(TITLES[job.kind]),
                build_section(f"*{state}*"),
                *_build_body(job),
                build_context(_tell_origin(job)),
            ]
        ),
    )


def _tell_state(job: Job) -> str:
    number = f"Release {job.release}"
    done = {
        "published": f"{number} is live.",
        "rejected": f"{number} was rejected; the live release stays.",
        "built": f"{number} is built and not live yet: publish or reject it.",
        "cancelled": "Cancelled. The live release stays.",
        "failed": "It failed. The live release stays.",
    }
    if job.status == "published" and job.result.get("unchanged"):
        return "Nothing has changed: the live release has these pages already."
    if job.status in done:
        return done[job.status]
    if job.cancel_requested:
        return "Cancelling …"
    if job.decision == "publish":
        return f"{number} is being published …"
    if job.status == "waiting":
        return "Waiting to start …"
    return (
        "Building a new release beside the live one …" if job.kind == "refresh" else "Under way …"
    )


def _build_body(job: Job) -> list[Block]:
    if job.status == "failed":
        return [build_section(say(job.error, 1000))]
    if job.status == "rejected" and job.error:
        return [build_section(say(job.error, 1000))]
    if job.is_open and not job.decision:
        return _build_progress(job) if job.kind == "refresh" else []
    if job.kind == "refresh" and job.result.get("pages") is not None:
        return [*build_result(job.result), *_build_decision(job)]
    before = job.result.get("before")
    return [build_section(f"Before, release {before} was live.")] if before else []


def _build_progress(job: Job) -> list[Block]:
    progress = job.progress
    step = str(progress.get("step") or "")
    lines = [_tell_step(name, step, progress) for name in STEPS]
    bar = draw_bar(_share(step, progress))
    left = progress.get("seconds_left")
    told = f"{bar} · about {tell_seconds(left)} left" if isinstance(left, int | float) else bar
    waits_for = str(progress.get("waits_for") or "")
    blocks = [build_section("\n".join(lines)), build_section(told)]
    if waits_for:
        blocks = [build_section(f"It waits: {say(waits_for)}")]
    if not job.cancel_requested:
        button = build_button("Cancel", action_id="knowledge_cancel", value=str(job.id))
        blocks.append(build_actions([button]))
    return blocks


def _tell_step(name: str, current: str, progress: Mapping[str, Any]) -> str:
    position = STEPS.index(current) if current in STEPS else -1
    at = STEPS.index(name)
    if at < position:
        return f"✓ {NAMES[name]}"
    if at > position:
        return f"○ {NAMES[name]}"
    done, of = int(progress.get("done") or 0), int(progress.get("of") or 0)
    counted = f": {done:,} of {count(of, UNITS.get(name, 'step'))}" if of else ""
    return f"▸ *{NAMES[name]}*{counted}"


def _share(step: str, progress: Mapping[str, Any]) -> float:
    if step not in STEPS:
        return 0.0
    before = sum(WEIGHTS[name] for name in STEPS[: STEPS.index(step)])
    done, of = int(progress.get("done") or 0), int(progress.get("of") or 0)
    return before + WEIGHTS[step] * (done / of if of else 0.0)


def _build_decision(job: Job) -> list[Block]:
    buttons = []
    value = str(job.id)
    if job.status == "built":
        evaluation = job.result.get("evaluation") or {}
        publish = build_button(
            "Publish", action_id="knowledge_publish", value=value, style="primary"
        )
        if evaluation.get("worse") or job.result.get("held_because"):
            publish["confirm"] = _build_confirm(job)
        reject = build_button("Reject", action_id="knowledge_reject", value=value, style="danger")
        buttons = [publish, reject]
    details = build_button("Details", action_id="knowledge_details", value=value)
    return [build_actions([*buttons, details])]


def _build_confirm(job: Job) -> Block:
    why = str(job.result.get("held_because") or "It answers worse than the live release.")
    return {
        "title": {"type": "plain_text", "text": "Publish it all the same?"},
        "text": {"type": "mrkdwn", "text": say(why, 290)},
        "confirm": {"type": "plain_text", "text": "Publish"},
        "deny": {"type": "plain_text", "text": "Not now"},
        "style": "danger",
    }


def _tell_origin(job: Job) -> str:
    decided = ""
    if job.decided_by:
        verb = {"publish": "published by", "reject": "rejected by"}.get(
            job.decision, "cancelled by"
        )
        decided = f"{verb} {mention(job.decided_by)}"
    folder = f"from {name_page(job.folder)}" if job.folder else ""
    return join([f"Job {job.id}", f"asked for by {mention(job.requested_by)}", folder, decided])
