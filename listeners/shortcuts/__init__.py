"""Shortcuts: what is chosen from a message's menu."""

from slack_bolt import App

from listeners.shortcuts.ask_about_this import CALLBACK_ID, handle_ask_about_this


def register(app: App) -> None:
    """Registers the listeners of shortcuts."""
    app.message_shortcut(CALLBACK_ID)(handle_ask_about_this)
