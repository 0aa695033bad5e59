"""Which sentences an answer is made of."""

import numpy as np

from advisor.answering.extract import Sentence, _choose


def sentence(position, text, score):
    return Sentence(0, position, text, score, np.eye(4, dtype=np.float32)[position])


def texts(candidates):
    return [one.text for one in _choose(candidates, 120)]


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
