"""Opens modals: above another one, or as the first; and says so when Slack no longer takes the click."""

from collections.abc import Callable, Mapping
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from listeners.views.blocks import Block

TOO_LATE = "I was too busy to open the form in time; please click again."
# Slack takes a click for three seconds, and once.
TRIGGER_GONE = frozenset(("expired_trigger_id", "exchanged_trigger_id"))

log = structlog.get_logger()


def show_modal(
    client: WebClient, body: Mapping[str, Any], view: Block, *, tell: Callable[[str], object]
) -> None:
    """Opens a view for what a person just did; too late for that, `tell` gets a sentence for them."""
    is_above = (body.get("view") or {}).get("type") == "modal"
    show = client.views_push if is_above else client.views_open
    try:
        show(trigger_id=body["trigger_id"], view=view)
    except SlackApiError as error:
        if error.response.get("error") not in TRIGGER_GONE:
            raise
        log.warning("modal_too_late")
        tell(TOO_LATE)
