"""chat.startStream, appendStream and stopStream: a message that grows."""

import time

from workspace.errors import SlackError
from workspace.jsontypes import Json, JsonValue
from workspace.limits import MARKDOWN_TEXT, check_message_blocks, check_metadata
from workspace.messages import Message
from workspace.methods.call import Call
from workspace.methods.chat import describe
from workspace.people import Channel
from workspace.preparing import prepare_blocks
from workspace.streams import LENGTH, Stream


def start(call: Call) -> Json:
    """Start a streamed message in a thread."""
    channel = call.joined_channel()
    _check_recipient(call, channel)
    thread_ts = call.arguments.text("thread_ts")
    stream = Stream(time.monotonic())
    _grow(call, stream)
    message = call.workspace.post(
        channel.id,
        call.bot,
        text=stream.text,
        blocks=prepare_blocks(stream.build_blocks()),
        thread_ts=thread_ts,
        streaming=True,
    )
    call.workspace.streams.start(channel.id, message.ts, stream)
    call.workspace.threads.clear_status((channel.id, thread_ts))
    return {"channel": channel.id, "ts": message.ts}


def _check_recipient(call: Call, channel: Channel) -> None:
    if channel.kind == "im":
        return
    user = call.arguments.optional("recipient_user_id")
    if user is None:
        raise SlackError("missing_recipient_user_id")
    if call.arguments.optional("recipient_team_id") is None:
        raise SlackError("missing_recipient_team_id")
    call.workspace.person(user)


def _grow(call: Call, stream: Stream) -> None:
    text = call.arguments.optional("markdown_text")
    chunks: JsonValue = call.arguments.structure("chunks")
    if text and chunks:
        raise SlackError("cannot_provide_both_markdown_text_and_chunks")
    if text:
        chunks = [{"type": "markdown_text", "text": text}]
    for chunk in chunks or []:
        if not isinstance(chunk, dict) or len(str(chunk.get("text", ""))) > MARKDOWN_TEXT:
            raise SlackError("msg_too_long" if isinstance(chunk, dict) else "invalid_chunks")
        stream.add(chunk)
    if stream.count_bytes() > LENGTH:
        raise SlackError("msg_too_long")
    if stream.blocks:
        check_message_blocks(stream.blocks)


def _find(call: Call) -> tuple[Message, Stream]:
    channel = call.joined_channel()
    message = call.workspace.message(channel.id, call.arguments.text("ts"))
    try:
        return message, call.workspace.streams.use(channel.id, message.ts)
    except SlackError:
        if message.streaming:  # It stands on the page as it is: nothing more will come.
            call.workspace.edit(message, streaming=False)
        raise


def append(call: Call) -> Json:
    """Add text or chunks."""
    message, stream = _find(call)
    if not (call.arguments.optional("markdown_text") or call.arguments.structure("chunks")):
        raise SlackError("no_text")
    grown = stream.copy()
    _grow(call, grown)
    call.workspace.streams.start(message.channel, message.ts, grown)
    blocks = prepare_blocks(grown.build_blocks())
    call.workspace.edit(message, text=grown.text, blocks=blocks)
    return {"channel": message.channel, "ts": message.ts}


def stop(call: Call) -> Json:
    """Finish the message; `blocks` come below what was streamed."""
    message, stream = _find(call)
    grown = stream.copy()
    _grow(call, grown)
    blocks: JsonValue = call.arguments.structure("blocks") or []
    if blocks:
        check_message_blocks(blocks)
    metadata: JsonValue = call.arguments.structure("metadata")
    if metadata:
        check_metadata(metadata)
    if not (grown.build_blocks() or blocks):
        raise SlackError("no_text")
    call.workspace.streams.stop(message.channel, message.ts)
    after = call.workspace.edit(
        message,
        text=grown.text,
        blocks=prepare_blocks((*grown.build_blocks(), *blocks)),
        metadata=metadata,
        streaming=False,
    )
    return {"channel": message.channel, "ts": message.ts, "message": describe(call, after)}
