"""What a person chose or typed in an element, as Slack reports it in states and actions."""

from collections.abc import Iterator

from workspace.errors import PersonError
from workspace.jsontypes import Json, JsonValue

TYPED = ("plain_text_input", "email_text_input", "url_text_input", "number_input")
CHOSEN = ("static_select", "radio_buttons", "external_select", "overflow")
CHOSEN_MANY = ("checkboxes", "multi_static_select", "multi_external_select")
NAMED = {
    "users_select": "selected_user",
    "channels_select": "selected_channel",
    "conversations_select": "selected_conversation",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "rich_text_input": "rich_text_value",
}
NAMED_MANY = {
    "multi_users_select": "selected_users",
    "multi_channels_select": "selected_channels",
    "multi_conversations_select": "selected_conversations",
    "file_input": "files",
}


def find_elements(blocks: JsonValue) -> Iterator[tuple[Json, Json]]:
    """Yield each interactive element with the block that holds it."""
    for block in blocks:
        candidates = [block.get("element"), block.get("accessory"), *block.get("elements", ())]
        for element in candidates:
            if isinstance(element, dict) and "action_id" in element:
                yield block, element


def find_element(blocks: JsonValue, action_id: str, value: JsonValue = None) -> tuple[Json, Json]:
    """Return the block and the element with this action_id, and with this value if several.

    Raises PersonError.
    """
    found = [pair for pair in find_elements(blocks) if pair[1]["action_id"] == action_id]
    if not found:
        raise PersonError(f"There is no element {action_id!r} here to use.")
    return next((pair for pair in found if pair[1].get("value") == value), found[0])


def add_options(blocks: JsonValue, known: dict[str, list[Json]]) -> list[Json]:
    """Return the blocks with what the app suggested for its external selects, by action_id."""

    def add(element: JsonValue) -> JsonValue:
        options = known.get(element.get("action_id", "")) if isinstance(element, dict) else None
        if not options or not str(element.get("type")).endswith("external_select"):
            return element
        return {**element, "options": options}

    filled = []
    for block in blocks:
        copy = {**block}
        for key in ("element", "accessory"):
            if key in block:
                copy[key] = add(block[key])
        if isinstance(block.get("elements"), list):
            copy["elements"] = [add(each) for each in block["elements"]]
        filled.append(copy)
    return filled


def build_value(element: Json, value: JsonValue) -> Json:
    """Return the entry of `state.values` for an element that holds `value`."""
    kind = element["type"]
    if kind in TYPED:
        return {"type": kind, "value": None if value in (None, "") else str(value)}
    if kind in CHOSEN:
        option = None if value in (None, "") else find_option(element, value)
        return {"type": kind, "selected_option": option}
    if kind in CHOSEN_MANY:
        chosen = [value] if isinstance(value, str) else list(value or ())
        return {"type": kind, "selected_options": [find_option(element, each) for each in chosen]}
    if kind in NAMED:
        return {"type": kind, NAMED[kind]: value or None}
    if kind in NAMED_MANY:
        return {"type": kind, NAMED_MANY[kind]: list(value or ())}
    return {"type": kind, "value": value}


def find_option(element: Json, value: JsonValue) -> Json:
    """Return the option of an element by its value; raises PersonError."""
    groups = element.get("option_groups") or [{"options": element.get("options") or []}]
    for option in (each for group in groups for each in group["options"]):
        if option.get("value") == value:
            found: Json = option
            return found
    raise PersonError(f"{element.get('action_id')!r} has no option {value!r}.")


def _initial_value(element: Json) -> JsonValue:
    if "initial_options" in element:
        return [option["value"] for option in element["initial_options"]]
    if "initial_option" in element:
        return element["initial_option"]["value"]
    names = [name for name in element if name.startswith("initial_")]
    return element[names[0]] if names else None


def build_state(blocks: JsonValue, given: Json) -> Json:
    """Return `state.values` of the blocks' inputs.

    `given` maps a block_id to a value, or to `{action_id: value}`; what it does not name keeps
    its initial value.
    """
    values: Json = {}
    for block, element in find_elements(blocks):
        if element["type"] in ("button", "feedback_buttons", "icon_button"):
            continue
        value = given.get(block["block_id"], _initial_value(element))
        if isinstance(value, dict):
            value = value.get(element["action_id"], _initial_value(element))
        entry = build_value(element, value)
        values.setdefault(block["block_id"], {})[element["action_id"]] = entry
    return values


def find_gaps(blocks: JsonValue, values: Json) -> Json:
    """Return what Slack's client objects to before it submits, by block_id."""
    gaps: Json = {}
    for block in blocks:
        if block["type"] != "input":
            continue
        entry = values.get(block["block_id"], {}).get(block["element"]["action_id"], {})
        gap = _find_gap(block, entry)
        if gap:
            gaps[block["block_id"]] = gap
    return gaps


def _find_gap(block: Json, entry: Json) -> str | None:
    value = next((held for key, held in entry.items() if key != "type"), None)
    if not value:
        return None if block.get("optional") else "Please complete this required field."
    element = block["element"]
    if not isinstance(value, str) or element["type"] != "plain_text_input":
        return None
    if len(value) < element.get("min_length", 0):
        return f"Must be at least {element['min_length']} characters."
    if len(value) > element.get("max_length", 3000):
        return f"Must be at most {element.get('max_length', 3000)} characters."
    return None


def build_action(block: Json, element: Json, *, value: JsonValue, ts: str) -> Json:
    """Return the entry of `actions` for using an element."""
    kind = element["type"]
    action: Json = {
        "type": kind,
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": ts,
    }
    if kind == "feedback_buttons":
        return action | _build_vote(element, value)
    if kind in ("button", "icon_button"):
        keys = ("text", "value", "style", "url", "icon")
        return action | {key: element[key] for key in keys if key in element}
    return action | build_value(element, value)


def _build_vote(element: Json, value: JsonValue) -> Json:
    buttons = [element["positive_button"], element["negative_button"]]
    found = next((button for button in buttons if button.get("value") == value), None)
    if found is None:
        raise PersonError(f"{element['action_id']!r} has no button with the value {value!r}.")
    return {"text": found["text"], "value": found["value"]}
