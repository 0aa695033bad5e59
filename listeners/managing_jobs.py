"""Jobs as admins ask for them: refresh, publish, roll back, decide, cancel."""

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from advisor.database.claims import Claim
from advisor.database.jobs import (
    OPEN,
    Decision,
    Job,
    Kind,
    Place,
    cancel_job,
    decide_job,
    list_jobs,
    request_job,
)
from advisor.database.releases import find_release
from advisor.database.schedule import clear_schedule, set_schedule
from advisor.errors import JobError
from advisor.settings import Settings
from listeners.asks import Ask
from listeners.desk import Desk

NO_FOLDER = "I refresh from {root} and the folders beside it; there is no such folder for me."
WHICH = "Say which release: `/knowledge publish 7`. `/knowledge history` lists them."
NO_SCHEDULE = "There is no schedule, so nothing ends."
HOW_OFTEN = "Say how often: `/knowledge every 24h`, or `/knowledge every off`."
_SPAN = re.compile(r"(\d{1,4}(?:\.\d{1,2})?)\s*([mhd])?")
NOTHING_RUNS = "No build runs or waits, so there is nothing to cancel."


def refresh(desk: Desk, claim: Claim, ask: Ask) -> str:
    """Requests a build; its message tells the rest."""
    folder = choose_folder(desk.settings, str(ask.task.get("text") or ""))
    return _request(desk, claim, ask, "refresh", folder=folder)


def publish(desk: Desk, claim: Claim, ask: Ask) -> str:
    """Requests that an earlier or a held release goes live."""
    number = str(ask.task.get("text") or "").removeprefix("#")
    if not is_number(number):
        return WHICH
    release = int(number)
    if find_release(desk.database, release) is None:
        return f"There is no release {release}. `/knowledge history` lists them."
    held = list_jobs(desk.database, statuses=("built",), kinds=("refresh",))
    for job in held:
        if job.release == release:
            decide_job(desk.database, job.id, "publish", by=ask.user)
            return f"Release {release} goes live in a moment."
    return _request(desk, claim, ask, "publish", release=release)


def roll_back(desk: Desk, claim: Claim, ask: Ask) -> str:
    """Requests that the release before the live one serves again."""
    return _request(desk, claim, ask, "rollback")


def decide(desk: Desk, _claim: Claim, ask: Ask) -> str:
    """Publishes or rejects what a job holds; its message tells that."""
    decision = cast("Decision", str(ask.task["do"]).removeprefix("job:"))
    decide_job(desk.database, job_of(ask), decision, by=ask.user)
    return ""


def cancel(desk: Desk, _claim: Claim, ask: Ask) -> str:
    """Cancels the build that runs, or the last one that waits."""
    found = list_jobs(desk.database, statuses=OPEN, kinds=("refresh",))
    pending = [job for job in found if not job.decision]
    if not pending:
        return NOTHING_RUNS
    return _cancelled(cancel_job(desk.database, pending[0].id, by=ask.user))


def cancel_one(desk: Desk, _claim: Claim, ask: Ask) -> str:
    """Cancels the job of a button; its message tells that."""
    cancel_job(desk.database, job_of(ask), by=ask.user)
    return ""


def schedule(desk: Desk, _claim: Claim, ask: Ask) -> str:
    """Sets or ends the refreshes that happen by themselves."""
    wanted = str(ask.task.get("text") or "").lower()
    if wanted == "off":
        return "I no longer refresh by myself." if clear_schedule(desk.database) else NO_SCHEDULE
    hours = read_hours(wanted)
    if hours is None:
        return HOW_OFTEN
    place = choose_place(desk, ask)
    chosen = set_schedule(desk.database, hours, by=ask.user, place=place)
    return f"I refresh every {chosen.hours:g} h, next at {chosen.next_at:%Y-%m-%d %H:%M} UTC."


def read_hours(text: str) -> float | None:
    """Returns the hours of a span such as "24h", "30m" or "7d"; None if it is none."""
    found = _SPAN.fullmatch(text)
    if not found:
        return None
    return float(found.group(1)) * {"m": 1 / 60, "h": 1.0, "d": 24.0}[found.group(2) or "h"]


def job_of(ask: Ask) -> int:
    """Returns the number of the job that a button names.

    Raises:
        JobError: it names none.

    """
    number = str(ask.task.get("value") or "")
    if not is_number(number):
        raise JobError("I do not know that job any more; `/knowledge status` shows what there is.")
    return int(number)


def is_number(text: str) -> bool:
    """Whether a text is a whole number that the database can hold."""
    return text.isascii() and text.isdigit() and len(text) < 10


def choose_folder(settings: Settings, wanted: str) -> str:
    """Returns the folder to build from, "" for the guide's own.

    Who may manage the guide in Slack may not read the whole disk by it: only what lies in the guide's folder or
    beside it.

    Raises:
        JobError: it lies elsewhere.

    """
    if not wanted:
        return ""
    own = Path(os.path.realpath(settings.knowledge_dir))
    # Beside a guide at the root of the disk lies everything.
    root = own.parent if len(own.parts) > 2 else own
    data = Path(os.path.realpath(settings.data_dir))
    for start in (Path.cwd(), own.parent, own):
        folder = Path(os.path.realpath(start / wanted))
        if not folder.is_relative_to(root) or folder.is_relative_to(data) or folder == root != own:
            continue
        if folder.is_dir():
            return "" if folder == own else str(folder)
    raise JobError(NO_FOLDER.format(root=f"`{settings.knowledge_dir}`"))


def choose_place(desk: Desk, ask: Ask) -> Place:
    """Returns where a job is told: where it was asked if only admins read along, else in ADMIN_CHANNEL or directly."""
    admin_channel = desk.settings.admin_channel
    if ask.channel and ask.channel == admin_channel:
        return Place(ask.team, ask.channel)
    ours = str(desk.client_of(ask).conversations_open(users=ask.user)["channel"]["id"])
    if ask.channel == ours or not admin_channel:
        return Place(ask.team, ours)
    return Place(ask.team, admin_channel)


def tell_place(ask: Ask, place: Place) -> str:
    """Says where to look, unless it is here."""
    if place.channel == ask.channel:
        return ""
    where = "our direct messages" if place.channel.startswith("D") else f"<#{place.channel}>"
    return f"I am on it, and tell you how it goes in {where}."


def _request(
    desk: Desk, claim: Claim, ask: Ask, kind: Kind, *, folder: str = "", release: int | None = None
) -> str:
    place = choose_place(desk, ask)
    # A claim that is taken up again has asked for its job already.
    if not _asked_before(list_jobs(desk.database, kinds=(kind,)), claim, ask):
        request_job(desk.database, kind, by=ask.user, folder=folder, release=release, place=place)
    return tell_place(ask, place)


def _asked_before(found: Sequence[Job], claim: Claim, ask: Ask) -> bool:
    return any(job.requested_by == ask.user and job.created_at >= claim.created_at for job in found)


def _cancelled(job: Job) -> str:
    return "" if job.place.channel else f"Job {job.id} is being cancelled."
