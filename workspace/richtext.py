"""What Slack makes of a text that a person types."""

import re

from workspace.identifiers import make_block_id
from workspace.jsontypes import Json
from workspace.people import Person

_PARTS = re.compile(r"<@(?P<user>[A-Z0-9_]+)>|<(?P<link>https?://[^>|]+)(?:\|(?P<label>[^>]*))?>")
_ADDRESS = re.compile(r"https?://[^\s<>|]+")


def escape(text: str) -> str:
    """Return the text with `&`, `<` and `>` as Slack stores them."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """Return the text as it was typed."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def store_text(typed: str, people: dict[str, Person]) -> str:
    """Return what Slack stores of a typed text: escaped, names and addresses as links.

    A mention that is written as Slack stores it (`<@U_BOT>`) stays one.
    """
    text = escape(typed)
    for person in people.values():
        text = text.replace(f"&lt;@{person.id}&gt;", f"<@{person.id}>")
        text = re.sub(rf"@{re.escape(person.name)}\b", f"<@{person.id}>", text)
    return _ADDRESS.sub(lambda match: f"<{match.group()}>", text)


def build_rich_text(stored: str) -> Json:
    """Return the rich_text block that Slack makes of a stored text."""
    elements: list[Json] = []
    position = 0
    for match in _PARTS.finditer(stored):
        elements += _build_plain(stored[position : match.start()])
        elements.append(_build_part(match))
        position = match.end()
    elements += _build_plain(stored[position:])
    section = {"type": "rich_text_section", "elements": elements}
    return {"type": "rich_text", "block_id": make_block_id(), "elements": [section]}


def _build_plain(text: str) -> list[Json]:
    return [{"type": "text", "text": unescape(text)}] if text else []


def _build_part(match: "re.Match[str]") -> Json:
    if match["user"]:
        return {"type": "user", "user_id": match["user"]}
    link = {"type": "link", "url": unescape(match["link"])}
    return link | ({"text": unescape(match["label"])} if match["label"] else {})
