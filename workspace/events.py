"""Turns a change of the workspace into the events that Slack sends to the app."""

import time
from collections.abc import Iterator

from workspace.changes import (
    Change,
    Deleted,
    Edited,
    Joined,
    Left,
    Posted,
    Reacted,
    TabOpened,
    TokensRevoked,
    Uninstalled,
)
from workspace.identifiers import make_id
from workspace.installs import Token
from workspace.jsontypes import Json
from workspace.messages import Message, build_message
from workspace.state import Workspace
from workspace.views import build_view

SUBSCRIPTIONS = {
    "channel": "message.channels",
    "group": "message.groups",
    "im": "message.im",
    "mpim": "message.mpim",
}
LIFE = ("app_uninstalled", "tokens_revoked")
"""Events that come even when the app is no longer installed."""
SENT = {
    *SUBSCRIPTIONS.values(),
    *LIFE,
    "app_home_opened",
    "app_mention",
    "file_shared",
    "member_joined_channel",
    "member_left_channel",
    "reaction_added",
    "reaction_removed",
}
"""Every event that this workspace can send."""


def build_events(change: Change, workspace: Workspace) -> list[Json]:
    """Return the inner events that this change sends to the app as it is subscribed."""
    subscribed = workspace.application.events
    heard = subscribed if workspace.installs.is_installed else set(subscribed) & set(LIFE)
    return [event for name, event in _build_all(change, workspace) if name in heard]


def wrap_event(event: Json, workspace: Workspace) -> Json:
    """Return the event_callback around an inner event, with a fresh event_id."""
    application = workspace.application
    return {
        "token": application.verification_token,
        "team_id": application.team_id,
        "context_team_id": application.team_id,
        "context_enterprise_id": None,
        "api_app_id": application.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": make_id("Ev"),
        "event_time": int(time.time()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": application.team_id,
                "user_id": application.bot_user,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": make_id("4-", 40),
    }


def _build_all(change: Change, workspace: Workspace) -> Iterator[tuple[str, Json]]:
    match change:
        case Posted(message) if not message.visible_to:
            yield from _posted(message, workspace)
        case Edited(before, after) if not after.visible_to:
            yield from _edited(before, after, workspace)
        case Deleted(message) if not message.visible_to:
            yield from _deleted(message, workspace)
        case Reacted():
            yield from _reacted(change, workspace)
        case Joined(channel, user):
            yield _moved("member_joined_channel", channel, user, workspace)
        case Left(channel, user):
            yield _moved("member_left_channel", channel, user, workspace)
        case Uninstalled():
            yield "app_uninstalled", {"type": "app_uninstalled", "event_ts": workspace.make_ts()}
        case TokensRevoked(tokens):
            yield "tokens_revoked", _revoked(tokens, workspace)
        case TabOpened(user, tab):
            yield _tab_opened(user, tab, workspace)


def _hears(channel: str, workspace: Workspace) -> bool:
    return workspace.application.bot_user in workspace.channel(channel).members


def _place(channel: str, workspace: Workspace) -> Json:
    kind = workspace.channel(channel).kind
    return {"channel": channel, "channel_type": kind, "event_ts": workspace.make_ts()}


def _subscription(channel: str, workspace: Workspace) -> str:
    return SUBSCRIPTIONS[workspace.channel(channel).kind]


def _posted(message: Message, workspace: Workspace) -> Iterator[tuple[str, Json]]:
    if not _hears(message.channel, workspace):
        return
    body = build_message(message, workspace.application)
    place = _place(message.channel, workspace) | {"event_ts": message.ts}
    yield _subscription(message.channel, workspace), body | place
    yield from _shared_files(message, workspace)
    bot = workspace.application.bot_user
    is_direct = place["channel_type"] == "im"
    if f"<@{bot}>" in message.text and message.user != bot and not is_direct:
        mention = body | place | {"type": "app_mention"}
        del mention["channel_type"]
        yield "app_mention", mention


def _edited(before: Message, after: Message, workspace: Workspace) -> Iterator[tuple[str, Json]]:
    if not _hears(after.channel, workspace):
        return
    event = {
        "type": "message",
        "subtype": "message_changed",
        "message": build_message(after, workspace.application),
        "previous_message": build_message(before, workspace.application),
        "hidden": True,
        "ts": workspace.make_ts(),
    }
    yield _subscription(after.channel, workspace), event | _place(after.channel, workspace)


def _deleted(message: Message, workspace: Workspace) -> Iterator[tuple[str, Json]]:
    if not _hears(message.channel, workspace):
        return
    event = {
        "type": "message",
        "subtype": "message_deleted",
        "previous_message": build_message(message, workspace.application),
        "hidden": True,
        "deleted_ts": message.ts,
        "ts": workspace.make_ts(),
    }
    yield _subscription(message.channel, workspace), event | _place(message.channel, workspace)


def _reacted(change: Reacted, workspace: Workspace) -> Iterator[tuple[str, Json]]:
    message = change.message
    if not _hears(message.channel, workspace):
        return
    name = "reaction_added" if change.added else "reaction_removed"
    item = {"type": "message", "channel": message.channel, "ts": message.ts}
    yield (
        name,
        {
            "type": name,
            "user": change.user,
            "reaction": change.name,
            "item": item,
            "item_user": message.user,
            "event_ts": workspace.make_ts(),
        },
    )


def _moved(name: str, channel: str, user: str, workspace: Workspace) -> tuple[str, Json]:
    event = {"type": name, "user": user, "team": workspace.application.team_id}
    kind = "C" if workspace.channel(channel).kind == "channel" else "G"
    return name, event | _place(channel, workspace) | {"channel_type": kind}


def _revoked(tokens: tuple[Token, ...], workspace: Workspace) -> Json:
    users = {
        kind: sorted({each.user for each in tokens if each.kind == kind})
        for kind in ("user", "bot")
    }
    held = {"oauth": users["user"], "bot": users["bot"]}
    return {"type": "tokens_revoked", "tokens": held, "event_ts": workspace.make_ts()}


def _shared_files(message: Message, workspace: Workspace) -> Iterator[tuple[str, Json]]:
    for file in message.files:
        yield (
            "file_shared",
            {
                "type": "file_shared",
                "file_id": file["id"],
                "user_id": message.user,
                "file": {"id": file["id"]},
                "channel_id": message.channel,
                "event_ts": workspace.make_ts(),
            },
        )


def _tab_opened(user: str, tab: str, workspace: Workspace) -> tuple[str, Json]:
    event: Json = {
        "type": "app_home_opened",
        "user": user,
        "channel": workspace.open_direct_message(user).id,
        "tab": tab,
        "event_ts": workspace.make_ts(),
    }
    home = workspace.views.home(user)
    if tab == "home" and home:
        event["view"] = build_view(home, workspace.application)
    return "app_home_opened", event
