"""A thumbs-down with its reason becomes a golden question, by an admin and nobody else."""

import json

import pytest
from knowledge_actor import Keeper, shown
from slack_bolt import BoltRequest
from structlog.testing import capture_logs

from advisor.database.golden import Golden, add_golden, list_golden
from advisor.database.votes import votes_of
from advisor.models import Chunk, Passage
from listeners.admins import REFUSAL
from listeners.views.knowledge_votes import METADATA, NONE_LEFT, REFUSE, Promotion, build_promotion

CHANNEL = "C_GENERAL"
CITED = ("metrics/precision-and-recall.md", "Which comes first for a medical test?")
BUTTON = "golden_promote"


def passage(document, *headings, number=0):
    chunk = Chunk(id=f"c{number}", document=document, headings=headings, text="", position=0)
    return Passage(chunk, number, 1.0, 1.0, 1.0)


@pytest.fixture
def ada(bot):
    bot.answering.passages = (
        passage("drift.md", "Drift", "When do we retrain?"),
        passage("drift.md", "Drift", "When do we retrain?", number=1),
        passage("churn.md", "Churn", number=2),
    )
    return Keeper(bot)


def complain(bot, question, *, reason="outdated", comment="It is 77 days now", user="U_PM"):
    """Somebody asks, and votes the answer down; returns the answer's id."""
    person = bot.slack.person(user)
    ts = person.mention(CHANNEL, question)
    (message,) = bot.wait_for_replies(ts)
    answer_id = message.metadata["event_payload"]["answer"]
    person.click(message.ts, "feedback", f"down:{answer_id}")
    if reason:
        view = bot.slack.wait_for(lambda: person.modal)
        person.submit_view(view.id, {"reason": reason, "comment": comment})
    bot.slack.wait_for(
        lambda: any(each.reason == reason for each in votes_of(bot.services.database, answer_id))
    )
    return answer_id


def open_form(ada):
    message = ada.told("golden votes")
    ada.press(BUTTON, message)
    return ada.modal()


def texts_of(view):
    return json.dumps(view.content, ensure_ascii=False)


def test_answers_voted_down_with_a_reason_are_listed_without_who_it_was(bot, ada):
    assert shown(ada.told("golden votes")).count(NONE_LEFT[:30])
    complain(bot, "When do we <retrain>?")
    complain(bot, "What is churn?", reason="")
    text = shown(ada.told("golden votes"))
    assert "When do we &lt;retrain&gt;?" in text
    assert "It is outdated: “It is 77 days now”" in text
    assert "`metrics/precision-and-recall.md`" in text
    assert "churn" not in text
    assert "U_PM" not in text


def test_a_vote_becomes_a_golden_question_with_the_section_that_the_admin_chose(bot, ada, database):
    answer_id = complain(bot, "When do we retrain?")
    view = open_form(ada)
    assert "When do we retrain?" in texts_of(view)
    labels = [option["text"]["text"] for option in section_of(view)["options"]]
    assert labels[:2] == ["When do we retrain? (drift.md)", "Churn (churn.md)"]
    assert labels[2].startswith(CITED[1][:20])
    ada.person.submit_view(
        view.id,
        {"question": "When do we retrain a model?", "section": "0", "facts": "77 days = 11 weeks"},
    )
    (golden,) = bot.slack.wait_for(lambda: list_golden(database))
    assert golden.question == "When do we retrain a model?"
    assert (golden.document, golden.heading) == ("drift.md", "When do we retrain?")
    assert golden.facts == (("77 days", "11 weeks"),)
    assert (golden.origin, golden.added_by) == ("promoted", "U_ADMIN")
    assert golden.answer_id == answer_id
    bot.slack.wait_for(lambda: f"Golden question {golden.id}" in texts_of(ada.modal()))
    assert "promoted from a vote" in shown(ada.told("golden list"))
    assert NONE_LEFT[:30] in shown(ada.told("golden votes"))


def section_of(view):
    return next(b["element"] for b in view.content["blocks"] if b.get("block_id") == "section")


def test_what_the_guide_does_not_cover_becomes_a_question_to_refuse(bot, ada, database):
    complain(bot, "Who won the match?", reason="other", comment="")
    view = open_form(ada)
    values = {"question": "Who won the match?", "section": REFUSE}
    ada.person.submit_view(view.id, {**values, "facts": "the home team"})
    assert "has no facts" in str(ada.modal().errors)
    ada.person.submit_view(view.id, {**values, "facts": ""})
    (golden,) = bot.slack.wait_for(lambda: list_golden(database))
    assert not golden.covered


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({}, "Say what a right answer holds"),
        ({"other": "some page"}, "such as page.md#Heading"),
        ({"question": "  ", "section": "1"}, "from 1 to 2000"),
        ({"facts": "\n".join("abcdefghijk")}, "at most 10 facts"),
    ],
)
def test_what_cannot_be_checked_is_told_in_the_form(bot, ada, database, values, problem):
    complain(bot, "When do we retrain?")
    view = open_form(ada)
    ada.person.submit_view(view.id, {"question": "When do we retrain?", **values})
    bot.slack.wait_for(lambda: problem in str(ada.modal().errors))
    assert list_golden(database) == []


def test_a_section_that_is_not_in_the_menu_is_written(bot, ada, database):
    complain(bot, "When do we retrain?")
    view = open_form(ada)
    ada.person.submit_view(
        view.id, {"question": "When?", "section": "1", "other": "new/page.md#To come"}
    )
    (golden,) = bot.slack.wait_for(lambda: list_golden(database))
    assert (golden.document, golden.heading) == ("new/page.md", "To come")


def test_who_is_no_admin_is_refused_at_the_click_and_at_the_form(bot, ada, database):
    complain(bot, "When do we retrain?")
    view = open_form(ada)
    click = json.loads(json.dumps(bot.slack.deliveries_of("block_actions")[-1].payload))
    click["user"] = {"id": "U_PM", "team_id": "T_LOCAL"}
    click["response_url"] = bot.slack.url + bot.slack.state.response_urls.issue("U_PM", CHANNEL)
    with capture_logs() as logs:
        bot.app.dispatch(BoltRequest(body=click, mode="socket_mode"))
        priya = bot.slack.person("U_PM")
        told = bot.slack.wait_for(
            lambda: [
                each
                for each in priya.sees(CHANNEL)
                if each.visible_to == "U_PM" and each.text.startswith(REFUSAL[:40])
            ]
        )
        assert len(told) == 1
        state = {
            "question": {"choice": {"value": "When?"}},
            "section": {"choice": {"selected_option": {"value": "0"}}},
            "other": {"choice": {"value": None}},
            "facts": {"choice": {"value": None}},
        }
        form = {
            "type": "view_submission",
            "team": {"id": "T_LOCAL"},
            "user": {"id": "U_PM", "team_id": "T_LOCAL"},
            "view": {**view.content, "id": view.id, "state": {"values": state}},
        }
        answer = bot.app.dispatch(BoltRequest(body=form, mode="socket_mode"))
    assert REFUSAL[:40] in answer.body
    assert list_golden(database) == []
    refused = [each for each in logs if each["event"] == "knowledge_refused"]
    assert [each["action"] for each in refused] == ["golden:promote"] * 2


def test_an_admin_of_another_workspace_sees_none_of_it(bot, ada, database):
    from advisor.database.doubted import find_doubted, list_doubted
    from advisor.errors import GoldenError

    answer_id = complain(bot, "When do we retrain?")
    assert list_doubted(database, team="T_LOCAL", limit=5)[1] == 1
    assert list_doubted(database, team="T_OTHER", limit=5) == ([], 0)
    with pytest.raises(GoldenError, match="thumbs-down"):
        find_doubted(database, answer_id, team="T_OTHER")


def test_an_answer_is_promoted_once(bot, ada, database):
    answer_id = complain(bot, "When do we retrain?")
    message = ada.told("golden votes")
    golden = add_golden(
        database, Golden("When?", (("x",),), origin="promoted", answer_id=answer_id)
    )
    ada.press(BUTTON, message)
    bot.slack.wait_for(
        lambda: any(f"golden question {golden.id} already" in each.text for each in ada.private())
    )


def test_a_form_carries_as_many_sections_as_slack_takes(bot, ada, database):
    from advisor.database.doubted import find_doubted

    answer_id = complain(bot, "When do we retrain?")
    doubted = find_doubted(database, answer_id, team="T_LOCAL")
    form = build_promotion(doubted, [(f"page{n}.md", "ü" * 190) for n in range(40)])
    carried = Promotion.from_metadata(form["private_metadata"])
    assert len(form["private_metadata"]) <= METADATA
    assert 5 < len(carried.sections) < 40
    options = form["blocks"][2]["element"]["options"]
    assert len(options) == len(carried.sections) + 1
    assert Promotion.from_metadata("nonsense") == Promotion("", ())
