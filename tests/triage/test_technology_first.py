"""A wish for a technology is told from a problem, and answered by asking for the problem."""

import pytest

from advisor.triage.card_text import TECHNOLOGY_FIRST
from advisor.triage.questions import PROBLEM
from advisor.triage.technology_first import read_opening

WISHES = [
    "we want to use GPT for our help desk",
    "We want to use GPT for ...",
    "put some AI in our app",
    "Put some AI in our app!",
    "Our CEO wants AI in the product",
    "Let’s add a chatbot",
    "Let's add a chatbot",
    "Can we use LLMs in onboarding?",
    "We should leverage machine learning in HR.",
    "AI for logistics",
    "blockchain please",
    "We need an AI strategy",
    "We want to do something with AI",
    "I would like to integrate ChatGPT into our CRM",
    "we want to improve our website with AI",
    "How can we use AI to improve customer experience?",
    "We'd love to have an agent",
    "My boss asked me to use deep learning",
    "Everybody does GenAI now, we want it too",
    "Competitors have AI, we need it as well",
    "We bought 500 Copilot licences, what should we do with them?",
    "The board wants us to be AI-first",
    "Build a RAG over our docs",
    "AI",
]
PROBLEMS = [
    "we want to use ML to predict churn so that sales can call in time",
    "We want AI because our agents waste hours on typing the same replies",
    "Our nurses spend mornings deciding whom to call first",
    "Recommend wines that go with the dish a customer just ordered.",
    "Chatbot which answers employees' HR questions from our handbook.",
    "Coding assistant for our developers.",
    "AI model that reads invoices and fills in the amounts",
    "How much data does AI need?",
    "I want to learn AI from zero, which book is good?",
    "Agent which plans and executes multi-step tasks in our tools.",
    "We want GPT for support\nAgents type the same replies all day",
    "Use an LLM. Support agents answer the same twenty questions from each new customer by mail.",
]
TASKS = [
    "We want to use GPT to write product descriptions",
    "We want to use GPT for summarising calls",
    "We need AI-powered search",
    "could AI rank our supplier leads by how well they fit?",
    "LLM in the loop, fine, but it must detect whether a log line holds a password",
    "Neural net for currency conversion at the till",
]


@pytest.mark.parametrize("text", WISHES)
def test_a_wish_for_a_technology_is_asked_for_its_problem_and_shows_no_capability(text, assess):
    card = assess(text)
    assert card.verdict == "needs_facts"
    assert card.verdict_text == TECHNOLOGY_FIRST
    assert card.questions == (PROBLEM,)
    assert card.capability is None
    assert card.runner_up is None
    assert len(set(card.scores.values())) == 1
    told = (card.look_alikes, card.baseline, card.tips, card.metrics.model)
    assert not any(told)


@pytest.mark.parametrize("word", ["problem", "who has it", "today"])
def test_the_question_asks_for_problem_user_and_present_workaround(word):
    assert word in PROBLEM.text


@pytest.mark.parametrize("text", PROBLEMS)
def test_a_problem_is_assessed_though_a_technology_is_named(text):
    assert read_opening(text) == "problem"


@pytest.mark.parametrize("text", TASKS)
def test_a_task_without_its_problem_is_assessed_and_the_problem_is_asked_for_first(text, assess):
    assert read_opening(text) == "task"
    card = assess(text)
    assert card.capability is not None
    assert card.questions[0] == PROBLEM
    assert len(card.questions) <= 3


def test_once_the_problem_is_told_the_same_wish_is_assessed(assess):
    wish = "We want to use GPT for our help desk"
    told = assess(wish, today="Agents draft each reply by hand and customers wait two days")
    assert told.capability == "creation"
    assert PROBLEM not in told.questions
