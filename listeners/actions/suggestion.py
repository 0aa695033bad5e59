"""A suggested question: asked with a click, answered where the button stands."""

from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from listeners.asks import Ask, storable
from listeners.claiming import claim_ask
from listeners.desk import Desk
from listeners.events.app_home_opened import publish_home
from listeners.reception import take_on


def handle_suggestion(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], context: BoltContext, desk: Desk
) -> None:
    """Claims the question of a button under an answer."""
    container = body.get("container") or {}
    message = body.get("message") or {}
    is_private = bool(container.get("is_ephemeral"))
    ask = Ask(
        kind="private" if is_private else "thread",
        team=context.team_id or "",
        enterprise=context.enterprise_id or "",
        channel=body["channel"]["id"],
        user=body["user"]["id"],
        text=storable(str(action.get("value") or "")),
        thread_ts=""
        if is_private
        else message.get("thread_ts") or message.get("ts") or container["message_ts"],
        user_team=body["user"].get("team_id") or "",
        response_url=(body.get("response_url") or "") if is_private else "",
        quoted=True,
    )
    _take_on(ack, desk, ask, body)


def handle_prompt(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    context: BoltContext,
    desk: Desk,
) -> None:
    """Claims the question of a button on the Home tab; its answer comes as a direct message.

    Nothing of that is seen on the Home tab, so it says where to look.
    """
    ask = Ask(
        kind="direct",
        team=context.team_id or "",
        enterprise=context.enterprise_id or "",
        channel="",
        user=body["user"]["id"],
        text=storable(str(action.get("value") or "")),
        quoted=True,
    )
    _take_on(ack, desk, ask, body)
    url = f"slack://app?team={ask.team}&id={body.get('api_app_id', '')}&tab=messages"
    desk.errands.submit(
        lambda: publish_home(
            desk, client, team=ask.team, user=ask.user, asked=ask.text, messages_url=url
        )
    )


def _take_on(ack: Ack, desk: Desk, ask: Ask, body: dict[str, Any]) -> None:
    claim = claim_ask(desk, ask, key=body["trigger_id"])
    ack()
    if claim:
        take_on(desk, claim)
