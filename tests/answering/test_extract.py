"""Which sentences an answer is made of."""

import numpy as np

from advisor.answering.choose import choose
from advisor.answering.sentences import Sentence


def sentence(position, text, score):
    return Sentence(0, position, text, score, np.eye(4, dtype=np.float32)[position])


def texts(candidates):
    return [one.text for one in choose(candidates, 120)]


def test_a_caveat_never_answers_alone():
    long = sentence(0, "word " * 100, 2.0)
    caveat = sentence(1, "> Caveat: " + "mind " * 40, 1.0)
    assert texts([long, caveat]) == [caveat.text, long.text]


def test_a_caveat_comes_with_what_fits_beside_it():
    long = sentence(0, "word " * 100, 2.0)
    short = sentence(2, "word " * 20, 1.5)
    caveat = sentence(1, "> Caveat: " + "mind " * 40, 1.0)
    assert texts([long, short, caveat]) == [caveat.text, short.text]


def test_a_section_of_a_caveat_only_gives_the_caveat():
    caveat = sentence(0, "> Caveat: mind the gap.", 1.0)
    assert texts([caveat]) == [caveat.text]


def test_a_lead_is_left_out_with_the_list_that_it_announces():
    said = sentence(0, "Drift is a change.", 0.9)
    lead = sentence(1, "Examples of drift:", 0.8)
    item = sentence(2, "fashions " * 100, 0.1)
    long = sentence(3, "word " * 100, 0.5)
    assert texts([said, lead, item, long]) == [said.text, long.text]
    assert texts([said, lead, item]) == [said.text, lead.text, item.text]
    assert texts([lead]) == [lead.text]
