"""The manifest and the code say the same."""

from pathlib import Path

import pytest
import yaml

from listeners import actions, commands, events, shortcuts, views
from listeners.installations import SCOPES
from listeners.shortcuts import ADD, CALLBACK_ID, TEACH, TRIAGE_THIS
from listeners.views.home import PROMPTS

MANIFEST = yaml.safe_load(Path("manifest.yaml").read_text(encoding="utf-8"))


class Registrations:
    """Stands in for an app, and keeps what is registered."""

    def __init__(self):
        self.kept = {"event": set(), "command": set(), "message_shortcut": set()}

    def __getattr__(self, kind):
        def register(name, **_):
            self.kept.setdefault(kind, set()).add(name)
            return lambda listener: listener

        return register


@pytest.fixture
def registered():
    app = Registrations()
    for package in (events, commands, shortcuts, actions, views):
        package.register(app)
    return app.kept


def test_every_subscribed_event_has_a_listener_and_the_other_way_round(registered):
    subscribed = {
        name.split(".")[0] for name in MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    }
    assert subscribed == registered["event"]


def test_every_command_has_a_listener_and_the_other_way_round(registered):
    declared = {each["command"] for each in MANIFEST["features"]["slash_commands"]}
    assert declared == registered["command"] == {"/ask", "/triage", "/knowledge", "/privacy"}


def test_every_shortcut_has_a_listener_and_the_other_way_round(registered):
    declared = {each["callback_id"] for each in MANIFEST["features"]["shortcuts"]}
    assert declared == registered["message_shortcut"] == {CALLBACK_ID, TRIAGE_THIS, ADD, TEACH}


def test_the_installation_page_asks_for_the_scopes_of_the_manifest():
    assert set(SCOPES) == set(MANIFEST["oauth_config"]["scopes"]["bot"])


def test_the_home_tab_suggests_what_the_manifest_suggests():
    declared = MANIFEST["features"]["agent_view"]["suggested_prompts"]
    assert [(each["title"], each["message"]) for each in declared] == list(PROMPTS)


def test_the_manifest_keeps_slacks_lengths():
    display, features = MANIFEST["display_information"], MANIFEST["features"]
    assert len(display["name"]) <= 35
    assert len(display["description"]) <= 140
    assert 174 <= len(display["long_description"]) <= 4000
    assert len(features["agent_view"]["agent_description"]) <= 300
    assert len(features["agent_view"]["suggested_prompts"]) <= 4


def test_socket_mode_needs_no_address():
    assert MANIFEST["settings"]["socket_mode_enabled"] is True
    assert "request_url" not in MANIFEST["settings"]["event_subscriptions"]
