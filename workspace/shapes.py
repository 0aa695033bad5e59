"""Checks the JSON kinds of Block Kit's keys, so that later checks need not ask again."""

from collections.abc import Iterator

from workspace.jsontypes import JsonValue

TEXTS = {"type", "block_id", "action_id", "value", "url", "style", "image_url", "alt_text"}
TEXTS |= {"private_metadata", "callback_id", "external_id"}
LISTS = {"fields", "elements", "tasks", "options", "option_groups", "initial_options", "sources"}
OBJECTS = {"accessory", "element", "confirm", "placeholder", "label", "hint", "initial_option"}
OBJECTS |= {"positive_button", "negative_button", "submit", "close"}

Fault = tuple[str, str]


def find_misshapen(value: JsonValue, path: str = "") -> Iterator[Fault]:
    """Yield each place that holds another kind of JSON than Slack reads there."""
    if isinstance(value, list):
        for number, each in enumerate(value):
            yield from find_misshapen(each, f"{path}/{number}")
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _find_at(key, each, f"{path}/{key}")


def _find_at(key: str, value: JsonValue, path: str) -> Iterator[Fault]:
    if key in TEXTS and not isinstance(value, str | None):
        yield path, "must be a string"
    elif key in OBJECTS and not isinstance(value, dict | None):
        yield path, "must be an object"
    elif key in LISTS and not (
        isinstance(value, list) and all(isinstance(each, dict) for each in value)
    ):
        yield path, "must be a list of objects"
    else:
        yield from find_misshapen(value, path)
