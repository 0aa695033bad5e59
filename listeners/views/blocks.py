"""Small Block Kit pieces, as plain dictionaries, within Slack's lengths."""

from collections.abc import Mapping
from typing import Any

Block = dict[str, Any]

BUTTON_TEXT = 75
BUTTON_VALUE = 2000
SECTION_TEXT = 3000
HEADER_TEXT = 150
MODAL_TITLE = 24
ELLIPSIS = "…"


def cut(text: str, limit: int) -> str:
    """Returns the text, or as much of it as fits with an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + ELLIPSIS


def cut_escaped(text: str, limit: int) -> str:
    """Returns escaped text cut to a length, never within an entity."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    start = head.rfind("&", max(0, limit - 8))
    if start >= 0 and ";" not in head[start:]:
        head = head[:start]
    return head.rstrip() + ELLIPSIS


def build_context(mrkdwn: str) -> Block:
    """A context block with one line."""
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": cut_escaped(mrkdwn, 2000)}]}


def build_section(mrkdwn: str) -> Block:
    """A section with text."""
    text = cut_escaped(mrkdwn, SECTION_TEXT)
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def build_header(text: str) -> Block:
    """A header."""
    return {"type": "header", "text": build_plain(cut(text, HEADER_TEXT))}


def build_button(text: str, *, action_id: str, value: str, style: str = "") -> Block:
    """A button; `style` is primary, danger or none."""
    button = {
        "type": "button",
        "action_id": action_id,
        "text": build_plain(cut(text, BUTTON_TEXT)),
        "value": value[:BUTTON_VALUE],
    }
    return button | ({"style": style} if style else {})


def build_select(
    placeholder: str, *, action_id: str, options: Mapping[str, str], chosen: str = ""
) -> Block:
    """A menu; `options` are labels by value, `chosen` is the value that is set."""
    made = [
        {"text": build_plain(cut(label, BUTTON_TEXT)), "value": value}
        for value, label in options.items()
    ]
    initial = next((option for option in made if option["value"] == chosen), None)
    select = {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": build_plain(placeholder),
        "options": made,
    }
    return select | ({"initial_option": initial} if initial else {})


def build_modal(title: str, blocks: list[Block], *, close: str = "Close", **more: object) -> Block:
    """A modal; `more` are its other fields, such as `callback_id`."""
    return {
        "type": "modal",
        "title": build_plain(cut(title, MODAL_TITLE)),
        "close": build_plain(close),
        "blocks": blocks,
        **more,
    }


def build_actions(buttons: list[Block]) -> Block:
    """A row of buttons."""
    return {"type": "actions", "elements": buttons}


def build_plain(text: str) -> Block:
    """A plain text object."""
    return {"type": "plain_text", "text": text, "emoji": True}
