"""assistant.threads.*: status, title and suggested prompts."""

from workspace.errors import SlackError
from workspace.jsontypes import Json, JsonValue
from workspace.methods.call import Call
from workspace.threads import Key

PROMPTS = 4
LOADING_MESSAGES = 10
LOADING_LENGTH = 50


def _find_thread(call: Call, *, required: bool) -> Key:
    channel = call.joined_channel("channel_id")
    thread_ts = call.arguments.optional("thread_ts")
    if thread_ts is None and required:
        call.arguments.text("thread_ts")
    if thread_ts is not None:
        _check_thread(call, channel.id, thread_ts)
    return channel.id, thread_ts


def _check_thread(call: Call, channel: str, thread_ts: str) -> None:
    try:
        call.workspace.message(channel, thread_ts)
    except SlackError:
        raise SlackError("invalid_thread_ts", detail="Thread not found") from None


def set_status(call: Call) -> Json:
    """Show or, with an empty status, clear what the app is doing."""
    key = _find_thread(call, required=True)
    if "status" not in call.arguments.values:
        call.arguments.text("status")
    messages: JsonValue = call.arguments.structure("loading_messages") or []
    if len(messages) > LOADING_MESSAGES or any(len(each) > LOADING_LENGTH for each in messages):
        raise SlackError("invalid_arguments")
    status = call.arguments.optional("status") or ""
    call.workspace.threads.set_status(key, {"status": status, "loading_messages": messages})
    return {}


def set_title(call: Call) -> Json:
    """Name a thread."""
    key = _find_thread(call, required=True)
    call.workspace.threads.set_title(key, {"title": call.arguments.text("title")})
    return {}


def set_suggested_prompts(call: Call) -> Json:
    """Offer prompts in a direct message; raises `invalid_arguments` for more than four."""
    key = _find_thread(call, required=False)
    prompts: JsonValue = call.arguments.structure("prompts")
    is_sound = isinstance(prompts, list) and all(
        isinstance(each, dict) and each.get("title") and each.get("message") for each in prompts
    )
    if not is_sound or len(prompts) > PROMPTS:
        raise SlackError("invalid_arguments")
    title = call.arguments.optional("title") or ""
    call.workspace.threads.set_prompts(key, {"title": title, "prompts": prompts})
    return {}
