"""Checks the elements inside blocks: texts, buttons, selects and inputs."""

from collections.abc import Iterator

from workspace.jsontypes import Json, JsonValue

Fault = tuple[str, str]

INTERACTIVE = {
    "button", "channels_select", "checkboxes", "conversations_select", "datepicker",
    "datetimepicker", "email_text_input", "external_select", "feedback_buttons", "file_input",
    "icon_button", "multi_channels_select", "multi_conversations_select", "multi_external_select",
    "multi_static_select", "multi_users_select", "number_input", "overflow", "plain_text_input",
    "radio_buttons", "rich_text_input", "static_select", "timepicker", "url_text_input",
    "users_select", "workflow_button",
}  # fmt: skip
OPTIONS = {"static_select": 100, "multi_static_select": 100, "overflow": 5}
OPTIONS |= {"radio_buttons": 10, "checkboxes": 10}


def check_text(
    text: JsonValue, path: str, *, most: int, plain: bool = False, least: int = 1
) -> Iterator[Fault]:
    """Yield what is wrong with a text object."""
    if not isinstance(text, dict):
        yield path, "missing or invalid text object"
        return
    kinds = ("plain_text",) if plain else ("plain_text", "mrkdwn")
    if text.get("type") not in kinds:
        yield f"{path}/type", f"must be {' or '.join(kinds)}"
    value = text.get("text")
    if not isinstance(value, str) or len(value) < least:
        yield f"{path}/text", f"must be more than {least - 1} characters"
    elif len(value) > most:
        yield f"{path}/text", f"must be less than {most + 1} characters"


def _check_length(element: Json, name: str, path: str, most: int) -> Iterator[Fault]:
    value = element.get(name)
    if isinstance(value, str) and len(value) > most:
        yield f"{path}/{name}", f"must be less than {most + 1} characters"
    elif value is not None and not isinstance(value, str):
        yield f"{path}/{name}", "must be a string"


def check_element(
    element: JsonValue, path: str, *, excluded: frozenset[str] | set[str] = frozenset()
) -> Iterator[Fault]:
    """Yield what is wrong with an element; `excluded` are the types that do not fit here."""
    kind = element.get("type") if isinstance(element, dict) else None
    if kind in excluded or (kind != "image" and kind not in INTERACTIVE):
        yield f"{path}/type", f"unsupported type: {kind}"
        return
    yield from _check_length(element, "action_id", path, 255)
    if kind == "button":
        yield from _check_button(element, path)
    elif kind == "feedback_buttons":
        yield from _check_feedback(element, path)
    elif kind == "image":
        yield from _check_image(element, path)
    elif kind in OPTIONS:
        yield from _check_options(element, path, OPTIONS[kind])
    elif kind == "plain_text_input":
        yield from _check_input(element, path)
    if element.get("placeholder"):
        yield from check_text(element["placeholder"], f"{path}/placeholder", most=150, plain=True)
    if element.get("confirm"):
        yield from _check_confirm(element["confirm"], f"{path}/confirm")


def _check_button(button: Json, path: str) -> Iterator[Fault]:
    yield from check_text(button.get("text"), f"{path}/text", most=75, plain=True)
    yield from _check_length(button, "value", path, 2000)
    yield from _check_length(button, "url", path, 3000)
    yield from _check_length(button, "accessibility_label", path, 75)
    if button.get("style") not in (None, "primary", "danger"):
        yield f"{path}/style", "must be primary or danger"


def _check_feedback(element: Json, path: str) -> Iterator[Fault]:
    for name in ("positive_button", "negative_button"):
        button = element.get(name)
        place = f"{path}/{name}"
        if not isinstance(button, dict):
            yield place, "missing required field"
            continue
        yield from check_text(button.get("text"), f"{place}/text", most=75, plain=True)
        if not button.get("value"):
            yield f"{place}/value", "missing required field"
        yield from _check_length(button, "value", place, 2000)
        yield from _check_length(button, "accessibility_label", place, 75)


def _check_image(image: Json, path: str) -> Iterator[Fault]:
    if not image.get("image_url") and not image.get("slack_file"):
        yield path, "missing required field: image_url or slack_file"
    if not isinstance(image.get("alt_text"), str):
        yield f"{path}/alt_text", "missing required field"
    yield from _check_length(image, "image_url", path, 3000)
    yield from _check_length(image, "alt_text", path, 2000)


def _check_options(element: Json, path: str, most: int) -> Iterator[Fault]:
    groups = element.get("option_groups")
    if groups is None:
        yield from _check_list(element.get("options"), f"{path}/options", most)
        return
    for number, group in enumerate(groups):
        place = f"{path}/option_groups/{number}"
        yield from check_text(group.get("label"), f"{place}/label", most=75, plain=True)
        yield from _check_list(group.get("options"), f"{place}/options", most)


def _check_list(options: JsonValue, path: str, most: int) -> Iterator[Fault]:
    if not isinstance(options, list) or not options:
        yield path, "must have at least one option"
        return
    if len(options) > most:
        yield path, f"no more than {most} items allowed"
    for number, option in enumerate(options):
        place = f"{path}/{number}"
        if not isinstance(option, dict):
            yield place, "must be an option object"
            continue
        yield from check_text(option.get("text"), f"{place}/text", most=75)
        if option.get("description"):
            yield from check_text(option["description"], f"{place}/description", most=75)
        yield from _check_length(option, "value", place, 150)


def _check_input(element: Json, path: str) -> Iterator[Fault]:
    most = element.get("max_length", 3000)
    if not isinstance(most, int) or not 1 <= most <= 3000:
        yield f"{path}/max_length", "must be between 1 and 3000"
    least = element.get("min_length", 0)
    if not isinstance(least, int) or not 0 <= least <= 3000:
        yield f"{path}/min_length", "must be between 0 and 3000"


def _check_confirm(confirm: Json, path: str) -> Iterator[Fault]:
    yield from check_text(confirm.get("title"), f"{path}/title", most=100, plain=True)
    yield from check_text(confirm.get("text"), f"{path}/text", most=300)
    for name in ("confirm", "deny"):
        if confirm.get(name):
            yield from check_text(confirm[name], f"{path}/{name}", most=30, plain=True)
