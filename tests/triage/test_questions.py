"""Only questions that could change the verdict are asked, the most decisive first, three at most."""

from itertools import product

import pytest

from advisor.triage.capabilities import CAPABILITIES, profile_of
from advisor.triage.questions import PROBLEM, decisiveness, open_questions
from advisor.triage.suitability import KEYS, decide

REPLIES = ("yes", "no", "unknown")
ALL = [dict(zip(KEYS, combination, strict=True)) for combination in product(REPLIES, repeat=4)]


def asked(replies, *, remedy="none", people="", capability="classification"):
    profile = profile_of(capability)
    return open_questions(replies, remedy=remedy, profile=profile, people=people)


@pytest.mark.parametrize("remedy", ["rule", "query", "none"])
@pytest.mark.parametrize("replies", ALL)
def test_each_question_asked_is_open_and_one_of_its_answers_could_change_the_verdict(
    replies, remedy
):
    questions = asked(replies, remedy=remedy)
    assert len(questions) <= 3
    for question in questions:
        assert replies[question.key] == "unknown"
        others = [key for key in KEYS if key != question.key and replies[key] == "unknown"]
        outcomes = [
            {
                decide(
                    {**replies, **dict(zip(others, case, strict=True)), question.key: reply},
                    in_scope=True,
                    remedy=remedy,
                )
                for reply in REPLIES
            }
            for case in product(REPLIES, repeat=len(others))
        ]
        assert any(len(verdicts) > 1 for verdicts in outcomes)


@pytest.mark.parametrize("replies", ALL)
def test_what_is_not_asked_for_want_of_effect_changes_nothing(replies):
    for key in KEYS:
        if replies[key] == "unknown" and not decisiveness(key, replies, remedy="none"):
            verdicts = {
                decide({**replies, key: reply}, in_scope=True, remedy="none") for reply in REPLIES
            }
            assert len(verdicts) == 1


def test_the_most_decisive_comes_first_and_rules_decide_most():
    keys = [one.key for one in asked(dict.fromkeys(KEYS, "unknown"))]
    assert keys == ["rules", "worth", "allowed"]
    assert [one.key for one in asked({"rules": "yes"})] == ["allowed", "worth", "data"]


def test_nothing_is_asked_where_nothing_is_open_or_nothing_would_help():
    assert asked(dict.fromkeys(KEYS, "yes")) == ()
    assert asked({"rules": "no"}, remedy="query") == ()


def test_data_are_not_asked_for_where_they_are_forbidden():
    assert "data" not in {one.key for one in asked({"rules": "yes", "allowed": "no"})}


@pytest.mark.parametrize("capability", CAPABILITIES)
def test_questions_are_one_sentence_each_and_yes_speaks_for_ai(capability):
    told = asked({"rules": "yes"}, people="patients", capability=capability)
    for question in (*told, PROBLEM, *asked({})):
        assert question.text.endswith("?")
        assert question.text.count("?") == 1
        assert ". " not in question.text
    assert any("patients" in question.text for question in told)
    assert profile_of(capability).asks_for_data in {question.text for question in told}
