"""The features read what is said, whoever says it, and in any length."""

import numpy as np
import pytest

from advisor.triage.features import (
    LONGEST,
    character_grams,
    cue_count,
    cue_flags,
    cues_of,
    dense_features,
    read,
    word_grams,
)
from advisor.triage.model_file import LABELS
from advisor.triage.neutral import neutral, plain_words
from tests.fake_embedder import FakeEmbedder


def test_figures_are_all_alike():
    assert read("Over 1,500.50 euros").plain == read("Over 20 euros").plain


def test_words_are_counted_alone_in_pairs_and_in_threes():
    grams = word_grams("how many how many")
    assert grams["how many"] == 2
    assert grams["how many how"] == 1
    assert grams["^ how"] == 1


def test_characters_are_not_counted_across_words():
    assert "ab" not in "".join(gram for gram in character_grams("a b") if " " not in gram)
    assert character_grams("rank")[" ra"] == 1


@pytest.mark.parametrize(
    ("text", "label", "cue"),
    [
        ("How many beds do we need?", "regression", "How many"),
        ("Which of our nine teams should have it, whether or not", "classification", "whether"),
        ("Whom do we phone first?", "ranking", "Whom do we phone first"),
        ("Something unusual", "anomaly_detection", "unusual"),
    ],
)
def test_cues_are_quoted_as_they_were_written(text, label, cue):
    assert cue in cues_of(text, label)


def test_every_cue_is_a_flag_and_the_last_number_tells_the_length():
    short, long = cue_flags("sort it"), cue_flags("sort it " * 40)
    assert len(short) == cue_count()
    assert set(np.unique(short[:-1])) <= {0.0, 1.0}
    assert long[-1] > short[-1]


def test_a_row_holds_meaning_nearness_and_cues():
    embedder = FakeEmbedder()
    texts = [read("Group our buyers."), read("")]
    rows = dense_features(texts, embedder)
    near = 2 * 9
    assert rows.shape == (2, embedder.dimensions + near + cue_count())
    assert np.isfinite(rows).all()
    assert len(LABELS) == 9


def test_a_text_beyond_the_window_is_read_to_its_end():
    embedder = FakeEmbedder(max_tokens=16)
    start = "We have many things to tell. " * 12
    one, other = (
        dense_features([read(start + end)], embedder)[0, : embedder.dimensions]
        for end in ("Forecast the demand.", "Translate the manual.")
    )
    assert not np.allclose(one, other)


def test_a_description_of_many_pages_is_cut():
    assert len(read("word " * LONGEST).neutral) <= LONGEST


def test_unknown_names_are_found_by_their_capital_and_by_being_in_no_text():
    known = plain_words(["the nurse decides", "parcels are late"])
    assert neutral("Ngozi decides, and Tuğba too", known) == "someone decides, and someone too"
    assert neutral("Parcels are late", known) == "Parcels are late"


def test_a_headline_keeps_its_words():
    headline = "Forecasting Pharmacy Demand In Rural Clinics"
    assert neutral(headline, frozenset()) == headline


def test_a_word_that_opens_a_sentence_is_no_name_by_its_capital_alone():
    assert neutral("Telematics of vans", frozenset()) == "Telematics of vans"
