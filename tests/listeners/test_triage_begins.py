"""How a triage begins: by the form, a text after the command, a message, an idea, the direct messages."""

import json
import threading

from slack_bolt import BoltRequest
from triage_actor import (
    CHANNEL,
    actions_of,
    chosen,
    fill,
    find_element,
    public,
    shown,
    stored,
    view_text,
)

from listeners.modals import TOO_LATE
from listeners.shortcuts.triage_this import EMPTY
from listeners.views.triage_submitted import EMPTY as NO_PROBLEM


def test_the_command_opens_the_form_and_the_form_gives_a_private_card(bot, priya):
    delivery = priya.person.slash("/triage", "", CHANNEL)
    assert delivery.acked
    fill(priya, problem="Agents read each mail.", data="40,000 mails", volume="400 a day")
    card = priya.wait()
    assert "Agents read each mail." in shown(card)
    assert bot.services.triage.described[0].data == "40,000 mails"
    assert priya.person.modal is None
    assert public(bot) == []
    (triage,) = stored(bot)
    assert triage.owner == "U_PM"
    assert not triage.shared


def test_the_form_asks_for_the_problem_and_nothing_else(bot, priya):
    priya.person.slash("/triage", "", CHANNEL)
    fill(priya, problem="   ")
    view = priya.modal("Triage an idea")
    assert view.errors == {"problem": NO_PROBLEM}
    fill(priya, problem="Agents read each mail.")
    priya.wait()


def test_a_technology_in_the_form_is_asked_for_its_problem_once(bot, priya):
    priya.person.slash("/triage", "", CHANNEL)
    fill(priya, problem="We want to use GPT.", today="nothing")
    view = bot.slack.wait_for(
        lambda: (
            (view := priya.person.modal)
            and "Which problem is it about?" in view_text(view)
            and view
        )
    )
    assert stored(bot) == ()
    assert view.values["today"]["text"]["value"] == "nothing"
    priya.person.submit_view(view.id, {"problem": "Agents read each mail, and customers wait."})
    assert "Agents read each mail" in shown(priya.wait())


def test_a_form_that_is_sent_twice_makes_one_triage(bot, priya):
    priya.person.slash("/triage", "", CHANNEL)
    view = priya.modal("Triage an idea")
    bot.services.triage.gate = threading.Event()
    first = priya.person.submit_view(view.id, {"problem": "Agents read each mail."})
    payload = dict(first.payload)
    bot.services.triage.gate.set()
    priya.wait()

    bot.app.dispatch(BoltRequest(body=payload, mode="socket_mode"))
    bot.settle()
    assert len(stored(bot)) == 1
    assert len(priya.private()) == 1


def test_a_text_after_the_command_is_triaged_at_once(bot, priya):
    card = priya.start("Nurses decide each morning whom to call first.")
    assert priya.person.modal is None
    assert "Nurses decide each morning" in shown(card)
    assert find_element(card.blocks, "triage_details")
    assert [each for each in bot.slack.person("U_ENG").sees(CHANNEL) if each.user == "U_BOT"] == []


def test_a_form_that_comes_too_late_is_said_so(bot, priya):
    bot.slack.fail("views.open", 1, error="expired_trigger_id")
    priya.person.slash("/triage", "", CHANNEL)
    assert priya.wait().text == TOO_LATE


def test_the_shortcut_triages_a_message_once(bot, priya, monkeypatch):
    # The second click comes in the next moment, as it may, however quick it is.
    moments = iter(range(7, 20))
    monkeypatch.setattr("listeners.claiming.moment", lambda _seconds: next(moments))
    ts = bot.slack.person("U_ENG").say(CHANNEL, "we sort all parcels by hand & it takes hours")
    priya.person.shortcut("triage_this", ts)
    assert "we sort all parcels by hand &amp; it takes hours" in shown(priya.wait())
    priya.person.shortcut("triage_this", ts)
    bot.settle()
    assert len(stored(bot)) == 1
    assert len(priya.private()) == 1


def test_a_message_without_text_cannot_be_triaged(bot, priya):
    ts = bot.slack.person("U_ENG").say(CHANNEL, "<@U_PM>")
    priya.person.shortcut("triage_this", ts)
    assert priya.wait().text == EMPTY


def test_an_idea_in_a_mention_is_answered_and_offered_to_be_triaged(bot, priya):
    ts = priya.person.mention(CHANNEL, "could AI do this: sort our support mails by team?")
    (answer,) = bot.wait_for_replies(ts)
    assert "You asked: could AI" in answer.blocks[0]["text"]
    priya.press("triage_idea", answer)
    card = priya.wait()
    assert "sort our support mails by team" in shown(card)
    assert card.thread_ts == ts
    assert find_element(card.blocks, "triage_details")


def test_a_question_is_not_offered_to_be_triaged(bot, priya):
    ts = priya.person.mention(CHANNEL, "what is drift?")
    (answer,) = bot.wait_for_replies(ts)
    assert "triage_idea" not in actions_of(answer.blocks)


def test_in_direct_messages_the_card_is_a_lasting_message(bot, priya):
    channel = priya.person.direct_message
    ts = priya.person.dm("we would like a model that ranks our leads for the sales team")
    (answer,) = bot.wait_for_replies(ts, channel=channel)
    priya.press("triage_idea", answer)
    card = bot.wait_for_replies(ts, 2, channel=channel)[1]
    assert card.visible_to is None
    priya.person.click(
        card.ts, "triage_status", find_element(card.blocks, "triage_status")["options"][2]["value"]
    )
    bot.slack.wait_for(
        lambda: (
            '"text": "Status: Building"'
            in json.dumps(chosen(bot.replies(ts, channel)[1], "triage_status"))
        )
    )
    assert len(bot.replies(ts, channel)) == 2


def test_the_command_in_the_bots_direct_messages_posts_there(bot, priya):
    channel = priya.person.direct_message
    priya.person.slash("/triage", "Agents read each mail.", channel)
    (card,) = bot.slack.wait_for(lambda: bot.slack.bot_messages(channel))
    assert card.visible_to is None
