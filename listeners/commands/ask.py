"""/ask: an answer that only the asker sees, with a button that shares it."""

from typing import Any

from slack_bolt import Ack, BoltContext

from listeners.asks import Ask, read_text
from listeners.claiming import claim_ask
from listeners.desk import Desk
from listeners.reception import take_on

EMPTY = (
    "Write your question after the command, for example `/ask precision or recall for a medical test?` "
    "Only you see the answer; you can share it with the channel afterwards."
)


def handle_ask(ack: Ack, command: dict[str, Any], context: BoltContext, desk: Desk) -> None:
    """Claims the question, acknowledges and hands it to the pool."""
    question = read_text(command.get("text") or "")
    if not question:
        ack(text=EMPTY, response_type="ephemeral")
        return
    ask = Ask(
        kind="private",
        team=context.team_id or "",
        enterprise=context.enterprise_id or "",
        channel=command["channel_id"],
        user=command["user_id"],
        text=question,
        response_url=command.get("response_url") or "",
    )
    claim = claim_ask(desk, ask, key=command["trigger_id"])
    ack()
    if claim:
        take_on(desk, claim)
