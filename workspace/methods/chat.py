"""chat.*: messages posted, changed, deleted and pointed at."""

from typing import Any

from workspace.errors import SlackError
from workspace.jsontypes import Json
from workspace.limits import TEXT, check_message
from workspace.messages import Message, build_message
from workspace.methods.call import Call
from workspace.preparing import prepare_blocks


def post_message(call: Call) -> Json:
    """Post as the bot."""
    channel = call.joined_channel()
    body = call.arguments.message()
    check_message(body)
    thread_ts = call.arguments.optional("thread_ts")
    message = call.workspace.post(
        channel.id,
        call.bot,
        thread_ts=thread_ts,
        subtype=_find_subtype(call, thread_ts),
        **build_fields(body),
    )
    call.workspace.threads.clear_status((channel.id, thread_ts))
    answer = {"channel": channel.id, "ts": message.ts, "message": describe(call, message)}
    return answer | _warn(body)


def post_me_message(call: Call) -> Json:
    """Post what the app does, as `/me` does for people."""
    channel = call.joined_channel()
    body = call.arguments.message()
    check_message(body)
    fields = build_fields({"text": body.get("text")})
    message = call.workspace.post(channel.id, call.bot, subtype="me_message", **fields)
    return {"channel": channel.id, "ts": message.ts}


def _find_subtype(call: Call, thread_ts: str | None) -> str | None:
    is_broadcast = thread_ts is not None and call.arguments.flag("reply_broadcast")
    return "thread_broadcast" if is_broadcast else None


def build_fields(body: Json) -> dict[str, Any]:
    """Return the fields of Message that these arguments of a checked message set."""
    blocks = body.get("blocks") or []
    if body.get("markdown_text"):
        blocks = [{"type": "markdown", "text": body["markdown_text"]}]
    return {
        "text": (body.get("text") or body.get("markdown_text") or "")[:TEXT],
        "blocks": prepare_blocks(blocks),
        "attachments": tuple(body.get("attachments") or ()),
        "metadata": body.get("metadata"),
    }


def _warn(body: Json) -> Json:
    if len(body.get("text") or "") <= TEXT:
        return {}
    warning = "message_truncated"
    return {"warning": warning, "response_metadata": {"warnings": [warning]}}


def describe(call: Call, message: Message) -> Json:
    """Return the message as the Web API gives it."""
    return build_message(message, call.workspace.application)


def post_ephemeral(call: Call) -> Json:
    """Post for one member of the channel only."""
    channel = call.joined_channel()
    user = call.arguments.text("user")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    body = call.arguments.message()
    check_message(body)
    message = call.workspace.post(
        channel.id,
        call.bot,
        thread_ts=call.arguments.optional("thread_ts"),
        visible_to=user,
        **build_fields(body),
    )
    return {"message_ts": message.ts}


def update(call: Call) -> Json:
    """Change one of the bot's own messages."""
    channel = call.joined_channel()
    message = _find(call, channel.id)
    if message.user != call.bot:
        raise SlackError("cant_update_message")
    if call.workspace.streams.is_open(channel.id, message.ts):
        raise SlackError("streaming_state_conflict")
    body = call.arguments.message()
    check_message(body, is_update=True)
    fields = build_fields(body)
    fields["metadata"] = fields["metadata"] or message.metadata
    fields["edited"] = call.workspace.make_ts()
    after = call.workspace.edit(message, streaming=False, **fields)
    described = describe(call, after)
    return {"channel": channel.id, "ts": after.ts, "text": after.text, "message": described}


def _find(call: Call, channel: str) -> Message:
    message = call.workspace.message(channel, call.arguments.text("ts"))
    if message.visible_to:
        raise SlackError("message_not_found")
    return message


def delete(call: Call) -> Json:
    """Delete one of the bot's own messages."""
    channel = call.joined_channel()
    message = _find(call, channel.id)
    if message.user != call.bot:
        raise SlackError("cant_delete_message")
    call.workspace.delete(message)
    return {"channel": channel.id, "ts": message.ts}


def get_permalink(call: Call) -> Json:
    """Return the address of a message."""
    channel = call.channel()
    message = call.workspace.message(channel.id, call.arguments.text("message_ts"))
    link = f"{call.workspace.url}archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}
