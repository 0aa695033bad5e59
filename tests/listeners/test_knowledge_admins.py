"""Who may manage the guide; in doubt nobody."""

import pytest
from slack_sdk.errors import SlackApiError

from listeners.admins import KNOWN_SECONDS, Admins, is_workspace_admin
from listeners.asks import Ask
from listeners.downloads import is_slacks

OWNER = {"id": "U1", "team_id": "T1", "is_admin": False, "is_owner": True}


class People:
    """Answers users.info from a script, and counts."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = 0

    def users_info(self, *, user):
        self.asked += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return {"user": answer}


def ask(user="U1", team="T1"):
    return Ask(kind="knowledge", team=team, channel="C", user=user)


@pytest.mark.parametrize("name", ["is_admin", "is_owner", "is_primary_owner"])
def test_admins_and_owners_of_the_workspace_may(name):
    assert is_workspace_admin({"team_id": "T1", name: True}, team="T1")


@pytest.mark.parametrize(
    "changes",
    [
        {"team_id": "T2"},
        {"team_id": None},
        {"deleted": True},
        {"is_bot": True},
        {"is_restricted": True},
        {"is_ultra_restricted": True},
        {"is_stranger": True},
        {"is_owner": False},
        {"is_owner": "yes"},
    ],
)
def test_guests_strangers_and_admins_of_other_workspaces_may_not(changes):
    assert not is_workspace_admin({**OWNER, **changes}, team="T1")


def test_without_a_team_nobody_may():
    assert not is_workspace_admin({**OWNER, "team_id": ""}, team="")


def test_an_admin_of_the_organisation_counts_in_its_workspaces():
    person = {**OWNER, "team_id": "T9", "enterprise_user": {"teams": ["T1", "T2"]}}
    assert is_workspace_admin(person, team="T1")
    assert not is_workspace_admin(person, team="T3")


def test_an_answer_holds_for_a_minute_and_no_longer():
    now = [0.0]
    admins, people = Admins(clock=lambda: now[0]), People(OWNER, {**OWNER, "is_owner": False})
    assert admins.allows(people, ask(), listed=())
    assert admins.allows(people, ask(), listed=())
    assert people.asked == 1
    now[0] = KNOWN_SECONDS + 1
    assert not admins.allows(people, ask(), listed=())


def test_what_one_workspace_says_holds_in_no_other():
    admins, people = Admins(), People(OWNER)
    assert admins.allows(people, ask(), listed=())
    assert not admins.allows(people, ask(team="T2"), listed=())


@pytest.mark.parametrize(
    "trouble", [SlackApiError("no", {"error": "missing_scope"}), OSError("down"), None]
)
def test_when_slack_does_not_answer_nobody_may_and_it_is_asked_again(trouble):
    admins, people = Admins(), People(trouble, OWNER)
    assert not admins.allows(people, ask(), listed=())
    if trouble is not None:
        assert admins.allows(people, ask(), listed=())


def test_who_is_listed_needs_no_look_up():
    people = People(OSError("down"))
    assert Admins().allows(people, ask("U7"), listed=("U7",))
    assert not Admins().allows(people, ask("U1"), listed=("U7",))
    assert people.asked == 0


@pytest.mark.parametrize(
    ("url", "is_own"),
    [
        ("https://files.slack.com/files-pri/T1-F1/x.pdf", True),
        ("https://slack.com/x", True),
        ("http://files.slack.com/x", False),
        ("https://files.slack.com:8443/x", False),
        ("https://evilslack.com/x", False),
        ("https://slack.com.evil.example/x", False),
        ("https://slack.com@evil.example/x", False),
        ("https://user:pass@files.slack.com/x", False),
        ("file:///etc/passwd", False),
        ("http://169.254.169.254/latest", False),
        ("https://[::1", False),
        ("", False),
        ("http://127.0.0.1:4390/files/F1", False),
    ],
)
def test_the_token_goes_to_slacks_addresses_only(url, is_own):
    assert is_slacks(url, api="https://slack.com/api/") == is_own


def test_another_slack_is_its_own_address_and_no_other():
    api = "http://127.0.0.1:4390/api/"
    assert is_slacks("http://127.0.0.1:4390/files/F1", api=api)
    assert not is_slacks("http://127.0.0.1:4391/files/F1", api=api)
