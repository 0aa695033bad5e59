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
# All blocks of a message together fail at about 13,200 characters.
ALL_TEXT = 12_000
# No shorter than a fence of the card, which would lose its end.
SHORTER = (1_200, 800, 500, 350, 250)


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


def fit_blocks(blocks: list[Block]) -> list[Block]:
    """Returns the blocks, their longest texts cut as far as a message takes them all together."""
    for most in (SECTION_TEXT, *SHORTER):
        fitted = [_shorten(block, most) for block in blocks]
        if _count_text(fitted) <= ALL_TEXT:
            break
    return fitted


def _shorten(block: Block, most: int) -> Block:
    shorter = dict(block)
    if block["type"] == "section" and "text" in block:
        shorter["text"] = block["text"] | {"text": cut_escaped(block["text"]["text"], most)}
    for name in ("fields", "elements"):
        if block["type"] in ("section", "context") and name in block:
            shorter[name] = [
                each | {"text": cut_escaped(each["text"], most)} for each in block[name]
            ]
    return shorter


def _count_text(value: object) -> int:
    """How many characters the texts in these blocks have, those of buttons and menus included."""
    if isinstance(value, list):
        return sum(_count_text(each) for each in value)
    if not isinstance(value, dict):
        return 0
    own = len(value["text"]) if isinstance(value.get("text"), str) else 0
    return own + sum(_count_text(each) for each in value.values())


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
