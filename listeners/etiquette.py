"""Thread etiquette: pure rules for when a message is answered, and when the bot keeps quiet."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from advisor.database.threads import Thread

# Messages that people write; all other subtypes are edits, joins and the like.
WRITTEN = (None, "file_share", "thread_broadcast")
_MENTION = re.compile(r"<(?:@([UW][A-Z0-9_]+)|!subteam\^(S[A-Z0-9]+))(?:\|[^>]*)?>")
_STOP = re.compile(
    r"(please )?(stop|be quiet|quiet|hush|shut up|mute|stop (it|answering|replying|talking))"
    r"( now| here)?,?( please)?"
)
_EDGES = " \t\n.,!:;-–"


class Move(Enum):
    """What to do about a message."""

    ANSWER = "answer"
    MUTE = "mute"
    NOTE_OTHER = "note_other"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class Heard:
    """A message as far as the etiquette looks at it; `mentions` are all users and groups named in it."""

    user: str
    text: str
    is_direct: bool
    is_reply: bool
    mentions: frozenset[str]


def mentions_in(text: str) -> frozenset[str]:
    """Returns the ids of the users and user groups that a text mentions."""
    return frozenset(user or group for user, group in _MENTION.findall(text))


def is_from_person(event: Mapping[str, Any], *, bot: str) -> bool:
    """Whether a person wrote the message just now: no bot, edit, deletion, join or the like."""
    return (
        event.get("subtype") in WRITTEN
        and not event.get("bot_id")
        and not event.get("hidden")
        and event.get("user") not in (None, "", bot, "USLACKBOT")
        and bool(event.get("ts"))
    )


def deleted_ts(event: Mapping[str, Any]) -> str:
    """Returns the timestamp of the message that was deleted just now, or ""."""
    if event.get("subtype") == "message_deleted":
        return str(event.get("deleted_ts") or "")
    # The root of a thread is not deleted but replaced.
    message = event.get("message") or {}
    is_tombstone = (
        event.get("subtype") == "message_changed" and message.get("subtype") == "tombstone"
    )
    return str(message.get("ts") or "") if is_tombstone else ""


def asks_to_stop(text: str) -> bool:
    """Whether the text says nothing but "stop"."""
    return bool(_STOP.fullmatch(" ".join(text.casefold().strip(_EDGES).split())))


def decide(heard: Heard, thread: Thread | None, *, bot: str) -> Move:
    """Returns what to do about a message, given what we know of its thread.

    - In direct messages everything is answered, except in a muted thread without a mention.
    - A mention is always answered; in a muted thread only that once: the thread stays muted.
    - Alone with the asker, follow-ups are answered without a mention, unless they name somebody else.
    - Once another person has written in the thread, only mentions are answered.
    - "Stop" mutes the thread, if it is said to us: with a mention, or while we are alone with the asker.
    """
    mentioned = bot in heard.mentions
    if heard.is_direct or mentioned:
        if asks_to_stop(heard.text):
            return Move.MUTE
        if thread is not None and thread.muted and not mentioned:
            return Move.IGNORE
        return Move.ANSWER
    if thread is None or not heard.is_reply:
        return Move.IGNORE
    return _decide_follow_up(heard, thread)


def _decide_follow_up(heard: Heard, thread: Thread) -> Move:
    if heard.user != thread.asker:
        return Move.IGNORE if thread.has_others else Move.NOTE_OTHER
    if thread.has_others or thread.muted or heard.mentions:
        return Move.IGNORE
    return Move.MUTE if asks_to_stop(heard.text) else Move.ANSWER
