"""Actions: buttons under messages and in views."""

import re

from slack_bolt import App

from listeners.actions.feedback import handle_feedback
from listeners.actions.share import handle_share
from listeners.actions.source import handle_source
from listeners.actions.suggestion import handle_prompt, handle_suggestion
from listeners.actions.why import handle_why
from listeners.views.why_modal import ACTION_ID as WHY


def register(app: App) -> None:
    """Registers the listeners of actions; several buttons in a row carry a number after the name."""
    app.action("feedback")(handle_feedback)
    app.action("share")(handle_share)
    app.action(WHY)(handle_why)
    app.action(re.compile(r"^source(:\d+)?$"))(handle_source)
    app.action(re.compile(r"^suggestion(:\d+)?$"))(handle_suggestion)
    app.action(re.compile(r"^prompt(:\d+)?$"))(handle_prompt)
