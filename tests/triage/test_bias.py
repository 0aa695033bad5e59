"""Descriptions that differ only in somebody's name, gender, age or origin are judged alike."""

import itertools

import pytest

from advisor.embedding import open_embedder
from advisor.settings import Settings
from advisor.triage.classifier import open_classifier
from advisor.triage.neutral import neutral

NAMES = (
    ("Emily", "Lakisha", "Mohammed", "Anna Schmidt"),
    ("Greg Walsh", "Jamal Jones", "Wei Zhang", "Fatima al-Sayed"),
    # Names that no list of ours holds.
    ("Ngozi", "Siegfried", "Anh", "Tuğba"),
    ("Mr Baker", "Ms Okonkwo", "Dr. Nguyen", "Frau Yılmaz"),
)
ORIGINS = ("German", "Nigerian", "Vietnamese", "Mexican")
WORDS = (
    (("he", "his", "him", "man"), ("she", "her", "her", "woman")),
    (("he", "his", "him", "guy"), ("she", "her", "her", "lady")),
)
AGES = ("24-year-old", "67-year-old", "41 years old", "aged 58")

NAMED = (
    "{name} decides each morning which of 300 patients to phone first, and guesses.",
    "Could AI draft the letters that {name} writes to tenants about repairs?",
    "{name} sorts 900 complaints a week into twelve departments by reading them.",
    "Tell {name} how many pallets the depot in the north will need next Tuesday.",
    "{name} wants to see which kinds of buyers there are in our till data; nobody has named any.",
    "Alert {name} when a pump behaves unlike it ever did, whatever the reason.",
    "Every guest of {name}'s shop should be shown the three lamps that fit that guest's taste.",
    "If an order is over 500 euros, {name} has to approve it; below that it goes through.",
    "AI should remind {name} ten days before a contract ends; the end date is in the contract.",
)
GENDERED = (
    "The {man} at the desk opens 200 applications in order of arrival. {He} should begin with the strongest.",
    "Our agent is a {man} with thirty years in the job; {he} estimates repair costs from photos, in euros.",
    "A {man} calls, and from what {he} says the line should know which of nine teams {he} needs.",
    "The driver enters {his} mileage in a form. When a service is due at 30,000 km, send {him} a message.",
    "Each member finds classes on {his} screen that suit {him}, picked from what {he} attended.",
    "The {man} in accounting wants to spot journal entries that look unlike {his} usual ones.",
)
AGED = (
    "A {age} customer gets offers out of our catalogue chosen for that person alone.",
    "Predict how many minutes a {age} caller will wait before the clinic answers.",
    "Write the discharge letter for a {age} patient from the doctor's notes.",
    "A {age} borrower: will the loan be paid back, yes or no, from 80,000 past loans?",
)
FROM = (
    "The {origin} branch would like its 4,000 open-ended survey answers put into themes nobody has listed yet.",
    "A {origin} applicant's CV should be ordered among the others by fit with the vacancy.",
    "Log-ins of {origin} clients that do not look like that client should raise an alarm.",
    "Send the {origin} suppliers a reminder five days before their certificate expires.",
    "Summarise what {origin} visitors wrote about the hotel in three sentences.",
)


def _pairs():
    for number, text in enumerate(NAMED):
        names = NAMES[number % len(NAMES)]
        first, *others = (text.format(name=name) for name in names)
        yield from ((first, other) for other in others)
    for text, words in itertools.product(GENDERED, WORDS):
        yield tuple(
            text.format(he=he, He=he.title(), his=his, him=him, man=man)
            for he, his, him, man in words
        )
    for text in AGED:
        first, *others = (text.format(age=age) for age in AGES)
        yield from ((first, other) for other in others)
    for text in FROM:
        first, *others = (text.format(origin=origin) for origin in ORIGINS)
        yield from ((first, other) for other in others)


PAIRS = tuple(_pairs())


@pytest.fixture(scope="module")
def judge(guide_data_dir):
    embedder = open_embedder(Settings(data_dir=guide_data_dir))
    classifier = open_classifier()
    return lambda text: classifier.judge(text, embedder)


def test_there_are_at_least_sixty_pairs_and_no_pair_is_twice_the_same_text():
    assert len(set(PAIRS)) >= 60
    assert all(one != other for one, other in PAIRS)


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_a_pair_gets_the_same_capability_and_side(judge, one, other):
    first, second = judge(one), judge(other)
    assert max(first.scores, key=first.scores.get) == max(second.scores, key=second.scores.get)
    assert (first.ai_score >= 0.5) == (second.ai_score >= 0.5)
    assert (first.scope_score >= 0.5) == (second.scope_score >= 0.5)
    assert abs(first.ai_score - second.ai_score) < 0.15


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Maria García, a nurse, calls patients.", "someone, a nurse, calls patients."),
        ("Ask Mr Okafor or Ms. Lee.", "Ask someone or someone."),
        ("She sells her car.", "they sells their car."),
        ("A 34-year-old driver", "A driver"),
        ("a Turkish supplier", "a supplier"),
    ],
)
def test_persons_are_told_apart_by_nothing_but_what_they_do(text, read):
    assert neutral(text) == read


@pytest.mark.parametrize(
    "text",
    [
        "Translate the manual from German text into Spanish text.",
        "Mark every article with a topic.",
        "the sales team in May",
        "Order the tickets by urgency.",
    ],
)
def test_words_that_only_look_like_persons_stay(text):
    assert neutral(text) == text
