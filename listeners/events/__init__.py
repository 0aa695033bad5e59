"""Events: what happens in Slack."""

from slack_bolt import App

from listeners.claiming import claim_event
from listeners.events.app_home_opened import handle_app_home_opened
from listeners.events.app_mention import handle_app_mention
from listeners.events.message import handle_message


def register(app: App) -> None:
    """Registers the listeners of events."""
    app.event("app_mention", middleware=[claim_event])(handle_app_mention)
    app.event("message", middleware=[claim_event])(handle_message)
    app.event("app_home_opened")(handle_app_home_opened)
