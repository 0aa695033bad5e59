"""Slack's limits on messages and views, and the errors for passing them."""

import json

from workspace.blocks import check_blocks, count_text
from workspace.errors import SlackError
from workspace.jsontypes import Json, JsonValue
from workspace.shapes import find_misshapen

TEXT = 40_000
UPDATE_TEXT = 4_000
MARKDOWN_TEXT = 12_000
BLOCKS = 50
VIEW_BLOCKS = 100
ALL_BLOCKS_TEXT = 13_200
ATTACHMENTS = 100
VIEW_BYTES = 250_000
TITLE = 24
PRIVATE_METADATA = 3_000
IDENTIFIER = 255
METADATA_BYTES = 16_000


def check_message(body: Json, *, is_update: bool = False) -> None:
    """Raise SlackError unless Slack takes this text, these blocks and this metadata."""
    text, markdown_text, blocks = body.get("text"), body.get("markdown_text"), body.get("blocks")
    attachments = body.get("attachments")
    if markdown_text and (text or blocks):
        raise SlackError("markdown_text_conflict")
    if not (text or markdown_text or blocks or attachments):
        raise SlackError("no_text")
    if markdown_text and len(markdown_text) > MARKDOWN_TEXT:
        raise SlackError("msg_too_long")
    if is_update and text and len(text) > UPDATE_TEXT:
        raise SlackError("msg_too_long")
    if attachments and len(attachments) > ATTACHMENTS:
        raise SlackError("too_many_attachments")
    if blocks:
        check_message_blocks(blocks)
    if body.get("metadata"):
        check_metadata(body["metadata"])


def check_message_blocks(blocks: JsonValue) -> None:
    """Raise `invalid_blocks_format`, `invalid_blocks` or `msg_blocks_too_long`."""
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    _refuse(check_blocks(blocks, surface="message", most=BLOCKS), error="invalid_blocks")
    if count_text(blocks) > ALL_BLOCKS_TEXT:
        raise SlackError("msg_blocks_too_long")


def check_metadata(metadata: JsonValue) -> None:
    """Raise `invalid_metadata_format` or `metadata_too_large`."""
    is_sound = (
        isinstance(metadata, dict)
        and isinstance(metadata.get("event_type"), str)
        and isinstance(metadata.get("event_payload"), dict)
    )
    if not is_sound:
        raise SlackError("invalid_metadata_format")
    if len(json.dumps(metadata)) > METADATA_BYTES:
        raise SlackError("metadata_too_large")


def check_view(view: JsonValue) -> Json:
    """Return the view if Slack takes it; raises `invalid_arguments` or `view_too_large`."""
    if not isinstance(view, dict) or view.get("type") not in ("modal", "home"):
        _refuse(["must be a view of type modal or home [json-pointer:/view]"])
    if len(json.dumps(view).encode()) > VIEW_BYTES:
        raise SlackError("view_too_large")
    _refuse([f"{text} [json-pointer:/view{place}]" for place, text in find_misshapen(view)])
    blocks = view.get("blocks")
    if not isinstance(blocks, list):
        _refuse(["missing required field: blocks [json-pointer:/view]"])
    problems = [f"{text} [json-pointer:/view/{place}]" for place, text in _find_view_faults(view)]
    problems += check_blocks(blocks, surface=view["type"], most=VIEW_BLOCKS, path="/view/blocks")
    _refuse(problems)
    found: Json = view
    return found


def _find_view_faults(view: Json) -> list[tuple[str, str]]:
    faults = [
        (name, f"must be less than {most + 1} characters")
        for name, most in (("private_metadata", PRIVATE_METADATA), ("callback_id", IDENTIFIER))
        if len(view.get(name) or "") > most
    ]
    if view["type"] == "home":
        return faults
    for name in ("title", "submit", "close"):
        faults += _find_title_faults(view, name)
    has_input = any(
        isinstance(each, dict) and each.get("type") == "input" for each in view["blocks"]
    )
    if has_input and not view.get("submit"):
        faults.append(("submit", "a view with input blocks must have a submit button"))
    return faults


def _find_title_faults(view: Json, name: str) -> list[tuple[str, str]]:
    text = view.get(name)
    if text is None:
        return [(name, "missing required field")] if name == "title" else []
    if not isinstance(text, dict) or text.get("type") != "plain_text" or not text.get("text"):
        return [(name, "must be a plain_text object")]
    if len(text["text"]) > TITLE:
        return [(f"{name}/text", f"must be less than {TITLE + 1} characters")]
    return []


def _refuse(problems: list[str], *, error: str = "invalid_arguments") -> None:
    if problems:
        messages = [f"[ERROR] {problem}" for problem in problems]
        details: Json = {"response_metadata": {"messages": messages}}
        if error == "invalid_blocks":
            details["errors"] = problems
        raise SlackError(error, **details)
