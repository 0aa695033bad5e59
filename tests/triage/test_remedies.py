"""What does instead of AI is named in the describer's words, with what to log meanwhile."""

import pytest

from advisor.triage.capabilities import CAPABILITIES
from advisor.triage.remedies import find_remedy, tell_remedy

KINDS = [
    ("Require approval by a manager for expenses over 1,000 dollars.", "rule", "over 1,000 dollars"),
    ("If stock is below 10, create a purchase order.", "rule", "If stock is below 10"),
    ("Lock the room if nobody checked in after 10 minutes.", "rule", "if nobody checked in after 10 minutes"),
    ("Delete accounts with no login for 2 years.", "rule", "with no login for 2 years"),
    ("Send a reminder every Monday.", "rule", "every Monday"),
    ("Export the list of users to Excel.", "query", ""),
    ("How many customers are in arrears?", "query", ""),
    ("Sort contacts alphabetically by last name.", "query", ""),
    ("Calculate VAT on the invoice by country.", "query", ""),
    ("Add a checkbox to accept the terms.", "form", ""),
    ("Let users upload a photo of the form.", "form", ""),
    ("Add dark mode.", "form", ""),
    ("Agree who is responsible for late tickets.", "process", ""),
    ("We need a checklist for new staff.", "process", ""),
    ("Pagination for the results page.", "none", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "condition"), KINDS)
def test_the_kind_and_the_condition_come_from_the_text(text, kind, condition):
    remedy = find_remedy(text)
    assert remedy.kind == kind
    assert remedy.condition == condition
    assert remedy.condition in text


@pytest.mark.parametrize(
    ("text", "quote", "condition"),
    [
        ("Hi. We have 5,000 tickets. Pagination for the page.", "Pagination for the page", ""),
        ("It drives us mad. Flag orders over 500 kg.", "Flag orders over 500 kg", "over 500 kg"),
        ("It would be nice if the gate opened itself.", "It would be nice if the gate opened itself", ""),
        (
            "Approve reports below 40 euros and forward the rest of them to the manager of the department.",
            "Approve reports below 40 euros and forward the rest of them to the manager of the department",
            "below 40 euros and forward the rest of them to the manager of the",
        ),
    ],
)  # fmt: skip
def test_the_sentence_that_asks_is_quoted_and_words_stay_whole(text, quote, condition):
    remedy = find_remedy(text)
    assert (remedy.quote, remedy.condition) == (quote, condition)


def test_a_rule_is_named_in_the_users_terms_with_what_to_log():
    told = tell_remedy(
        "rules_first", find_remedy("We want to give free shipping above 50 euros."), capability=None
    )
    assert "“give free shipping above 50 euros”" in told
    assert "“above 50 euros”" in told
    assert "log each case" in told


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Export the list of users.", "query"),
        ("Add a checkbox for the terms.", "form"),
        ("Agree who is responsible.", "process"),
        ("Pagination for the page.", "plain rule or a small change"),
    ],
)
def test_what_needs_no_ai_names_query_form_or_process(text, named):
    told = tell_remedy("not_ai", find_remedy(text), capability=None)
    assert named in told
    assert text.rstrip(".") in told


@pytest.mark.parametrize("capability", CAPABILITIES)
def test_too_little_data_starts_with_the_capabilitys_rule_and_its_log(capability):
    told = tell_remedy("rules_first", find_remedy("Do it"), capability=capability)
    assert told.startswith("Start with rules: ")
    assert "Meanwhile log " in told


@pytest.mark.parametrize("verdict", ["ai", "blocked", "too_costly", "needs_facts", "out_of_scope"])
def test_other_verdicts_have_no_remedy(verdict):
    assert tell_remedy(verdict, find_remedy("Do it if 3 > 2"), capability="ranking") == ""


def test_long_sentences_are_cut_at_a_word():
    remedy = find_remedy("If " + "word " * 100)
    assert len(remedy.quote) <= 182
    assert remedy.quote.endswith("word …")
