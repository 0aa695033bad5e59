"""/privacy: everybody sees, takes along and erases what is held of them, and of nobody else."""

import json

import pytest

from advisor.privacy import export_person
from listeners.views.privacy import NOTHING, build_privacy, tell_held

CHANNEL = "C_GENERAL"


def private(bot, user):
    return [each for each in bot.slack.person(user).sees(CHANNEL) if each.visible_to == user]


def ask_for_it(bot, user="U_PM"):
    before = len(private(bot, user))
    assert bot.slack.person(user).slash("/privacy", "", CHANNEL).acked
    return bot.slack.wait_for(lambda: private(bot, user)[before:])[-1]


def held(bot, user="U_PM"):
    return sum(len(rows) for rows in export_person(bot.services.database, user)["held"].values())


@pytest.fixture
def asked(bot):
    """Priya and Erik have asked a question each."""
    for user in ("U_PM", "U_ENG"):
        ts = bot.slack.person(user).mention(CHANNEL, "what is drift?")
        bot.wait_for_replies(ts)
    bot.settle()
    return bot


def test_who_was_never_there_hears_that_nothing_is_held(bot):
    assert ask_for_it(bot, "U_ADMIN").blocks[0]["text"]["text"] == NOTHING


def test_a_person_sees_what_is_held_alone(asked):
    message = ask_for_it(asked)
    assert "What I hold about you" in message.blocks[0]["text"]["text"]
    assert "after 365 days" in message.blocks[0]["text"]["text"]
    assert private(asked, "U_ENG") == []


def test_a_copy_comes_as_a_file_with_ones_own_rows_only(asked):
    message = ask_for_it(asked)
    asked.slack.person("U_PM").click(message.ts, "privacy_export", "export")
    # It is announced first, and its content comes with a call of its own.
    files = asked.slack.state.files
    file = asked.slack.wait_for(lambda: [each for each in files.list() if each.content])[-1]
    copy = json.loads(file.content)
    assert copy["user"] == "U_PM"
    assert "U_ENG" not in file.content.decode()


def test_erasure_asks_first_and_leaves_the_others_alone(asked):
    message = ask_for_it(asked)
    (button,) = (
        each for each in message.blocks[1]["elements"] if each["action_id"] == "privacy_erase"
    )
    assert "cannot be undone" in button["confirm"]["text"]["text"]
    others = held(asked, "U_ENG")
    asked.slack.person("U_PM").click(message.ts, "privacy_erase", "erase")
    asked.slack.wait_for(lambda: held(asked) == 0)
    assert held(asked, "U_ENG") == others


def test_counts_are_told_in_plain_words():
    assert tell_held({"answers": 2, "votes": 1, "claims": 3, "threads": 0}) == (
        "2 questions with their answers, 1 vote, 3 notes of when you asked or clicked"
    )
    assert tell_held({"answers": 0}) == ""
    assert len(build_privacy({"votes": [1]}, retention_days=30)) == 2
