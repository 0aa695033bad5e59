"""The one path from a claimed ask about a triage to its outcome: assess, answer, correct, share, hand over, save."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import cast

from slack_sdk.errors import SlackApiError

from advisor.database.claims import Claim
from advisor.database.triages import (
    Choice,
    Status,
    TriageRecord,
    change_status,
    export_csv,
    hand_over,
    note_use,
    read_triage,
    record_override,
    share,
    update_assessment,
)
from advisor.errors import TriageError
from advisor.models import Description, Reply
from advisor.triage.memory import describe_change, embed_idea, remember, retriage
from listeners.asks import Ask
from listeners.delivery import NOT_A_MEMBER, Content, deliver
from listeners.desk import Desk
from listeners.errors import sentence_for
from listeners.triage_showing import say_privately, show_card
from listeners.uploads import send_file
from listeners.views.message import Message
from listeners.views.triage_file import build_file, name_file
from listeners.views.triage_post import (
    GONE,
    build_file_messages,
    build_handed_summary,
    build_shared_card,
)

CANNOT_POST = "I am not in that channel: invite me there with /invite, then share the triage again."
NOT_YOURS = "Only its owner can change this triage; please ask them."
SAVED = "I sent you the file as a direct message."


@dataclass(frozen=True, slots=True)
class Outcome:
    """The triage as it is now, and what the last fact changed."""

    triage: TriageRecord
    change: str = ""


def carry_out(desk: Desk, claim: Claim, ask: Ask, *, resumed: bool = False) -> str | None:
    """Does what the ask says, shows the outcome, and returns as `deliver`.

    Raises:
        SlackApiError, SlackClientError, OSError: Slack refused, or could not be reached.

    """
    wanted = str(ask.task.get("do"))
    if wanted in CHANGES:
        try:
            outcome = CHANGES[wanted](desk, claim, ask)
        except Exception as error:  # noqa: BLE001 - the edge of one change: its asker gets a sentence, the log the rest
            return say_privately(desk, claim, ask, sentence_for(error))
        return show_card(desk, claim, ask, outcome.triage, change=outcome.change, resumed=resumed)
    try:
        return ERRANDS[wanted](desk, claim, ask, resumed)
    except TriageError as error:
        return say_privately(desk, claim, ask, str(error))


# --- what changes a triage, and shows its card


def _assess(desk: Desk, claim: Claim, ask: Ask) -> Outcome:
    description = Description(**ask.task["description"])
    triage_id = remember(
        desk.database,
        desk.services.embedder,
        description,
        desk.services.triage.assess(description),
        team=ask.home_team,
        owner=ask.user,
        enterprise=ask.enterprise,
        # A claim that is taken up again gives the same triage.
        flow=str(ask.task.get("flow") or f"claim/{claim.id}"),
    )
    return Outcome(_read(desk, ask, triage_id))


def _reply(desk: Desk, _claim: Claim, ask: Ask) -> Outcome:
    _read_own(desk, ask)
    change = retriage(
        desk.database,
        desk.services.embedder,
        desk.services.triage.assess,
        str(ask.task["triage"]),
        team=ask.home_team,
        user=ask.user,
        key=str(ask.task["key"]),
        reply=cast("Reply | None", ask.task.get("reply")),
        words=str(ask.task.get("words") or ""),
    )
    return Outcome(_read(desk, ask), change=change.sentence)


def _add_details(desk: Desk, _claim: Claim, ask: Ask) -> Outcome:
    description = Description(**ask.task["description"])
    # Before it is assessed, so that nobody pays for what they may not change.
    before = _read_own(desk, ask)
    assessment = desk.services.triage.assess(description)
    update_assessment(
        desk.database,
        before.id,
        assessment,
        team=ask.home_team,
        user=ask.user,
        description=description,
        vector=embed_idea(desk.services.embedder, description),
        weights_sha256=desk.services.embedder.weights_sha256,
    )
    return Outcome(_read(desk, ask), change=describe_change(before.assessment, assessment))


def _correct(desk: Desk, _claim: Claim, ask: Ask) -> Outcome:
    triage = _read_own(desk, ask)
    choice = cast("Choice", ask.task["choice"])
    record_override(desk.database, triage.id, corrected=choice, team=ask.home_team, user=ask.user)
    return Outcome(_read(desk, ask))


def _set_status(desk: Desk, _claim: Claim, ask: Ask) -> Outcome:
    triage = _read(desk, ask)
    change_status(
        desk.database,
        triage.id,
        cast("Status", ask.task["status"]),
        team=ask.home_team,
        user=ask.user,
    )
    return Outcome(_read(desk, ask))


# --- what sends something elsewhere


def _share(desk: Desk, claim: Claim, ask: Ask, resumed: bool) -> str | None:
    triage = _read_own(desk, ask)
    message = build_shared_card(
        triage,
        shared_by=ask.user,
        note=str(ask.task.get("note") or ""),
        own_url=desk.settings.knowledge_url,
    )
    return _post(desk, claim, ask, triage, message=message, resumed=resumed)


def _hand(desk: Desk, claim: Claim, ask: Ask, resumed: bool) -> str | None:
    triage = _read_own(desk, ask)
    message = build_handed_summary(triage, shared_by=ask.user, note=str(ask.task.get("note") or ""))
    return _post(desk, claim, ask, triage, message=message, resumed=resumed)


def _post(
    desk: Desk, claim: Claim, ask: Ask, triage: TriageRecord, *, message: Message, resumed: bool
) -> str | None:
    """Posts to the chosen channel, and only then lets the team see the triage."""
    target = str(ask.task["channel"])
    place = replace(
        ask,
        kind="share",
        channel=target,
        thread_ts="",
        response_url=str(ask.task.get("channel_url") or ""),
    )
    try:
        posted = deliver(
            desk, claim, place, Content((message,), answer_id=triage.id), resumed=resumed
        )
    except SlackApiError as error:
        if error.response.get("error") not in NOT_A_MEMBER:
            raise
        return say_privately(desk, claim, ask, CANNOT_POST)
    if posted is None:
        return None
    store = hand_over if ask.task["do"] == "hand" else share
    store(desk.database, triage.id, place=target, team=ask.home_team, user=ask.user)
    return show_card(desk, claim, ask, _read(desk, ask))


def _save(desk: Desk, claim: Claim, ask: Ask, _resumed: bool) -> str | None:
    triage = _read(desk, ask)
    send_file(
        desk,
        ask,
        name=name_file(triage),
        text=build_file(triage),
        fallback=build_file_messages(triage),
    )
    note_use(desk.database, triage.id, "saved", team=ask.home_team, user=ask.user)
    return say_privately(desk, claim, ask, SAVED) if ask.channel else ""


def _export(desk: Desk, _claim: Claim, ask: Ask, _resumed: bool) -> str | None:
    send_file(
        desk,
        ask,
        name="triages.csv",
        text=export_csv(desk.database, team=ask.home_team, user=ask.user),
    )
    return ""


Change = Callable[[Desk, Claim, Ask], Outcome]
Errand = Callable[[Desk, Claim, Ask, bool], str | None]
CHANGES: Mapping[str, Change] = {
    "assess": _assess,
    "reply": _reply,
    "words": _reply,
    "details": _add_details,
    "correct": _correct,
    "status": _set_status,
}
ERRANDS: Mapping[str, Errand] = {
    "share": _share,
    "hand": _hand,
    "save": _save,
    "export": _export,
}


def _read(desk: Desk, ask: Ask, triage_id: str = "") -> TriageRecord:
    found = read_triage(
        desk.database,
        triage_id or str(ask.task.get("triage") or ""),
        team=ask.home_team,
        user=ask.user,
    )
    if found is None:
        raise TriageError(GONE)
    return found


def _read_own(desk: Desk, ask: Ask) -> TriageRecord:
    found = _read(desk, ask)
    if found.owner != ask.user:
        raise TriageError(NOT_YOURS)
    return found
