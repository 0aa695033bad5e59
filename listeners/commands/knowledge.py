"""/knowledge: what admins do with the guide. Claimed at once; who may do it is looked up after the ack."""

from typing import Any

from slack_bolt import Ack, BoltContext

from listeners.asks import Ask, storable
from listeners.claiming import claim_ask
from listeners.desk import Desk
from listeners.reception import take_on


def handle_knowledge(ack: Ack, command: dict[str, Any], context: BoltContext, desk: Desk) -> None:
    """Claims the command, acknowledges and hands it on."""
    name, _, rest = storable(command.get("text") or "").strip().partition(" ")
    ask = Ask(
        kind="knowledge",
        team=context.team_id or "",
        enterprise=context.enterprise_id or "",
        channel=command["channel_id"],
        user=command["user_id"],
        response_url=command.get("response_url") or "",
        task={"do": name.lower().replace(":", " ") or "help", "text": rest.strip()},
    )
    claim = claim_ask(desk, ask, key=command["trigger_id"])
    ack()
    if claim:
        take_on(desk, claim)
