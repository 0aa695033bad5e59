"""The card as blocks: what it says, what may be done with it, and Slack's limits."""

import json
from datetime import UTC, datetime

import pytest
from slack_fakes import KEYS, OPEN, build_assessment, build_citation
from triage_actor import actions_of, find_element

from advisor.database.triage_records import TriageRecord
from advisor.models import Description, LookAlike, Metrics, Note, OpenQuestion, Suitability
from listeners.views.portfolio import Portfolio, build_portfolio
from listeners.views.triage_card import Remarks, build_bars, build_card
from listeners.views.triage_file import build_file, build_summary, name_file
from listeners.views.triage_modal import Origin, build_describe_modal
from listeners.views.triage_post import (
    build_card_modal,
    build_file_messages,
    build_handed_summary,
    build_shared_card,
)
from listeners.views.triage_share_modal import build_share_modal
from listeners.views.triage_words import build_bar
from workspace.limits import check_message_blocks, check_view

BOMB = "<!channel> & <@U1> https://evil.example *x* ``` @here [a](https://evil.example) " * 60


def triage(problem="Agents read each mail to find its team.", **changes):
    present = datetime(2026, 5, 11, tzinfo=UTC)
    fields = {
        "id": "t" * 16, "enterprise": "", "team": "T1", "owner": "U1", "flow": "f", "place": "",
        "status": "idea", "shared": False, "chosen": "", "description": Description(problem=problem),
        "assessment": build_assessment(), "created_at": present, "updated_at": present,
    }  # fmt: skip
    return TriageRecord(**{**fields, **changes})


def needs(*keys, replies=None):
    questions = tuple(OpenQuestion(key, OPEN[key]) for key in keys)
    assessment = build_assessment(verdict="needs_facts", questions=questions)
    return triage(
        assessment=assessment, description=Description("A problem.", replies=replies or {})
    )


def text_of(blocks):
    return json.dumps(blocks, ensure_ascii=False)


def hostile():
    """All that people and the core can write, as long and as nasty as it gets."""
    note = Note(BOMB, "gap")
    return triage(
        problem=BOMB,
        assessment=build_assessment(
            verdict="needs_facts", verdict_text=BOMB, tips=BOMB, baseline=BOMB, remedy=BOMB, break_even=BOMB,
            metrics=Metrics(BOMB, BOMB, BOMB, BOMB), data=(note,) * 30, risks=(Note(BOMB, BOMB),) * 30,
            questions=tuple(OpenQuestion(key, BOMB) for key in KEYS),
            suitability=tuple(Suitability(key, "unknown", BOMB) for key in KEYS),
            look_alikes=(LookAlike(BOMB, BOMB),) * 9, notices=(BOMB,) * 9,
            sections=tuple(build_citation(number) for number in range(1, 20)),
        ),
    )  # fmt: skip


def test_the_card_leads_with_the_verdict_and_the_problem():
    blocks = build_card(triage(), viewer="U1")
    assert blocks[0]["text"]["text"] == "AI fits: classification"
    assert blocks[1]["text"]["text"].startswith("Build the baseline first.\n")
    assert ">Agents read each mail" in blocks[1]["text"]["text"]


def test_the_bars_have_one_width_and_sum_to_all():
    lines = build_bars(build_assessment()).splitlines()
    assert len(lines) == 4
    assert len({len(line) for line in lines}) == 1
    assert lines[0].startswith("Classification")
    assert lines[3].startswith("4 others")
    assert sum(int(line.split()[-2]) for line in lines) == 100


@pytest.mark.parametrize(("share", "cells"), [(0.0, 0), (0.005, 0), (0.02, 1), (0.5, 4), (1.0, 8)])
def test_a_bar_shows_what_is_not_nothing(share, cells):
    assert build_bar(share).count("█") == cells


def test_the_card_names_all_that_a_pm_needs():
    text = text_of(build_card(triage(), viewer="U1"))
    for part in (
        "Runner-up: regression", "A bank sorts complaints by topic.", "Beat this without AI", "Macro-F1",
        "A complaint sent to sales is worse.", "✗  No mails in French", "Privacy:", "Pays from 120",
        "[1] Which comes first", "reconstruction",
    ):  # fmt: skip
        assert part in text, part


def test_what_a_rule_does_shows_no_capabilities():
    rule = build_assessment(verdict="rules_first", capability=None, remedy="Approve below 50.")
    text = text_of(build_card(triage(assessment=rule), viewer="U1"))
    assert "Approve below 50." in text
    assert "█" not in text


def test_one_question_is_asked_at_a_time_with_its_progress():
    blocks = build_card(needs("rules", "data", "worth"), viewer="U1")
    text = text_of(blocks)
    assert "*Question 1 of 3:* Could you write down the rules" in text
    assert len([each for each in actions_of(blocks) if each.startswith("triage_answer")]) == 3
    answered = build_card(needs("data", "worth", replies={"rules": "yes"}), viewer="U1")
    assert "*Question 2 of 3:* Do you hold examples" in text_of(answered)


def test_what_somebody_does_not_know_is_not_asked_again():
    blocks = build_card(needs("data", "worth", replies={"data": "unknown"}), viewer="U1")
    assert "*Question 2 of 2:* Would what it saves" in text_of(blocks)
    none = build_card(needs("data", replies={"data": "unknown"}), viewer="U1")
    assert not [each for each in actions_of(none) if each.startswith("triage_answer")]


def test_that_the_rules_could_be_written_down_speaks_against_ai():
    blocks = build_card(needs("rules"), viewer="U1")
    assert find_element(blocks, "triage_answer:yes")["value"].split(":")[2] == "no"
    assert find_element(blocks, "triage_answer:no")["value"].split(":")[2] == "yes"
    blocks = build_card(needs("data"), viewer="U1")
    assert find_element(blocks, "triage_answer:yes")["value"].split(":")[2] == "yes"


def test_while_the_problem_is_not_known_no_verdict_is_shown():
    question = OpenQuestion("problem", "Who has which problem?")
    assessment = build_assessment(verdict_text="No problem yet.", questions=(question,))
    asked = triage("We want to use GPT.", assessment=assessment)
    blocks = build_card(asked, viewer="U1")
    assert actions_of(blocks) == ["triage_words"]
    assert "AI fits:" not in text_of(blocks)
    assert "%" not in text_of(blocks)


def test_others_than_the_owner_can_change_nothing():
    blocks = build_card(needs("data"), viewer="U2")
    assert set(actions_of(blocks)) == {"triage_source:1", "triage_save"}
    assert "A triage by <@U1>" in text_of(blocks)


def test_the_menus_show_what_is_set():
    blocks = build_card(triage(chosen="none", status="building"), viewer="U1")
    correct, status = (find_element(blocks, each) for each in ("triage_correct", "triage_status"))
    assert [each["text"]["text"] for each in correct["options"]][-1] == "No AI needed"
    assert len(correct["options"]) == 8
    assert correct["initial_option"]["text"]["text"] == "No AI needed"
    assert status["initial_option"]["text"]["text"] == "Status: Building"
    assert "you chose: no ai needed" in blocks[0]["text"]["text"]


def test_an_earlier_triage_is_told_with_its_reason_and_a_button():
    reply = Suitability("data", "no", "no labels", "text")
    earlier = triage(assessment=build_assessment(verdict="rules_first", suitability=(reply,)))
    blocks = build_card(triage(id="a" * 16), viewer="U1", remarks=Remarks(similar=earlier))
    assert find_element(blocks, "triage_open:similar")["value"] == earlier.id
    assert "Similar to “Agents read each mail to find its team”, decided in May" in text_of(blocks)
    assert "no labels" in text_of(blocks)


@pytest.mark.parametrize("viewer", ["U1", "U2"])
def test_hostile_and_endless_text_keeps_slacks_limits_and_notifies_nobody(viewer):
    earlier = hostile()
    remarks = Remarks(change=BOMB, similar=earlier)
    blocks = build_card(hostile(), viewer=viewer, remarks=remarks)
    check_message_blocks(blocks)
    check_view(build_card_modal(hostile(), viewer=viewer, remarks=remarks))
    shared = build_shared_card(hostile(), shared_by="U9", note=BOMB)
    check_message_blocks(shared.blocks)
    handed = build_handed_summary(hostile(), shared_by="U9", note=BOMB)
    check_message_blocks(handed.blocks)
    for message in build_file_messages(hostile()):
        check_message_blocks(message.blocks)
    for each in (blocks, shared.blocks):
        text = text_of(each).replace("<@U9>", "").replace("<@U1>, shared", "")
        for bomb in ("<!channel", "<@U1>:", "https://evil", "@here"):
            assert bomb not in text, bomb
    assert text_of(blocks).count("```") == 2


def test_the_forms_keep_slacks_limits():
    check_view(
        build_describe_modal(Origin(nudged=True, triage="t"), description=hostile().description)
    )
    for hand in (True, False):
        check_view(build_share_modal(hostile(), Origin(response_url="u" * 300), hand=hand))


def test_only_the_problem_has_to_be_filled_in():
    inputs = [each for each in build_describe_modal(Origin())["blocks"] if each["type"] == "input"]
    assert [each["block_id"] for each in inputs if not each["optional"]] == ["problem"]
    assert len(inputs) == 6


def test_details_can_take_a_reply_back():
    told = Description("A problem.", data="none", replies={"data": "no"})
    inputs = {
        each["block_id"]: each
        for each in build_describe_modal(Origin(triage="t"), description=told)["blocks"]
    }
    assert inputs["data"]["element"]["initial_value"] == "none"
    assert inputs["reply_data"]["element"]["initial_option"]["value"] == "no"
    assert inputs["reply_worth"]["element"]["initial_option"]["value"] == "text"


def test_what_a_form_carries_comes_back():
    origin = Origin(channel="C", response_url="u", triage="t", nudged=True, replaces=True)
    assert Origin.from_metadata(origin.to_metadata()) == origin
    assert Origin.from_metadata("broken") == Origin()
    assert Origin.from_metadata('{"unknown": 1, "channel": "C"}') == Origin(channel="C")


def test_the_file_holds_the_card_and_the_description():
    told = triage(description=Description("Agents read mails.", data="40,000 mails"))
    text = build_file(told)
    assert text.startswith("# Triage: Agents read mails")
    for part in ("40,000 mails", "Macro-F1", "Keyword rules", "No mails in French", "71 %"):
        assert part in text
    assert name_file(told) == "triage-agents-read-mails.md"
    assert name_file(triage("日本語")) == f"triage-{'t' * 16}.md"


def test_engineers_get_the_open_questions():
    summary = build_summary(needs("data", "worth"))
    assert OPEN["data"] in summary
    assert OPEN["worth"] in summary


def test_the_portfolio_groups_by_status_and_keeps_slacks_limits():
    many = [
        triage(id=f"{number:016}", status=status)
        for number in range(30)
        for status in ("idea", "live")
    ]
    blocks = list(build_portfolio(Portfolio("U1", many, {"idea": 30, "live": 40})))
    text = text_of(blocks)
    assert "*Idea* · 30" in text
    assert "And 30 more" in text
    assert len(blocks) < 80
    check_view({"type": "home", "blocks": blocks})


def test_the_portfolio_says_whose_a_triage_is():
    blocks = list(
        build_portfolio(
            Portfolio("U1", [triage(), triage(owner="U2", shared=True), triage(shared=True)])
        )
    )
    text = text_of(blocks)
    assert "only you" in text
    assert "by <@U2>" in text
    assert " · shared" in text


def test_an_empty_portfolio_invites():
    blocks = list(build_portfolio(Portfolio("U1")))
    assert actions_of(blocks) == ["triage_new"]
