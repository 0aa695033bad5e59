"""Opens modals: above another one, or as the first; and says so when Slack no longer takes the click."""

from collections.abc import Callable, Mapping
from typing import Any

import structlog
from slack_bolt import Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from advisor.errors import AdvisorError
from listeners.admins import REFUSAL, note_refusal
from listeners.asks import Ask
from listeners.desk import Desk
from listeners.views.blocks import Block

TOO_LATE = "I was too busy to open that in time; please click again."
# Slack takes a click for three seconds, and once.
TRIGGER_GONE = frozenset(("expired_trigger_id", "exchanged_trigger_id"))

log = structlog.get_logger()


def show_modal(client: WebClient, body: Mapping[str, Any], view: Block, respond: Respond) -> None:
    """Opens a view for what a person just did; too late for that, says so under the message."""
    is_above = (body.get("view") or {}).get("type") == "modal"
    show = client.views_push if is_above else client.views_open
    try:
        show(trigger_id=body["trigger_id"], view=view)
    except SlackApiError as error:
        if error.response.get("error") not in TRIGGER_GONE:
            raise
        log.warning("modal_too_late")
        tell_under(respond, TOO_LATE)


def show_to_admin(
    desk: Desk,
    ask: Ask,
    client: WebClient,
    body: Mapping[str, Any],
    respond: Respond,
    *,
    build: Callable[[], Block],
) -> None:
    """Opens what is built, as an errand, if an admin of the guide asks; else says why not, under the message."""

    def show() -> None:
        if not desk.admins.allows(client, ask, listed=desk.settings.admin_users):
            note_refusal(ask, action=str(ask.task["do"]))
            tell_under(respond, REFUSAL)
            return
        try:
            view = build()
        except AdvisorError as error:
            tell_under(respond, str(error))
            return
        show_modal(client, body, view, respond)

    desk.errands.submit(show)


def tell_under(respond: Respond, sentence: str) -> None:
    """Says a sentence to whoever clicked, under the message; a view has no place for it."""
    if respond.response_url:
        respond(text=sentence, response_type="ephemeral", replace_original=False)
