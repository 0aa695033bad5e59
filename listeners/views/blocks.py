"""Small Block Kit pieces, as plain dictionaries, within Slack's lengths."""

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


def build_button(text: str, *, action_id: str, value: str) -> Block:
    """A button."""
    return {
        "type": "button",
        "action_id": action_id,
        "text": build_plain(cut(text, BUTTON_TEXT)),
        "value": value[:BUTTON_VALUE],
    }


def build_actions(buttons: list[Block]) -> Block:
    """A row of buttons."""
    return {"type": "actions", "elements": buttons}


def build_plain(text: str) -> Block:
    """A plain text object."""
    return {"type": "plain_text", "text": text, "emoji": True}
