"""Sends a file into the direct messages with a person; where files are not allowed, its text as messages."""

import structlog
from slack_sdk.errors import SlackApiError, SlackRequestError

from listeners.asks import Ask
from listeners.clients import post_plainly
from listeners.desk import Desk
from listeners.mrkdwn import harmless
from listeners.views.message import Message, build_messages

# The scope is optional: what was installed before it was asked for works on.
NOT_ALLOWED = frozenset(("missing_scope", "not_allowed_token_type", "file_uploads_disabled"))
NO_FILES = "I may not send files here (the app lacks the scope files:write), so here is the text."

log = structlog.get_logger()


def send_file(
    desk: Desk, ask: Ask, *, name: str, text: str, fallback: tuple[Message, ...] = ()
) -> None:
    """Uploads the text; where that is refused for good, `fallback` or the text itself is posted.

    Raises:
        SlackApiError: Slack refused for another reason.

    """
    client = desk.client_of(ask)
    channel = str(client.conversations_open(users=ask.user)["channel"]["id"])
    try:
        client.files_upload_v2(channel=channel, content=text, filename=name, title=name)
    except SlackRequestError as error:
        log.warning("upload_failed", kind=type(error).__name__)
    except SlackApiError as error:
        if error.response.get("error") not in NOT_ALLOWED:
            raise
        log.warning("upload_refused", error=error.response.get("error"))
    else:
        return
    note = build_messages(NO_FILES, text=NO_FILES)
    shown = fallback or build_messages(f"```\n{harmless(text)}\n```", text=name)
    for message in (*note, *shown):
        post_plainly(client, channel, message)
