"""files.*: an upload begun, and finished by sharing it; files described, listed and deleted."""

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


def describe(call: Call) -> Json:
    """Describe one file; raises `file_not_found`."""
    file = call.workspace.files.find(call.arguments.text("file"))
    return {
        "file": build_file(file, call.workspace.url),
        "comments": [],
        "response_metadata": {"next_cursor": ""},
    }


def list_all(call: Call) -> Json:
    """Return the uploaded files, of one channel if given, page by page."""
    channel = call.channel().id if call.arguments.optional("channel") else None
    count = call.arguments.number("count", default=100, most=1000)
    page = call.arguments.number("page", default=1, most=10_000)
    found = [
        build_file(file, call.workspace.url)
        for file in call.workspace.files.list()
        if file.content is not None and (channel is None or channel in file.channels)
    ]
    paging = {
        "count": count,
        "total": len(found),
        "page": page,
        "pages": max(1, -(-len(found) // count)),
    }
    return {"files": found[(page - 1) * count : page * count], "paging": paging}


def delete(call: Call) -> Json:
    """Delete a file; messages that showed it remain. Raises `file_not_found`."""
    call.workspace.files.remove(call.arguments.text("file"))
    return {}
