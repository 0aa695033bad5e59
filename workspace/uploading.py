"""A message with a file, as a person posts it."""

import uuid

from workspace.errors import PersonError
from workspace.files import File, build_file
from workspace.jsontypes import Json
from workspace.richtext import build_rich_text, store_text
from workspace.state import Workspace


def post_file(
    workspace: Workspace,
    user: str,
    channel: str,
    *,
    name: str,
    content: bytes,
    text: str = "",
    thread_ts: str | None = None,
) -> str:
    """Post the file with these words; returns the message's timestamp, or raises PersonError outside of the channel."""
    if user not in workspace.channel(channel).members:
        raise PersonError(f"{user} is not in {channel}.")
    shared = _keep(workspace, name, content, channel=channel)
    stored = store_text(text, workspace.people)
    message = workspace.post(
        channel,
        user,
        text=stored,
        thread_ts=thread_ts,
        blocks=(build_rich_text(stored),) if stored else (),
        subtype="file_share",
        files=(build_file(shared, workspace.url) | {"user": user},),
        client_msg_id=str(uuid.uuid4()),
    )
    return message.ts


def upload_file(workspace: Workspace, user: str, *, name: str, content: bytes) -> Json:
    """Keep a file that a person gave to a form, shared nowhere; returns it as the Web API does."""
    return build_file(_keep(workspace, name, content), workspace.url) | {"user": user}


def _keep(workspace: Workspace, name: str, content: bytes, *, channel: str = "") -> File:
    file = workspace.files.announce(name, len(content))
    workspace.files.upload(file.key, content)
    return workspace.files.complete(file.id, title=name, channel=channel)
