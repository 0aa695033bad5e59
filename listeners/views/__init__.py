"""Views: pure builders of messages, modals and the Home tab, and the listeners of submitted modals."""

from slack_bolt import App

from listeners.views.feedback_reason import handle_feedback_reason
from listeners.views.reason_modal import CALLBACK_ID


def register(app: App) -> None:
    """Registers the listeners of submitted modals."""
    app.view(CALLBACK_ID)(handle_feedback_reason)
