"""The arguments of one Web API call, whether they came as JSON or as a form."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workspace.errors import SlackError
from workspace.jsontypes import Json, JsonValue

STRUCTURED = {
    "blocks",
    "attachments",
    "view",
    "metadata",
    "chunks",
    "prompts",
    "loading_messages",
    "files",
}


@dataclass(frozen=True, slots=True)
class Arguments:
    """Reads arguments by name; a missing one raises `invalid_arguments`."""

    values: Mapping[str, Any]

    def text(self, name: str) -> str:
        """Return a required text."""
        value = self.optional(name)
        if value is None:
            message = f"[ERROR] missing required field: {name}"
            raise SlackError("invalid_arguments", response_metadata={"messages": [message]})
        return value

    def optional(self, name: str) -> str | None:
        """Return a text, or None when it is missing or empty."""
        value = self.values.get(name)
        return None if value in (None, "") else str(value)

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return a boolean, however the client wrote it."""
        value = self.values.get(name)
        return default if value is None else str(value).lower() in ("true", "1")

    def number(self, name: str, *, default: int, most: int) -> int:
        """Return a whole number between 1 and `most`; raises `invalid_limit`."""
        value = self.values.get(name)
        if value in (None, ""):
            return default
        try:
            number = int(str(value))
        except ValueError:
            raise SlackError("invalid_limit") from None
        if number < 1:
            raise SlackError("invalid_limit")
        return min(number, most)

    def message(self) -> Json:
        """Return the arguments that make up a message; raises `invalid_blocks_format`."""
        structured = ("blocks", "attachments", "metadata")
        body: Json = {name: self.structure(name) for name in structured if self.values.get(name)}
        return body | {
            name: self.optional(name) for name in ("text", "markdown_text") if self.optional(name)
        }

    def structure(self, name: str) -> JsonValue:
        """Return a value that may be JSON inside a form; raises Slack's word for bad JSON."""
        value = self.values.get(name)
        if name not in STRUCTURED or not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise SlackError(_BAD_JSON.get(name, "invalid_arguments")) from None


_BAD_JSON = {"blocks": "invalid_blocks_format", "metadata": "invalid_metadata_format"}
