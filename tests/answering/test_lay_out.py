"""Lines in the form asked for."""

import pytest

from advisor.answering.form import CONS, PROS, Form
from advisor.answering.lay_out import Line, lay_out, lay_out_again
from advisor.answering.two_sides import (
    NO_PROS,
    lay_out_comparison,
    lay_out_pros_and_cons,
    read_sides,
)

LINES = [
    Line("Three questions decide:", 1),
    Line("Data: is there enough?", 1, is_item=True, section="Fit"),
    Line("Cost: is it worth it?", 1, is_item=True, section="Fit"),
    Line("Caveat: one source only.", 1),
    Line("Rules come first.", 2, section="Rules"),
]
FACTS = ("is there enough?", "is it worth it?", "one source only", "Rules come first")


def words(text):
    return text.lower().split()


@pytest.mark.parametrize("shape", ["prose", "bullets", "checklist", "steps", "table"])
def test_each_form_has_its_shape_and_all_facts(shape):
    form = Form(shape)
    text = lay_out(LINES, form)
    assert form.holds(text)
    assert all(fact.lower() in text.lower() for fact in FACTS)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_points_are_merged_to_the_number_asked_for_without_losing_a_fact(count):
    form = Form("bullets", count)
    text = lay_out(LINES, form)
    assert form.holds(text)
    assert text.count("- ") == count
    assert all(fact in text for fact in FACTS)


def test_too_few_lines_are_cut_at_their_sentences_and_nothing_is_invented():
    text = lay_out([Line("It drifts. It ages.", 1)], Form("bullets", 3))
    assert text == "- It drifts. [1]\n- It ages. [1]"


def test_a_caveat_is_no_point_to_tick():
    text = lay_out(LINES, Form("checklist"))
    assert "☐ Caveat" not in text
    assert text.endswith("Caveat: one source only. [1]")


def test_the_audience_is_named_above_the_answer():
    assert lay_out(LINES, Form("bullets", None, "your CFO")).startswith("For your CFO:\n\n")


def test_labels_of_items_are_the_points_of_a_table():
    text = lay_out(LINES, Form("table"))
    assert "| Data | Is there enough? [1] |" in text
    assert "| Rules | Rules come first. [2] |" in text


def test_a_bar_in_a_cell_does_not_break_the_table():
    assert r"a \| b" in lay_out([Line("a | b", 1)], Form("table"))


def test_a_rule_s_answer_takes_a_form_too():
    text = "The stage. [1]\n\n- Docker: boxes [1]\n- ONNX: a format [1]"
    assert lay_out_again(text, Form()) == text
    assert lay_out_again(text, Form("steps")).splitlines() == [
        "1. The stage. [1]",
        "2. Docker: boxes [1]",
        "3. ONNX: a format [1]",
    ]
    assert lay_out_again(text, Form("one_line")) == "The stage. [1]"


def test_a_side_without_points_says_so():
    text = lay_out_pros_and_cons([Line("It is slow.", 1)], [CONS])
    assert text == f"{PROS}\n- {NO_PROS}\n\n{CONS}\n- It is slow. [1]"
    assert Form("pros_and_cons").holds(text)


def test_a_contrast_is_divided_between_the_columns():
    sides = read_sides(("ranking", "clustering"), lambda text: words(text), texts=())
    lines = [Line("ranking orders things, while clustering groups them.", 1)]
    assert lay_out_comparison(lines, sides).splitlines() == [
        "| Ranking | Clustering |",
        "| --- | --- |",
        "| Ranking orders things [1] | Clustering groups them. [1] |",
    ]


def test_a_comparison_with_nothing_on_one_side_is_no_table_of_two():
    sides = read_sides(("ranking", "clustering"), lambda text: words(text), texts=())
    assert lay_out_comparison([Line("ranking orders things.", 1)], sides) == ""


def test_a_caveat_stands_in_a_paragraph_of_its_own():
    paragraphs = lay_out(LINES, Form()).split("\n\n")
    assert "Caveat: one source only. [1]" in paragraphs
