"""The claim before the ack: each delivery is taken on once, or let go."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import structlog
from slack_bolt import BoltContext, BoltResponse
from sqlalchemy.exc import SQLAlchemyError

from advisor.database.claims import Claim, Delivery, claim_delivery, withdraw
from advisor.database.threads import Joining, Place, Thread, find_thread, note_other
from listeners.asks import Ask, read_text
from listeners.desk import Desk
from listeners.direct_files import as_page
from listeners.etiquette import Heard, Move, decide, deleted_ts, is_from_person, mentions_in
from listeners.triage_threads import as_answer

Event = dict[str, Any]

log = structlog.get_logger()


def claim_event(
    body: dict[str, Any],
    event: Event,
    context: BoltContext,
    desk: Desk,
    next: Callable[[], BoltResponse],  # noqa: A002 - Bolt injects by this name
) -> BoltResponse:
    """Lets an event through to its listener if it is to be answered and was not claimed before.

    Everything else is acknowledged here. When the database fails, Slack is asked to deliver again.
    """
    try:
        claim = _claim(desk, body, event, context)
    except SQLAlchemyError as error:
        log.error("claim_failed", kind=type(error).__name__)
        return BoltResponse(status=503)
    if claim is None:
        return BoltResponse(status=200)
    context["claim"] = claim
    return next()


def claim_ask(desk: Desk, ask: Ask, *, key: str, seconds: int = 0) -> Claim | None:
    """Returns the claim of what a command, button or shortcut asks for; None for the same key again.

    With `seconds`, the same key counts again later: not within so many seconds, and after twice as many at most.
    """
    now = moment(seconds) if seconds else 0
    digest = _digest(f"{key}/{now}" if seconds else key)
    delivery = Delivery(
        event_id=digest,
        team=ask.team,
        channel=ask.channel,
        ts=digest,
        user=ask.user,
        payload=ask.to_payload(),
    )
    # Of two clicks one after the other, the second may fall into the next moment.
    before = _digest(f"{key}/{now - 1}") if seconds else ""
    return claim_delivery(desk.database, delivery, owner=desk.owner, same_as=before)


def moment(seconds: int) -> int:
    """Returns the number of the present moment, where each takes so many seconds."""
    return int(time.time() // seconds)


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:40]


def _claim(desk: Desk, body: dict[str, Any], event: Event, context: BoltContext) -> Claim | None:
    # Bolt's team is the one that installed us; in a shared channel, the body may name the author's.
    team, bot = context.team_id or event.get("team") or "", context.bot_user_id or ""
    deleted = deleted_ts(event)
    if deleted:
        withdraw(desk.database, team=team, channel=event["channel"], ts=deleted)
        return None
    heard = _hear(event, bot=bot)
    is_mention = event["type"] == "app_mention"
    if not is_from_person(event, bot=bot) or (
        # A mention in a channel arrives twice: here as a message, and as app_mention.
        not is_mention and not heard.is_direct and bot in heard.mentions
    ):
        return None
    ask = _read_ask(event, team=team, enterprise=context.enterprise_id or "")
    place = Place(ask.team, ask.channel, ask.thread_ts)
    thread = find_thread(desk.database, place) if heard.is_reply else None
    move = decide(heard, thread, bot=bot)
    if move is Move.NOTE_OTHER:
        note_other(desk.database, place)
    if move in (Move.IGNORE, Move.NOTE_OTHER):
        return None
    if move is Move.ANSWER and heard.is_direct and heard.is_reply:
        ask = as_answer(desk.database, ask)
    if move is Move.ANSWER and heard.is_direct and event.get("files"):
        ask = as_page(ask, event)
    if move is Move.MUTE:
        ask = replace(ask, kind="stop" if heard.is_reply or is_mention else "stop_direct", text="")
    delivery = Delivery(
        event_id=body.get("event_id") or f"{ask.team}/{ask.channel}/{event['ts']}",
        team=ask.team,
        channel=ask.channel,
        ts=event["ts"],
        user=ask.user,
        payload=ask.to_payload(),
    )
    joining = _join(place, heard, thread, move=move)
    return claim_delivery(desk.database, delivery, owner=desk.owner, joining=joining)


def _join(place: Place, heard: Heard, thread: Thread | None, *, move: Move) -> Joining:
    # Summoned into a thread that we do not know: people talk there already.
    summoned = heard.is_reply and thread is None and not heard.is_direct
    return Joining(place, heard.user, has_others=summoned, muted=move is Move.MUTE)


def _hear(event: Event, *, bot: str) -> Heard:
    text = event.get("text") or ""
    mentioned = {bot} if event["type"] == "app_mention" else set[str]()
    return Heard(
        user=event.get("user") or "",
        text=read_text(text),
        is_direct=event.get("channel_type") == "im",
        is_reply=bool(event.get("thread_ts")),
        mentions=mentions_in(text) | mentioned,
    )


def _read_ask(event: Event, *, team: str, enterprise: str) -> Ask:
    return Ask(
        kind="thread",
        team=team,
        channel=event["channel"],
        user=event["user"],
        text=read_text(event.get("text") or ""),
        thread_ts=event.get("thread_ts") or event["ts"],
        user_team=event.get("user_team") or event.get("team") or team,
        has_files=bool(event.get("files")),
        enterprise=enterprise,
    )
