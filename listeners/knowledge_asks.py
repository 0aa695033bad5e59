"""What clicks and shortcuts ask about the guide, as asks."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import BoltContext

from listeners.asks import Ask, storable

Payload = Mapping[str, Any]


def build_ask(body: Payload, context: BoltContext, task: Payload) -> Ask:
    """Returns the ask of a click or shortcut about the guide."""
    container = body.get("container") or {}
    return Ask(
        kind="knowledge",
        team=context.team_id or "",
        enterprise=context.enterprise_id or "",
        channel=str((body.get("channel") or {}).get("id") or container.get("channel_id") or ""),
        user=str(body["user"]["id"]),
        user_team=str(body["user"].get("team_id") or ""),
        response_url=str(body.get("response_url") or ""),
        task=task,
    )


def value_of(action: Payload) -> str:
    """The value of a button, as it can be stored."""
    return storable(str(action.get("value") or ""))[:100]
