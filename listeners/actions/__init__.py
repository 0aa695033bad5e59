"""Actions: buttons under messages and in views."""

import re

from slack_bolt import App

from listeners.actions.feedback import handle_feedback
from listeners.actions.knowledge import handle_knowledge_button, handle_knowledge_details
from listeners.actions.privacy import handle_privacy_erase, handle_privacy_export
from listeners.actions.promotion import handle_golden_promote
from listeners.actions.proposal import handle_proposal_button, handle_proposal_title
from listeners.actions.share import handle_share
from listeners.actions.source import handle_source
from listeners.actions.suggestion import handle_prompt, handle_suggestion
from listeners.actions.triage_change import (
    handle_triage_answer,
    handle_triage_correct,
    handle_triage_status,
)
from listeners.actions.triage_open import (
    handle_triage_details,
    handle_triage_new,
    handle_triage_open,
    handle_triage_share,
    handle_triage_source,
    handle_triage_words,
)
from listeners.actions.triage_start import (
    handle_triage_export,
    handle_triage_idea,
    handle_triage_save,
)
from listeners.actions.why import handle_why
from listeners.views.knowledge_votes import CALLBACK_ID as GOLDEN
from listeners.views.privacy import ERASE, EXPORT
from listeners.views.why_modal import ACTION_ID as WHY


def register(app: App) -> None:
    """Registers the listeners of actions; several buttons in a row carry a number after the name."""
    app.action("feedback")(handle_feedback)
    app.action("share")(handle_share)
    app.action(WHY)(handle_why)
    app.action(EXPORT)(handle_privacy_export)
    app.action(ERASE)(handle_privacy_erase)
    app.action(re.compile(r"^source(:\d+)?$"))(handle_source)
    app.action(re.compile(r"^suggestion(:\d+)?$"))(handle_suggestion)
    app.action(re.compile(r"^prompt(:\d+)?$"))(handle_prompt)
    _register_triage(app)
    _register_knowledge(app)


def _register_triage(app: App) -> None:
    app.action("triage_idea")(handle_triage_idea)
    app.action("triage_new")(handle_triage_new)
    app.action(re.compile(r"^triage_open(:\w+)?$"))(handle_triage_open)
    app.action(re.compile(r"^triage_answer:(yes|no|unknown)$"))(handle_triage_answer)
    app.action("triage_words")(handle_triage_words)
    app.action("triage_details")(handle_triage_details)
    app.action("triage_correct")(handle_triage_correct)
    app.action("triage_status")(handle_triage_status)
    app.action(re.compile(r"^triage_(share|hand)$"))(handle_triage_share)
    app.action("triage_save")(handle_triage_save)
    app.action("triage_export")(handle_triage_export)
    app.action(re.compile(r"^triage_source(:\d+)?$"))(handle_triage_source)


def _register_knowledge(app: App) -> None:
    app.action(re.compile(r"^knowledge_(publish|reject|cancel)$"))(handle_knowledge_button)
    app.action("knowledge_details")(handle_knowledge_details)
    app.action(re.compile(r"^proposal_(approve|reject)$"))(handle_proposal_button)
    app.action("proposal_title")(handle_proposal_title)
    app.action(GOLDEN)(handle_golden_promote)
