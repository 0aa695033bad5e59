"""Slips are mended to the guide's words; words that are right stay as they are."""

import pytest

from advisor.answering.spelling import correct, slip_cost


@pytest.fixture
def mended(guide):
    return lambda text: correct(text, guide.index.current(), guide.embedder.token_spans)


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("traning data", "training data"),
        ("is ppl wrok done", "is ppl work done"),
        ("diffrence bewteen", "difference between"),
        ("our ingeneers", "our engineers"),
        ("customer feedbakc", "customer feedback"),
        ("chatgtp", "chatgpt"),
        ("customerjourney", "customer journey"),
        ("Precisoin!", "precision!"),
    ],
)
def test_a_slip_becomes_the_word_that_was_meant(mended, slip, meant):
    assert mended(slip) == meant


@pytest.mark.parametrize(
    "text",
    [
        "what's the gripe with it",
        "a show stopper",
        "a photo sorter and a comms person",
        "sweet dreams in Liechtenstein",
        "KPMG, NASA and HTTPS",
        "numpy 2.0 and tls1_2",
        "",
    ],
)
def test_a_right_word_stays(mended, text):
    assert mended(text) == text


def test_common_slips_cost_less_than_others():
    assert slip_cost("wrok", "work") < slip_cost("wosk", "work")
    assert slip_cost("traning", "training") < slip_cost("traning", "tracing")
    assert slip_cost("modell", "model") < slip_cost("modelx", "model")
    assert slip_cost("same", "same") == 0
