"""What of a workspace outlives a restart, and how it is written to a file and read from it."""

import base64
import contextlib
import os
import re
import tempfile
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from workspace.files import File
from workspace.inputs import InputError, explain, read_text
from workspace.installs import Token
from workspace.jsontypes import Json
from workspace.messages import Message
from workspace.people import Channel, Person
from workspace.state import Workspace
from workspace.views import View


@dataclass(frozen=True, slots=True)
class SavedFile:
    """A file, its bytes in base64."""

    id: str
    name: str
    length: int
    key: str
    title: str
    content: str | None
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """What a person chose last in an element of a message."""

    user: str
    ts: str
    action_id: str
    value: Any


@dataclass(frozen=True, slots=True)
class ThreadNote:
    """A title, or prompts, of a conversation."""

    channel: str
    thread_ts: str | None
    what: Literal["title", "prompts"]
    value: Json


@dataclass(frozen=True, slots=True)
class Saved:
    """All that the file holds."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    format: Literal["local Slack workspace"]
    version: Literal[1]
    people: tuple[Person, ...]
    channels: tuple[Channel, ...]
    messages: tuple[Message, ...]
    homes: tuple[View, ...]
    modals: tuple[View, ...]
    selections: tuple[Selection, ...]
    files: tuple[SavedFile, ...]
    threads: tuple[ThreadNote, ...]
    tokens: tuple[Token, ...]


SAVED = TypeAdapter(Saved)


def save(workspace: Workspace, path: Path) -> None:
    """Write the workspace to a file that is whole at any time; raises OSError."""
    with workspace.lock:
        saved = _collect(workspace)
    raw = SAVED.dump_json(saved, indent=1)
    target = path.resolve()
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _collect(workspace: Workspace) -> Saved:
    threads = workspace.threads
    return Saved(
        format="local Slack workspace",
        version=1,
        people=tuple(workspace.people.values()),
        channels=tuple(workspace.channels.values()),
        messages=tuple(
            message for channel in workspace.channels for message in workspace.messages(channel)
        ),
        homes=workspace.views.homes,
        modals=workspace.views.modals,
        selections=tuple(Selection(*key, value) for key, value in workspace.selections.items()),
        files=tuple(_pack(file) for file in workspace.files.list()),
        threads=(
            *(ThreadNote(*key, "title", value) for key, value in threads.titles.items()),
            *(ThreadNote(*key, "prompts", value) for key, value in threads.prompts.items()),
        ),
        tokens=workspace.installs.tokens,
    )


def _pack(file: File) -> SavedFile:
    content = None if file.content is None else base64.b64encode(file.content).decode()
    return SavedFile(**asdict(file) | {"content": content})


def _unpack(saved: SavedFile) -> File:
    content = None if saved.content is None else base64.b64decode(saved.content, validate=True)
    return File(**asdict(saved) | {"content": content})


def load(path: Path) -> Saved | None:
    """Return what a file holds, None when there is no file yet; raises InputError."""
    if not path.exists():
        return None
    raw = read_text(path, "state file")
    try:
        saved = SAVED.validate_json(raw)
        for file in saved.files:
            _unpack(file)
        _check_messages(saved)
    except ValidationError as error:
        raise InputError(_describe(path, explain(error))) from None
    except ValueError as error:
        raise InputError(_describe(path, str(error) or "a file's content")) from None
    return saved


def _check_messages(saved: Saved) -> None:
    channels = {channel.id for channel in saved.channels}
    people = {person.id for person in saved.people}
    for message in saved.messages:
        if not re.fullmatch(r"\d{1,12}\.\d{6}", message.ts):
            raise ValueError(f"the message {message.ts!r} has no timestamp")
        if message.channel not in channels or message.user not in people:
            raise ValueError(f"the message {message.ts} is of nobody or nowhere")


def _describe(path: Path, what: str) -> str:
    return (
        f"The state file {path} is broken ({what}); nothing was changed in it: "
        "mend it, or move it away to begin anew."
    )


def check_place(path: Path) -> None:
    """Raise InputError unless a file can be written there."""
    if path.is_dir():
        raise InputError(f"The state file {path} is a folder, not a file.")
    folder = path.resolve().parent
    if not folder.is_dir():
        raise InputError(f"The state file {path} cannot be made: {folder} is no folder.")
    if not os.access(folder, os.W_OK):
        raise InputError(f"The state file {path} cannot be made: {folder} is not writable.")


def restore(saved: Saved, workspace: Workspace) -> None:
    """Let the workspace hold what was saved, and nothing else; its app is the one of today."""
    bot = workspace.people[workspace.application.bot_user]
    with workspace.lock:
        people = {person.id: person for person in saved.people}
        workspace.people = people | {bot.id: bot}
        workspace.channels = {channel.id: channel for channel in saved.channels}
        workspace.put_back(replace(each, streaming=False) for each in saved.messages)
        workspace.views.put_back(homes=saved.homes, modals=saved.modals)
        workspace.selections = {
            (each.user, each.ts, each.action_id): each.value for each in saved.selections
        }
        workspace.files.put_back(_unpack(file) for file in saved.files)
        workspace.installs.put_back(saved.tokens)
        for note in saved.threads:
            kept = workspace.threads.titles if note.what == "title" else workspace.threads.prompts
            kept[note.channel, note.thread_ts] = note.value
