"""Shortcuts: what is chosen from a message's menu."""

from slack_bolt import App

from listeners.shortcuts.ask_about_this import CALLBACK_ID, handle_ask_about_this
from listeners.shortcuts.knowledge import (
    ADD,
    TEACH,
    handle_add_to_guide,
    handle_teach_from_thread,
)
from listeners.shortcuts.triage_this import CALLBACK_ID as TRIAGE_THIS
from listeners.shortcuts.triage_this import handle_triage_this


def register(app: App) -> None:
    """Registers the listeners of shortcuts."""
    app.message_shortcut(CALLBACK_ID)(handle_ask_about_this)
    app.message_shortcut(TRIAGE_THIS)(handle_triage_this)
    app.message_shortcut(ADD)(handle_add_to_guide)
    app.message_shortcut(TEACH)(handle_teach_from_thread)
