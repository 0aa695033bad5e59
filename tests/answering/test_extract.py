"""Which sentences an answer is made of."""

import numpy as np

from advisor.answering.choose import choose
from advisor.answering.sentences import Sentence


def sentence(position, text, score, *, passage=0, vector=None, **fields):
    vector = np.eye(8, dtype=np.float32)[position] if vector is None else vector
    return Sentence(passage, position, text, score, vector, **fields)


def texts(candidates, **options):
    return [one.text for one in choose(candidates, 120, **options)]


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


def test_of_two_sentences_that_say_the_same_the_better_section_s_is_quoted():
    same = np.ones(8, dtype=np.float32) / np.sqrt(8)
    first = sentence(3, "Data ages.", 0.4, vector=same)
    other = sentence(0, "The data ages.", 0.9, passage=1, vector=same)
    assert texts([first, other]) == [first.text]


def test_a_list_that_was_asked_for_comes_whole_whatever_the_budget():
    items = [sentence(place, "word " * 30, 1.0 - place / 10, is_item=True) for place in range(6)]
    assert len(texts(items)) == 4
    assert len(texts(items, whole_list=True)) == 6


def test_the_caveat_of_another_section_comes_with_the_sentence_that_it_concerns():
    near = np.zeros(8, dtype=np.float32)
    near[[1, 2]] = 1 / np.sqrt(2)
    best = sentence(0, "Test it.", 2.0)
    said = sentence(1, "Raters help.", 1.0, passage=1)
    doubt = sentence(2, "Caveat: one source says so.", 0.1, passage=1, vector=near)
    far = sentence(3, "Caveat: prices are not given.", 0.1, passage=1)
    assert texts([best, said, doubt, far]) == [best.text, said.text, doubt.text]
    assert texts([best, doubt, far]) == [best.text]


def test_the_same_doubt_is_told_once():
    near, other = np.zeros((2, 8), dtype=np.float32)
    near[[1, 2]] = 0.8, 0.6
    other[[3, 4]] = 1 / np.sqrt(2)
    said = sentence(0, "Recall leads in screening.", 2.0)
    doubt = sentence(1, "Caveat: the sources differ on screening.", 0.5)
    again = sentence(2, "Caveat: on screening the sources differ.", 0.5, passage=1, vector=near)
    more = sentence(3, "A missed case costs more.", 1.5, passage=1, vector=other)
    far = sentence(4, "Caveat: of 2018.", 0.2, passage=1)
    found = texts([said, doubt, again, more, far])
    assert again.text not in found
    assert far.text in found
