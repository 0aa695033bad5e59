"""A message with a file, as a person posts it."""

import uuid

from workspace.errors import PersonError
from workspace.files import build_file
from workspace.richtext import build_rich_text, store_text
from workspace.state import Workspace


def post_file(
    workspace: Workspace, user: str, channel: str, *, name: str, content: bytes, text: str = ""
) -> str:
    """Post the file with these words; returns the message's timestamp, or raises PersonError outside of the channel."""
    if user not in workspace.channel(channel).members:
        raise PersonError(f"{user} is not in {channel}.")
    file = workspace.files.announce(name, len(content))
    workspace.files.upload(file.key, content)
    shared = workspace.files.complete(file.id, title=name, channel=channel)
    stored = store_text(text, workspace.people)
    message = workspace.post(
        channel,
        user,
        text=stored,
        blocks=(build_rich_text(stored),) if stored else (),
        subtype="file_share",
        files=(build_file(shared, workspace.url) | {"user": user},),
        client_msg_id=str(uuid.uuid4()),
    )
    return message.ts
