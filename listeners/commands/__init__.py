"""Slash commands."""

from slack_bolt import App

from listeners.commands.ask import handle_ask
from listeners.commands.knowledge import handle_knowledge
from listeners.commands.privacy import handle_privacy
from listeners.commands.triage import handle_triage


def register(app: App) -> None:
    """Registers the listeners of commands."""
    app.command("/ask")(handle_ask)
    app.command("/triage")(handle_triage)
    app.command("/knowledge")(handle_knowledge)
    app.command("/privacy")(handle_privacy)
