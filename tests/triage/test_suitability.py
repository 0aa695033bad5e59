"""The verdict is a pure function of four replies; who said what is kept apart."""

from itertools import product

import pytest

from advisor.triage.suitability import (
    KEYS,
    RULES_ARE_ENOUGH,
    RULES_FAIL,
    Read,
    confidence_in,
    decide,
    weigh,
)

REPLIES = ("yes", "no", "unknown")
REMEDIES = ("rule", "query", "form", "process", "none")
ALL = [
    (dict(zip(KEYS, combination, strict=True)), remedy)
    for combination in product(REPLIES, repeat=4)
    for remedy in REMEDIES
]


def expected(replies, remedy):
    """The same table once more, told from the verdicts' side."""
    rules, data, allowed, worth = (replies[key] for key in KEYS)
    if rules == "no":
        if worth == "no" or remedy in ("query", "form", "process"):
            return "not_ai"
        return "rules_first"
    if "no" in (allowed, worth, data):
        stopped_by = {"blocked": allowed, "too_costly": worth, "rules_first": data}
        return next(verdict for verdict, reply in stopped_by.items() if reply == "no")
    return "ai" if (rules, data, allowed, worth) == ("yes",) * 4 else "needs_facts"


@pytest.mark.parametrize(("replies", "remedy"), ALL)
def test_each_combination_of_replies_has_its_verdict(replies, remedy):
    assert decide(replies, in_scope=True, remedy=remedy) == expected(replies, remedy)


@pytest.mark.parametrize(("replies", "remedy"), ALL[::7])
def test_what_is_no_use_case_is_out_of_scope_whatever_is_said(replies, remedy):
    assert decide(replies, in_scope=False, remedy=remedy) == "out_of_scope"


@pytest.mark.parametrize(
    ("replies", "verdict"),
    [
        ("yes yes yes yes", "ai"),
        ("yes yes yes no", "too_costly"),
        ("yes yes no yes", "blocked"),
        ("yes yes no no", "blocked"),
        ("yes no yes yes", "rules_first"),
        ("yes no yes no", "too_costly"),
        ("yes no no yes", "blocked"),
        ("yes no no no", "blocked"),
        ("no yes yes yes", "rules_first"),
        ("no yes yes no", "not_ai"),
        ("no yes no yes", "rules_first"),
        ("no yes no no", "not_ai"),
        ("no no yes yes", "rules_first"),
        ("no no yes no", "not_ai"),
        ("no no no yes", "rules_first"),
        ("no no no no", "not_ai"),
    ],
)
def test_the_sixteen_plain_combinations_are_written_out(replies, verdict):
    told = dict(zip(KEYS, replies.split(), strict=True))
    assert decide(told, in_scope=True, remedy="rule") == verdict


def test_a_question_without_a_reply_is_unknown():
    assert decide({}, in_scope=True, remedy="none") == "needs_facts"
    assert decide({"rules": "yes", "data": "no"}, in_scope=True, remedy="none") == "rules_first"


def test_a_person_outweighs_the_text_and_the_text_the_classifier():
    read = {"rules": Read("yes", "rules fail"), "data": Read("yes", "9,000 cases")}
    rules, data, allowed, worth = weigh({"data": "no"}, read, ai_score=0.1)
    assert (rules.reply, rules.source, rules.evidence) == ("yes", "text", "rules fail")
    assert (data.reply, data.source, data.evidence) == ("no", "person", "")
    assert (allowed.reply, allowed.source) == ("unknown", "none")
    assert (worth.reply, worth.source) == ("unknown", "none")


def test_a_person_who_does_not_know_leaves_the_question_to_the_text():
    (_, data, *_) = weigh({"data": "unknown"}, {"data": Read("yes", "9,000 cases")}, ai_score=0.9)
    assert (data.reply, data.source) == ("yes", "text")


@pytest.mark.parametrize(
    ("ai_score", "reply"),
    [
        (0.0, "no"),
        (RULES_ARE_ENOUGH - 0.01, "no"),
        (RULES_ARE_ENOUGH, "unknown"),
        (RULES_FAIL - 0.01, "unknown"),
        (RULES_FAIL, "yes"),
        (1.0, "yes"),
    ],
)
def test_the_classifier_answers_only_whether_rules_are_enough(ai_score, reply):
    rules, *others = weigh({}, {}, ai_score=ai_score)
    assert (rules.reply, rules.source) == (reply, "classifier")
    assert {one.reply for one in others} == {"unknown"}


def test_confidence_is_the_classifiers_where_it_was_the_judge_and_that_of_scope_otherwise():
    judged = weigh({}, {}, ai_score=0.2)
    told = weigh({"rules": "yes"}, {}, ai_score=0.2)
    assert confidence_in(judged, ai_score=0.2, scope_score=0.5) == pytest.approx(0.4)
    assert confidence_in(told, ai_score=0.2, scope_score=0.5) == 0.5
