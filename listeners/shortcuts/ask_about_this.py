"""The message shortcut "Ask about this": what the guide says to a message, only for who asks."""

from typing import Any

from slack_bolt import Ack, BoltContext

from listeners.asks import Ask, read_text
from listeners.claiming import claim_ask
from listeners.desk import Desk
from listeners.reception import take_on

CALLBACK_ID = "ask_about_this"


def handle_ask_about_this(
    ack: Ack, shortcut: dict[str, Any], context: BoltContext, desk: Desk
) -> None:
    """Claims the message's text as a question, acknowledges and hands it to the pool."""
    message = shortcut["message"]
    ask = Ask(
        kind="private",
        team=context.team_id or "",
        enterprise=context.enterprise_id or "",
        channel=shortcut["channel"]["id"],
        user=shortcut["user"]["id"],
        text=read_text(message.get("text") or ""),
        response_url=shortcut.get("response_url") or "",
        has_files=bool(message.get("files")),
        quoted=True,
    )
    claim = claim_ask(desk, ask, key=shortcut["trigger_id"])
    ack()
    if claim:
        take_on(desk, claim)
