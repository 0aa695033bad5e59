"""Checks Block Kit: which blocks and elements there are, where they fit, how long they may be."""

from collections.abc import Callable, Iterator
from typing import Any

from workspace.elements import check_element, check_text
from workspace.jsontypes import Json, JsonValue
from workspace.shapes import find_misshapen

MESSAGE_ONLY = {"markdown", "context_actions", "plan", "task_card", "table", "file", "carousel"}
ANYWHERE = {"section", "divider", "image", "actions", "context", "input", "header", "rich_text"}
ANYWHERE |= {"video", "alert", "card", "container", "call"}
CARRIED = ANYWHERE | MESSAGE_ONLY
SECTION_ACCESSORIES_EXCLUDED = {"plain_text_input", "feedback_buttons", "file_input"}

Fault = tuple[str, str]
"""A JSON pointer below the block, and what is wrong there."""


def check_blocks(blocks: list[Any], *, surface: str, most: int, path: str = "/blocks") -> list[str]:
    """Return what Slack objects to, as it words it; `surface` is message, modal or home."""
    if len(blocks) > most:
        return [f"no more than {most} items allowed [json-pointer:{path}]"]
    misshapen = [f"{text} [json-pointer:{path}{place}]" for place, text in find_misshapen(blocks)]
    if misshapen:
        return misshapen
    problems = [
        f"{text} [json-pointer:{path}/{number}{place}]"
        for number, block in enumerate(blocks)
        for place, text in _check_block(block, surface)
    ]
    return problems + list(_find_twins(blocks, path))


def count_text(value: JsonValue) -> int:
    """Return how many characters of text stand in blocks, ids and values left out."""
    if isinstance(value, list):
        return sum(count_text(each) for each in value)
    if not isinstance(value, dict):
        return 0
    own = sum(len(value[key]) for key in ("text", "title") if isinstance(value.get(key), str))
    return own + sum(count_text(each) for each in value.values())


def _find_twins(blocks: list[Any], path: str) -> Iterator[str]:
    seen: set[str] = set()
    for number, block in enumerate(blocks):
        block_id = block.get("block_id") if isinstance(block, dict) else None
        if block_id and block_id in seen:
            yield f"block_id {block_id!r} is not unique [json-pointer:{path}/{number}/block_id]"
        seen.add(block_id or "")


def _check_block(block: JsonValue, surface: str) -> Iterator[Fault]:
    kind = block.get("type") if isinstance(block, dict) else None
    if kind not in CARRIED:
        yield "/type", f"unsupported type: {kind}"
        return
    if surface != "message" and kind in MESSAGE_ONLY:
        yield "/type", f"unsupported type: {kind}"
        return
    if len(block.get("block_id") or "") > 255:
        yield "/block_id", "must be less than 256 characters"
    check = CHECKS.get(kind)
    if check:
        yield from check(block)


def _check_section(block: Json) -> Iterator[Fault]:
    if "text" not in block and "fields" not in block:
        yield "", "missing required field: text or fields"
    if "text" in block:
        yield from check_text(block["text"], "/text", most=3000)
    fields = block.get("fields", [])
    if len(fields) > 10:
        yield "/fields", "no more than 10 items allowed"
    for number, field in enumerate(fields):
        yield from check_text(field, f"/fields/{number}", most=2000)
    if "accessory" in block:
        yield from check_element(
            block["accessory"], "/accessory", excluded=SECTION_ACCESSORIES_EXCLUDED
        )


def _check_header(block: Json) -> Iterator[Fault]:
    yield from check_text(block.get("text"), "/text", most=150, plain=True)


def _check_markdown(block: Json) -> Iterator[Fault]:
    text = block.get("text")
    if not isinstance(text, str) or not text:
        yield "/text", "must be more than 0 characters"
    elif len(text) > 12_000:
        yield "/text", "must be less than 12001 characters"


def _check_context(block: Json) -> Iterator[Fault]:
    yield from _check_count(block, 10)
    for number, element in enumerate(_elements(block)):
        path = f"/elements/{number}"
        if isinstance(element, dict) and element.get("type") == "image":
            yield from check_element(element, path)
        else:
            yield from check_text(element, path, most=3000)


def _check_actions(block: Json) -> Iterator[Fault]:
    yield from _check_count(block, 25)
    for number, element in enumerate(_elements(block)):
        yield from check_element(
            element,
            f"/elements/{number}",
            excluded={"plain_text_input", "feedback_buttons", "image"},
        )
    yield from _find_twin_actions(block)


def _check_context_actions(block: Json) -> Iterator[Fault]:
    yield from _check_count(block, 5)
    for number, element in enumerate(_elements(block)):
        path = f"/elements/{number}"
        if not isinstance(element, dict) or element.get("type") not in (
            "feedback_buttons",
            "icon_button",
        ):
            yield path, "only feedback_buttons and icon_button are allowed"
        else:
            yield from check_element(element, path)
    yield from _find_twin_actions(block)


def _check_input(block: Json) -> Iterator[Fault]:
    yield from check_text(block.get("label"), "/label", most=2000, plain=True)
    if block.get("hint"):
        yield from check_text(block["hint"], "/hint", most=2000, plain=True)
    yield from check_element(
        block.get("element"),
        "/element",
        excluded={"button", "feedback_buttons", "overflow", "image"},
    )


def _check_image(block: Json) -> Iterator[Fault]:
    yield from check_element(block, "")
    if block.get("title"):
        yield from check_text(block["title"], "/title", most=2000, plain=True)


def _check_table(block: Json) -> Iterator[Fault]:
    rows = block.get("rows")
    if not isinstance(rows, list) or not rows:
        yield "/rows", "must have at least one row"
        return
    if len(rows) > 100:
        yield "/rows", "no more than 100 items allowed"
    for number, row in enumerate(rows):
        if not isinstance(row, list) or len(row) > 20:
            yield f"/rows/{number}", "no more than 20 items allowed"


def _check_rich_text(block: Json) -> Iterator[Fault]:
    allowed = {"rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"}
    for number, element in enumerate(_elements(block)):
        if not isinstance(element, dict) or element.get("type") not in allowed:
            yield f"/elements/{number}", "unsupported type"


def _check_task(block: Json) -> Iterator[Fault]:
    for name in ("task_id", "title"):
        if not isinstance(block.get(name), str) or not block[name]:
            yield f"/{name}", "missing required field"
    if block.get("status") not in (None, "pending", "in_progress", "complete", "error"):
        yield "/status", "unsupported status"


def _check_plan(block: Json) -> Iterator[Fault]:
    if not block.get("title"):
        yield "/title", "missing required field"
    for number, task in enumerate(block.get("tasks", [])):
        for place, text in _check_task(task):
            yield f"/tasks/{number}{place}", text


def _elements(block: Json) -> list[Any]:
    elements = block.get("elements")
    return elements if isinstance(elements, list) else []


def _check_count(block: Json, most: int) -> Iterator[Fault]:
    if not _elements(block):
        yield "/elements", "must have at least one element"
    if len(_elements(block)) > most:
        yield "/elements", f"no more than {most} items allowed"


def _find_twin_actions(block: Json) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, element in enumerate(_elements(block)):
        action_id = element.get("action_id") if isinstance(element, dict) else None
        if action_id and action_id in seen:
            yield f"/elements/{number}/action_id", f"action_id {action_id!r} already exists"
        seen.add(action_id or "")


CHECKS: dict[str, Callable[[Json], Iterator[Fault]]] = {
    "section": _check_section,
    "header": _check_header,
    "markdown": _check_markdown,
    "context": _check_context,
    "actions": _check_actions,
    "context_actions": _check_context_actions,
    "input": _check_input,
    "image": _check_image,
    "table": _check_table,
    "rich_text": _check_rich_text,
    "task_card": _check_task,
    "plan": _check_plan,
}
