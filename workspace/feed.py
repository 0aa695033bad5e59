"""What the page shows: a snapshot for one person, and updates as things change."""

import asyncio
import threading
from dataclasses import dataclass

from workspace.changes import (
    Change,
    ChannelChanged,
    Deleted,
    Edited,
    Joined,
    Left,
    Posted,
    Reacted,
    ThreadChanged,
    Told,
    ViewsChanged,
)
from workspace.jsontypes import Json
from workspace.messages import Message, build_message
from workspace.people import Channel
from workspace.state import Workspace
from workspace.views import View, build_view


def build_snapshot(workspace: Workspace, user: str) -> Json:
    """Return all that one person can see now."""
    with workspace.lock:
        channels = [each for each in workspace.channels.values() if user in each.members]
        return {
            "user": user,
            "app": _build_app(workspace),
            "people": [
                each.to_json(workspace.application.team_id) for each in workspace.people.values()
            ],
            "channels": [
                _build_channel(each, user, workspace.application.bot_user) for each in channels
            ],
            "messages": [
                _build_message(message, workspace)
                for channel in channels
                for message in workspace.messages(channel.id)
                if message.visible_to in (None, user)
            ],
            "threads": _build_threads(workspace, {each.id for each in channels}),
            "selections": {
                f"{ts} {action}": value
                for (who, ts, action), value in workspace.selections.items()
                if who == user
            },
            **_build_views(workspace, user),
        }


def _build_app(workspace: Workspace) -> Json:
    application = workspace.application
    commands = application.commands or ()
    return {
        "name": application.name,
        "bot": application.bot_user,
        "commands": [
            {"name": each.name, "description": each.description, "hint": each.hint}
            for each in commands
        ],
        "shortcuts": [
            {
                "callback_id": each.callback_id,
                "name": each.name,
                "type": each.type,
                "description": each.description,
            }
            for each in application.shortcuts
        ],
        "prompts": [{"title": each.title, "message": each.message} for each in application.prompts],
    }


def _build_channel(channel: Channel, user: str, bot: str) -> Json:
    has_bot = bot in channel.members
    extra = {"kind": channel.kind, "has_app": has_bot, "members": sorted(channel.members)}
    return channel.to_json(user) | extra


def _build_message(message: Message, workspace: Workspace) -> Json:
    body = build_message(message, workspace.application)
    return body | {"channel": message.channel, "streaming": message.streaming}


def _build_threads(workspace: Workspace, channels: set[str]) -> list[Json]:
    kept = {
        "status": workspace.threads.statuses,
        "title": workspace.threads.titles,
        "prompts": workspace.threads.prompts,
    }
    return [
        {"channel": key[0], "thread_ts": key[1], "what": what, "value": value}
        for what, values in kept.items()
        for key, value in values.items()
        if key[0] in channels
    ]


def _build_views(workspace: Workspace, user: str) -> Json:
    home = workspace.views.home(user)
    return {
        "home": _build_view(home, workspace) if home else None,
        "modals": [_build_view(view, workspace) for view in workspace.views.stack(user)],
    }


def _build_view(view: View, workspace: Workspace) -> Json:
    return build_view(view, workspace.application) | {"errors": view.errors}


def build_update(change: Change, workspace: Workspace, user: str) -> Json | None:
    """Return what this change means for one person's page, or None if nothing."""
    match change:
        case Posted(message) | Edited(_, message) | Reacted(message, _, _, _):
            if message.visible_to not in (None, user):
                return None
            return {"kind": "message", "message": _build_message(message, workspace)}
        case Deleted(message):
            return {"kind": "deleted", "channel": message.channel, "ts": message.ts}
        case ThreadChanged(channel, thread_ts, what, value):
            thread = {"channel": channel, "thread_ts": thread_ts, "what": what, "value": value}
            return {"kind": "thread", "thread": thread}
        case ViewsChanged(owner) if owner == user:
            return {"kind": "views", **_build_views(workspace, user)}
        case Told(owner, channel, text) if owner == user:
            return {"kind": "told", "channel": channel, "text": text}
        case Joined() | Left() | ChannelChanged():
            return {"kind": "reload"}
    return None


@dataclass(frozen=True, slots=True, eq=False)
class Viewer:
    """One open page: whose it is, and what it has not been told yet."""

    user: str
    updates: asyncio.Queue[Json | None]
    loop: asyncio.AbstractEventLoop


class Feed:
    """Passes each change to the open pages."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lock = threading.Lock()
        self._viewers: list[Viewer] = []
        workspace.subscribe(self._on_change)

    def open(self, user: str) -> Viewer:
        """Add a page; call it on the server's loop."""
        viewer = Viewer(user, asyncio.Queue(), asyncio.get_running_loop())
        with self._lock:
            self._viewers.append(viewer)
        return viewer

    def close(self, viewer: Viewer) -> None:
        """Forget a page that went."""
        with self._lock:
            if viewer in self._viewers:
                self._viewers.remove(viewer)

    def close_all(self) -> None:
        """End all pages' feeds."""
        with self._lock:
            for viewer in self._viewers:
                viewer.loop.call_soon_threadsafe(viewer.updates.put_nowait, None)

    def _on_change(self, change: Change) -> None:
        with self._lock:
            for viewer in self._viewers:
                update = build_update(change, self._workspace, viewer.user)
                if update:
                    viewer.loop.call_soon_threadsafe(viewer.updates.put_nowait, update)
