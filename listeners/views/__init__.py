"""Views: pure builders of messages, modals and the Home tab, and the listeners of submitted modals."""

from slack_bolt import App

from listeners.views import (
    knowledge_proposal,
    knowledge_votes,
    reason_modal,
    triage_modal,
    triage_share_modal,
)


def register(app: App) -> None:
    """Registers the listeners of submitted modals."""
    # Only now: they hand on to the replies, which are built from the views beside them.
    from listeners.views.feedback_reason import handle_feedback_reason
    from listeners.views.knowledge_promotion import handle_golden_promoted
    from listeners.views.knowledge_title import handle_title_submitted
    from listeners.views.triage_submitted import (
        handle_triage_described,
        handle_triage_shared,
        handle_triage_words,
    )

    app.view(reason_modal.CALLBACK_ID)(handle_feedback_reason)
    app.view(triage_modal.CALLBACK_ID)(handle_triage_described)
    app.view(triage_modal.WORDS_CALLBACK_ID)(handle_triage_words)
    app.view(triage_share_modal.CALLBACK_ID)(handle_triage_shared)
    app.view(triage_share_modal.HAND_CALLBACK_ID)(handle_triage_shared)
    app.view(knowledge_proposal.CALLBACK_ID)(handle_title_submitted)
    app.view(knowledge_votes.CALLBACK_ID)(handle_golden_promoted)
