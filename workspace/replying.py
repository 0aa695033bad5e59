"""Answers through a response URL or a command's ack: new, replaced or deleted messages."""

from workspace.errors import SlackError
from workspace.jsontypes import Json, JsonValue
from workspace.limits import check_message
from workspace.messages import Message
from workspace.preparing import prepare_blocks
from workspace.responses import ResponseUrl
from workspace.state import Workspace


def post_response(workspace: Workspace, place: ResponseUrl, body: JsonValue) -> Message | None:
    """Do what the body asks for; returns the message that is new or changed.

    Raises SlackError as chat.postMessage does, and `invalid_payload`.
    """
    if not isinstance(body, dict):
        raise SlackError("invalid_payload")
    original = _find_original(workspace, place)
    if body.get("delete_original"):
        if original:
            workspace.delete(original)
        return None
    check_message(body)
    fields = _build_fields(body)
    if body.get("replace_original") and original:
        return workspace.edit(original, **fields)
    return _post(workspace, place, body, fields=fields)


def _find_original(workspace: Workspace, place: ResponseUrl) -> Message | None:
    if not place.message_ts:
        return None
    try:
        return workspace.message(place.channel, place.message_ts)
    except SlackError:
        return None


def _build_fields(body: Json) -> Json:
    return {
        "text": body.get("text") or body.get("markdown_text") or "",
        "blocks": prepare_blocks(body.get("blocks") or []),
        "attachments": tuple(body.get("attachments") or ()),
    }


def _post(workspace: Workspace, place: ResponseUrl, body: Json, *, fields: Json) -> Message:
    is_public = body.get("response_type") == "in_channel"
    thread_ts = body.get("thread_ts") or place.thread_ts
    return workspace.post(
        place.channel,
        workspace.application.bot_user,
        thread_ts=thread_ts,
        visible_to=None if is_public else place.user,
        **fields,
    )
