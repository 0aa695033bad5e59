"""Facts are read with the describer's own words; wishes, doubts and questions are none."""

import pytest

from advisor.triage.facts import ENOUGH, TOO_FEW, amount_in, read_facts, replies_from

STATED = [
    ("We have 200k contracts in the archive.", "data", "yes"),
    ("There are five years of orders by store.", "data", "yes"),
    ("40,000 labelled e-mails are at hand.", "data", "yes"),
    ("Plenty of past tickets.", "data", "yes"),
    ("We never logged what they bought.", "data", "no"),
    ("We don’t have any data yet.", "data", "no"),
    ("Only 20 examples so far.", "data", "no"),
    ("The product just launched last week.", "data", "no"),
    ("We have 5,000 tickets but nothing is labelled.", "data", "no"),
    ("Customers agreed to it.", "allowed", "yes"),
    ("Legal approved the use.", "allowed", "yes"),
    ("There is no personal data in it.", "allowed", "yes"),
    ("All records are anonymised.", "allowed", "yes"),
    ("Legal said no to the call recordings.", "allowed", "no"),
    ("We may not use the patients' files.", "allowed", "no"),
    ("Users never agreed to this purpose.", "allowed", "no"),
    ("It happens twice a year.", "worth", "no"),
    ("It would cost more than it saves.", "worth", "no"),
    ("We lose $40,000 a month to it.", "worth", "yes"),
    ("The keyword rules keep growing with exceptions.", "rules", "yes"),
    ("Experts decide by gut feeling.", "rules", "yes"),
    ("A simple rule would do it.", "rules", "no"),
    ("Five fixed rules are enough.", "rules", "no"),
]
UNSTATED = [
    "Do we have 5,000 images?",
    "If we had consent we could do it.",
    "We want to collect 10,000 examples.",
    "Maybe legal approved it",
    "We need permission from the customers.",
    "Recommend wines that go with the dish.",
    "Monitor data pipelines and raise an alarm on missing or weird data.",
    "Migrate old code to a newer framework.",
    "Our nurses decide whom to call first.",
]


@pytest.mark.parametrize(("text", "key", "reply"), STATED)
def test_what_is_stated_answers_its_question_in_the_words_of_the_text(text, key, reply):
    read = replies_from(read_facts(text), capability="classification")
    assert read[key].reply == reply
    assert read[key].evidence
    assert all(one.evidence in text for one in read.values())
    assert set(read) == {key}


@pytest.mark.parametrize("text", UNSTATED)
def test_wishes_doubts_and_questions_answer_nothing(text):
    assert replies_from(read_facts(text), capability="classification") == {}


def test_labels_matter_only_where_a_capability_learns_from_them():
    facts = read_facts("We have 5,000 open answers and nothing is labelled.")
    assert replies_from(facts, capability="clustering")["data"].reply == "yes"
    assert replies_from(facts, capability="regression")["data"].reply == "no"


def test_enough_data_that_is_unlike_that_of_use_is_asked_about_and_not_taken_as_enough():
    facts = read_facts("We have 50,000 scans, all from men.")
    assert {fact.kind for fact in facts} >= {"much_data", "unlike_use"}
    assert "data" not in replies_from(facts, capability="classification")


@pytest.mark.parametrize(
    ("amount", "reply"), [(TOO_FEW - 1, "no"), (TOO_FEW, None), (ENOUGH - 1, None), (ENOUGH, "yes")]
)
def test_between_too_few_and_enough_nobody_guesses(amount, reply):
    read = replies_from(
        read_facts(f"There are {amount} closed tickets."), capability="clustering"
    ).get("data")
    assert (read.reply if read else None) == reply


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("200k contracts", 200_000),
        ("1.5 million rows", 1_500_000),
        ("1,234,567 rows", 1_234_567),
        ("1.000 Fälle", 1000),
        ("3.5 hours", 3.5),
        ("many", None),
    ],
)
def test_amounts_are_read_as_people_write_them(words, amount):
    assert amount_in(words) == amount


def test_long_sentences_are_quoted_in_part():
    text = "We " + "really " * 60 + "have 40,000 labelled e-mails " + "indeed " * 60
    (fact,) = [one for one in read_facts(text) if one.kind == "much_data"]
    assert fact.evidence in text
    assert len(fact.evidence) <= 160
