"""The share button: shows a private answer to everybody, once, at its asker's wish."""

from typing import Any

from slack_bolt import Ack, BoltContext, Respond

from advisor.database.claims import asker_of
from listeners.asks import Ask
from listeners.claiming import claim_ask
from listeners.desk import Desk
from listeners.modals import tell_under
from listeners.reception import take_on

NOT_YOURS = "Only the person who asked can share this answer."
SHARED_BEFORE = "This answer has already been shared here."


def handle_share(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    context: BoltContext,
    respond: Respond,
    desk: Desk,
) -> None:
    """Posts the stored answer to the channel it was asked in."""
    ask = Ask(
        kind="share",
        team=context.team_id or "",
        enterprise=context.enterprise_id or "",
        channel=body["channel"]["id"],
        user=body["user"]["id"],
        text=str(action.get("value") or ""),
        response_url=body.get("response_url") or "",
    )
    refusal = _claim(desk, ask)
    ack()
    if refusal:
        desk.errands.submit(lambda: tell_under(respond, refusal))


def _claim(desk: Desk, ask: Ask) -> str:
    """Has the answer posted and returns "", or returns why not."""
    if asker_of(desk.database, ask.text) != ask.user:
        return NOT_YOURS
    claim = claim_ask(desk, ask, key=f"share/{ask.channel}/{ask.text}")
    if claim is None:
        return SHARED_BEFORE
    take_on(desk, claim)
    return ""
