"""Facts are read with the describer's own words; wishes, doubts and questions are none."""

import pytest

from advisor.triage.facts import ENOUGH, TOO_FEW, amount_in, read_facts, replies_from

STATED = [
    ("We have 200k contracts in the archive.", "data", "yes"),
    ("There are five years of orders by store.", "data", "yes"),
    ("40,000 labelled e-mails are at hand.", "data", "yes"),
    ("40,000 old mails with the team that solved them.", "data", "yes"),
    ("Sensors log at 10 Hz since 2018.", "data", "yes"),
    ("There is no shortage of data: 14 years of readings.", "data", "yes"),
    ("We lack neither data nor labels. 100k tagged tickets.", "data", "yes"),
    ("Our data is not old: 5,000 labelled tickets.", "data", "yes"),
    ("A rival has 2 million labelled images; we have none.", "data", "no"),
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
    ("We may not use it without consent; all customers gave consent.", "allowed", "yes"),
    ("It happens twice a year.", "worth", "no"),
    ("It would cost more than it saves.", "worth", "no"),
    ("This will not pay for itself.", "worth", "no"),
    ("The recordings may not be used for training.", "allowed", "no"),
    ("We lose $40,000 a month to it.", "worth", "yes"),
    ("My boss said it is not worth it, but we lose 30,000 euros a month.", "worth", "yes"),
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
    "Is it possible that legal has approved this? We don't know.",
    "The data is anonymised? Not sure.",
    "The data is anonymised. Not sure, though.",
    "Legal approved it, I think.",
    "I hope that we will have 10,000 labelled images by June.",
    "Our competitor has 2 million labelled images.",
    "The vendor claims that it pays for itself within a year.",
    "My boss said it is not worth it.",
    "It pays for itself only above 10,000 parcels a month.",
    "We had 20,000 tickets but lost them all in the fire.",
    "We deleted the 50,000 photos last year.",
    "We may not use customer data unless legal agrees.",
    "The machine dies without warning about twice a year.",
    "Our fitter has thirty years of experience.",
    "We have worked here since 2015.",
    "We receive 5,000 mails.",
    "Customers may be called only after they gave consent.",
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


def test_an_outcome_that_nobody_recorded_is_a_lack_of_labels_and_not_of_data():
    facts = read_facts("We never recorded which letters were answered, but have 3 million of them.")
    assert "data" not in replies_from(facts, capability="clustering")
    assert replies_from(facts, capability="classification")["data"].reply == "no"


@pytest.mark.parametrize(
    "text",
    [
        "Dear <!channel> we hold 20k labelled letters",
        "70,000 past claims incl. their outcome",
        "3.5 million closed tickets",
    ],
)
def test_points_and_marks_within_a_sentence_do_not_cut_its_quote(text):
    (fact,) = [one for one in read_facts(text) if one.kind == "much_data"]
    assert fact.evidence == text


def test_long_sentences_are_quoted_in_part():
    text = "We " + "really " * 60 + "have 40,000 labelled e-mails " + "indeed " * 60
    (fact,) = [one for one in read_facts(text) if one.kind == "much_data"]
    assert fact.evidence in text
    assert len(fact.evidence) <= 160
