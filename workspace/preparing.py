"""Gives blocks and views the ids that the app left out, as Slack does."""

from workspace.identifiers import make_block_id
from workspace.jsontypes import Json, JsonValue
from workspace.limits import check_view


def prepare_blocks(blocks: JsonValue) -> tuple[Json, ...]:
    """Return the blocks with the block_ids and action_ids that the app left out."""
    return tuple(_prepare_block(block) for block in blocks)


def _prepare_block(block: Json) -> Json:
    prepared = {**block, "block_id": block.get("block_id") or make_block_id()}
    for key in ("element", "accessory"):
        if isinstance(block.get(key), dict):
            prepared[key] = _prepare_element(block[key])
    if block["type"] in ("actions", "context_actions"):
        prepared["elements"] = [_prepare_element(element) for element in block["elements"]]
    return prepared


def _prepare_element(element: Json) -> Json:
    if element["type"] == "image" or element.get("action_id"):
        return element
    return {**element, "action_id": make_block_id()}


def prepare_view(content: JsonValue) -> Json:
    """Return a view as Slack keeps it: checked, with the ids that the app left out."""
    checked = check_view(content)
    return {**checked, "blocks": list(prepare_blocks(checked["blocks"]))}
