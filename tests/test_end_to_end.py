"""The product's promise, with the real core, the bundled guide and the local Slack."""

import threading
from dataclasses import replace

import pytest

import workspace.server
from listeners.modes import build
from listeners.socket_mode import serve_socket
from workspace.handle import PATIENCE


@pytest.fixture
def slack(guide):
    with workspace.server.start(ack_timeout=PATIENCE, trigger_lifetime=PATIENCE) as slack:
        settings = replace(
            guide.settings,
            slack_bot_token=slack.bot_token,
            slack_app_token=slack.app_token,
            slack_api_url=slack.api_url,
        )
        app, desk = build(settings, replace(guide, settings=settings))
        stopped = threading.Event()
        thread = threading.Thread(
            target=serve_socket, args=(app, settings, desk), kwargs={"stopped": stopped}
        )
        thread.start()
        slack.wait_for_socket()
        yield slack
        stopped.set()
        thread.join(10)


def test_a_question_in_a_channel_is_answered_in_the_thread_with_sources_and_thumbs(slack):
    ts = slack.person("U_PM").mention("C_GENERAL", "precision or recall for a medical test?")
    (message,) = slack.wait_for(lambda: slack.bot_messages("C_GENERAL", ts))
    kinds = [block["type"] for block in message.blocks]
    assert kinds == ["markdown", "actions", "actions", "actions", "context_actions"]
    assert "recall" in message.blocks[0]["text"].lower()
    assert "[1]" in message.blocks[0]["text"]
    assert "[1] Precision or recall" in str(message.blocks[1]["elements"])


def test_the_passage_behind_a_source_opens(slack):
    priya = slack.person("U_PM")
    ts = priya.mention("C_GENERAL", "precision or recall for a medical test?")
    (message,) = slack.wait_for(lambda: slack.bot_messages("C_GENERAL", ts))
    button = message.blocks[1]["elements"][0]
    priya.click(message.ts, button["action_id"], button["value"])
    view = slack.wait_for(lambda: priya.modal)
    assert view.content["title"]["text"] == "Source [1]"


def test_why_an_answer_came_out_so_is_a_click_away(slack):
    priya, erik = slack.person("U_PM"), slack.person("U_ENG")
    ts = priya.mention("C_GENERAL", "precision or recall for a medical test?")
    (message,) = slack.wait_for(lambda: slack.bot_messages("C_GENERAL", ts))
    why = message.blocks[-2]["elements"][-1]
    assert why["text"]["text"] == "Why this answer?"
    for person in (priya, erik):
        person.click(message.ts, why["action_id"], why["value"])
        view = slack.wait_for(lambda person=person: person.modal)
        text = "\n".join(
            block["text"]["text"] for block in view.content["blocks"] if block["type"] == "section"
        )
        assert "Quoted from the guide, word for word" in text
        assert "(answers below" in text
        assert "cited as [1]; score" in text
        assert ("precision or recall for a medical test?" in text) == (person is priya)


def test_a_next_question_is_answered_with_a_click_and_not_offered_again(slack):
    priya = slack.person("U_PM")
    ts = priya.mention("C_GENERAL", "precision or recall for a medical test?")
    (message,) = slack.wait_for(lambda: slack.bot_messages("C_GENERAL", ts))
    offered = message.blocks[2]["elements"]
    assert 1 <= len(offered) <= 3
    asked = offered[0]
    priya.click(message.ts, asked["action_id"], asked["value"])
    _, answer = slack.wait_for(lambda: (found := slack.bot_messages("C_GENERAL", ts))[1:] and found)
    assert answer.blocks[0]["text"].startswith(f"**Question:** {asked['value']}")
    assert "[1]" in answer.blocks[0]["text"]
    again = [
        button["value"]
        for block in answer.blocks
        if block["type"] == "actions"
        for button in block["elements"]
        if button["action_id"].startswith("suggestion")
    ]
    assert asked["value"] not in again


def test_a_question_in_spanish_gets_a_sentence_in_spanish(slack):
    ts = slack.person("U_PM").mention("C_GENERAL", "¿Precisión o recall para una prueba médica?")
    (message,) = slack.wait_for(lambda: slack.bot_messages("C_GENERAL", ts))
    assert "La guía está en inglés" in str(message.blocks)


def test_the_home_shows_the_live_release(slack):
    priya = slack.person("U_PM")
    priya.open_home()
    assert "Guide: release 1 of 20" in str(slack.wait_for(lambda: priya.home).content)


IDEA = (
    "Our support agents read every e-mail to decide which of five teams it is for, and customers wait a day. "
    "We have 40,000 old e-mails labelled with the right team."
)


def private(person, channel="C_GENERAL"):
    return [each for each in person.sees(channel) if each.visible_to]


def actions_of(message):
    return {
        element["action_id"]: element
        for block in message.blocks
        for element in (*block.get("elements", ()), block.get("accessory") or {})
        if "action_id" in element
    }


def test_an_idea_is_triaged_questioned_shared_and_found_again(slack):
    priya, erik = slack.person("U_PM"), slack.person("U_ENG")
    priya.slash("/triage", IDEA)
    (card,) = slack.wait_for(lambda: private(priya))
    assert "Classification" in str(card.blocks)
    assert private(erik) == []
    priya.click(card.ts, "triage_answer:yes", actions_of(card)["triage_answer:yes"]["value"])
    (card,) = slack.wait_for(
        lambda: [each for each in private(priya) if "erdict" in str(each.blocks[2])]
    )
    priya.click(card.ts, "triage_share", actions_of(card)["triage_share"]["value"])
    view = slack.wait_for(lambda: priya.modal)
    priya.submit_view(view.id, {"where": "C_PRODUCT"})
    (shared,) = slack.wait_for(lambda: slack.bot_messages("C_PRODUCT"))
    assert "Shared by <@U_PM>" in str(shared.blocks)
    slack.wait_for(lambda: "Your team sees this triage" in str(private(priya)[0].blocks))
    erik.open_home()
    home = slack.wait_for(lambda: erik.home)
    assert "Our support agents read every e-mail" in str(home.content)
    erik.click_view(home.id, "triage_open", actions_of(shared)["triage_open"]["value"])
    assert "A triage by <@U_PM>" in str(slack.wait_for(lambda: erik.modal).content)


def test_a_technology_is_asked_for_its_problem(slack):
    priya = slack.person("U_PM")
    priya.slash("/triage", "We want to use GPT in our product.")
    (asked,) = slack.wait_for(lambda: private(priya))
    assert list(actions_of(asked)) == ["triage_words"]
    assert "%" not in str(asked.blocks)


def test_an_idea_in_a_mention_is_answered_and_can_be_triaged(slack):
    priya = slack.person("U_PM")
    ts = priya.mention("C_GENERAL", f"could AI do this: {IDEA}")
    (answer,) = slack.wait_for(lambda: slack.bot_messages("C_GENERAL", ts))
    priya.click(answer.ts, "triage_idea", actions_of(answer)["triage_idea"]["value"])
    (card,) = slack.wait_for(lambda: private(priya))
    assert card.thread_ts == ts
    assert "Classification" in str(card.blocks)
