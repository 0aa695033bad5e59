"""Which messages are offered to be triaged."""

import pytest

from advisor.triage.ideas import describes_idea


@pytest.mark.parametrize(
    "text",
    [
        "could AI do this: sort our support mail by team",
        "we'd like a model that predicts which tenants will leave",
        "We want to use GPT for support",
        "Our nurses waste mornings deciding whom to call first. Is this an AI problem?",
        "should we use AI to write product texts for the shop?",
        "Could ai help us decide which invoices to pay first",
        "idea: tell drivers which parcel to drop first",
        "my team is thinking of building a chatbot for new hires",
        "Imagine a model that tells us which machine fails next",
    ],
)
def test_a_proposed_use_of_ai_is_an_idea(text):
    assert describes_idea(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello there",
        "Is this an AI problem, or are rules enough?",
        "Precision or recall for a medical test?",
        "can a model be biased against a group?",
        "How do we choose a model for our use case?",
        "Which metrics fit a recommender?",
        "What can you do?",
        "When should I retrain a model?",
        "We need more labels for a model",
        "I want to know what a baseline is for a model",
        "could AI help?",
    ],
)
def test_a_question_about_building_with_ai_is_none(text):
    assert not describes_idea(text)


def test_an_endless_message_is_read_in_a_moment():
    assert not describes_idea("we want " * 200_000)
