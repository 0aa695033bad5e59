"""Only sentences whose citations were given, with their numbers, pass."""

import pytest

from advisor.answering.validate import check_sentence, split_written
from advisor.models import Chunk, Passage


def passage(text: str, heading: str = "Data") -> Passage:
    chunk = Chunk(id="c", document="d.md", headings=("Guide", heading), text=text, position=0)
    return Passage(chunk, 0, score=1.0, cosine=1.0, lexical=1.0)


PASSAGES = (
    passage("OpenAI is said to have used 575 GB to 40 TB of text."),
    passage("Sample 2.5 times as many cases.", heading="Four routes"),
)


@pytest.mark.parametrize(
    "sentence",
    [
        "It used 575 GB to 40 TB. [1]",
        "Take 2.5 times as many [2].",
        "Both are said [1][2].",
        "There are routes [2].",
    ],
)
def test_supported_sentences_pass(sentence):
    assert check_sentence(sentence, PASSAGES).is_valid


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("It used a lot of text.", "no_citation"),
        ("It used a lot of text [3].", "unknown_citation"),
        ("It used a lot of text [0].", "unknown_citation"),
        ("It used 57 GB [1].", "unsupported_number"),
        ("It used 5 TB [1].", "unsupported_number"),
        ("It used 575 GB [2].", "unsupported_number"),
        ("Take 5 times as many [2].", "unsupported_number"),
        ("See https://evil.example/x [1].", "link"),
        ("See [this](evil) [1].", "link"),
        ("See www.evil.example [1].", "link"),
    ],
)
def test_unsupported_sentences_are_named_with_the_rule_they_break(sentence, reason):
    assert check_sentence(sentence, PASSAGES).reason == reason


def test_a_text_in_the_making_gives_its_finished_sentences_with_their_markers():
    finished, rest = split_written("First one. [1] Second one [2]. Third begins")
    assert finished == ["First one. [1]", " Second one [2]."]
    assert rest == " Third begins"


def test_a_sentence_is_not_finished_while_markers_may_follow():
    assert split_written("First one.") == ([], "First one.")


def test_list_items_end_with_their_line():
    finished, rest = split_written("- one [1]\n- two [2]\n- thr")
    assert finished == ["- one [1]", "\n- two [2]"]
    assert rest == "\n- thr"


def test_decimals_do_not_end_a_sentence():
    assert split_written("It is 2.5 times as much [2]. Then")[0] == ["It is 2.5 times as much [2]."]


@pytest.mark.parametrize(
    "written", ["One. ", "One. [", "One. [1", "One. [1] ", "One. [1] [", "One.\t"]
)
def test_a_sentence_is_open_until_the_next_one_begins(written):
    assert split_written(written) == ([], written)


@pytest.mark.parametrize(
    "sentence",
    ["Use rules, e.g. a list, first [1].", "Rules vs. models [1].", "Count, i.e. measure [2]."],
)
def test_an_abbreviation_does_not_end_a_sentence(sentence):
    assert split_written(f"{sentence} Then")[0] == [sentence]


def test_the_number_of_a_list_item_stays_with_it():
    assert split_written("1. Name it [1].\n2. Count it [2].\n3.") == (
        ["1. Name it [1].", "\n2. Count it [2]."],
        "\n3.",
    )
