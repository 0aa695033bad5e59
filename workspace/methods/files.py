"""files.*: an upload begun, and finished by sharing it."""

from workspace.errors import SlackError
from workspace.files import build_file
from workspace.jsontypes import Json, JsonValue
from workspace.methods.call import Call


def get_upload_url(call: Call) -> Json:
    """Return where the bytes go."""
    name = call.arguments.text("filename")
    try:
        length = int(call.arguments.text("length"))
    except ValueError:
        raise SlackError("invalid_arguments") from None
    file = call.workspace.files.announce(name, length)
    return {"upload_url": f"{call.workspace.url}upload/{file.key}", "file_id": file.id}


def complete_upload(call: Call) -> Json:
    """Share what was uploaded, as one message in the channel if one is named."""
    given: JsonValue = call.arguments.structure("files")
    if not isinstance(given, list) or not given:
        raise SlackError("invalid_arguments")
    channel = call.joined_channel("channel_id") if call.arguments.optional("channel_id") else None
    files = [
        call.workspace.files.complete(
            str(each.get("id")),
            title=str(each.get("title") or ""),
            channel=channel.id if channel else "",
        )
        for each in given
    ]
    described = tuple(build_file(file, call.workspace.url) for file in files)
    if channel:
        call.workspace.post(
            channel.id,
            call.bot,
            text=call.arguments.optional("initial_comment") or "",
            thread_ts=call.arguments.optional("thread_ts"),
            subtype="file_share",
            files=described,
        )
    return {"files": list(described)}
