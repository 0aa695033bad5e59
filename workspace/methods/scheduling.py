"""chat.scheduleMessage, scheduledMessages.list and deleteScheduledMessage."""

from workspace.errors import SlackError
from workspace.jsontypes import Json
from workspace.limits import check_message
from workspace.methods.call import Call
from workspace.methods.chat import build_fields
from workspace.methods.conversations import cut_page


def schedule(call: Call) -> Json:
    """Post later; raises `invalid_time`, `time_in_past` or `time_too_far`."""
    channel = call.joined_channel()
    body = call.arguments.message()
    check_message(body)
    try:
        post_at = int(call.arguments.text("post_at"))
    except ValueError:
        raise SlackError("invalid_time") from None
    fields = build_fields(body) | {"thread_ts": call.arguments.optional("thread_ts")}
    scheduled = call.workspace.schedule.add(channel.id, post_at, fields)
    return {
        "channel": channel.id,
        "scheduled_message_id": scheduled.id,
        "post_at": post_at,
        "message": {"type": "delayed_message", "text": fields["text"], "bot_id": call.bot},
    }


def list_scheduled(call: Call) -> Json:
    """Return what is still to come, of one channel if given."""
    channel = call.channel().id if call.arguments.optional("channel") else None
    found = [each.to_json() for each in call.workspace.schedule.list(channel)]
    return cut_page(call, "scheduled_messages", found)


def delete_scheduled(call: Call) -> Json:
    """Take a message back; raises `invalid_scheduled_message_id`."""
    channel = call.channel()
    call.workspace.schedule.remove(call.arguments.text("scheduled_message_id"), channel.id)
    return {}
