"""The form that a question asks for, told from questions that are about such words."""

import pytest

from advisor.answering.form import Form, read_form


@pytest.mark.parametrize(
    ("text", "form", "rest"),
    [
        ("what is drift in 3 bullets", Form("bullets", 3), "what is drift"),
        (
            "What is drift, in three bullet points please?",
            Form("bullets", 3),
            "What is drift?",
        ),
        ("give me 3 bullets on drift", Form("bullets", 3), "drift"),
        ("in 3 bullets, when do I not use AI?", Form("bullets", 3), "when do I not use AI?"),
        ("why is drift bad as bullet points", Form("bullets"), "why is drift bad"),
        (
            "what are the pros and cons of synthetic data",
            Form("pros_and_cons"),
            "synthetic data",
        ),
        ("synthetic data: pros and cons", Form("pros_and_cons"), "synthetic data"),
        ("what is overfitting tl;dr", Form("one_line"), "what is overfitting"),
        ("TL;DR: what is overfitting?", Form("one_line"), "what is overfitting?"),
        ("what is overfitting in one sentence?", Form("one_line"), "what is overfitting?"),
        ("one line on drift", Form("one_line"), "drift"),
        ("sum up the risks in two sentences", Form("prose", 2), "sum up the risks"),
        ("finding use cases step by step", Form("steps"), "finding use cases"),
        ("how do I become an AI PM in 5 steps", Form("steps", 5), "how do I become an AI PM"),
        ("give me a checklist for launching a model", Form("checklist"), "launching a model"),
        ("launching a model as a checklist", Form("checklist"), "launching a model"),
        ("ranking vs recommendation, table please", Form("table"), "ranking vs recommendation"),
        ("explain drift for my CFO", Form(audience="your CFO"), "explain drift"),
        ("what is drift? for executives", Form(audience="executives"), "what is drift"),
        ("what is drift for engineers", Form(audience="engineers"), "what is drift"),
        ("For our CEO: what is drift?", Form(audience="your CEO"), "what is drift?"),
        ("eli5 overfitting", Form(audience="a newcomer"), "overfitting"),
        (
            "explain like I'm five: what is overfitting",
            Form(audience="a newcomer"),
            "what is overfitting",
        ),
        (
            "in 3 bullets for my CFO: what is drift",
            Form("bullets", 3, "your CFO"),
            "what is drift",
        ),
        ("now as a checklist please", Form("checklist"), ""),
        ("can you put that in one line?", Form("one_line"), ""),
    ],
)
def test_a_form_is_read_and_its_words_are_taken_away(text, form, rest):
    assert read_form(text) == (form, rest)


@pytest.mark.parametrize(
    "text",
    [
        "what is drift?",
        "how do I explain to my CFO what a model costs",
        "the CFO only cares about money, what do i report",
        "which metrics should I report for my CFO",
        "which tools are there for engineers",
        "can ChatGPT give me pros and cons in a table?",
        "does the model answer in one sentence",
        "whats the line between suggesting and sorting",
        "what are the steps of the life cycle?",
        "5 steps of the life cycle",
        "how do we deliver in small steps",
        "should we go step by step or big bang?",
        "what is a confusion matrix",
        "should we store features in a table?",
        "what should be on a launch checklist",
        "are there silver bullets",
        "accuracy fell by 3 points",
        "what are the advantages of synthetic data?",
        "table of contents",
    ],
)
def test_a_question_about_such_words_asks_for_no_form(text):
    assert read_form(text) == (Form(), text)


@pytest.mark.parametrize(
    ("form", "good", "bad"),
    [
        (Form("bullets", 2), "- One. [1]\n- Two. [2]", "- One. [1]"),
        (Form("bullets"), "- One. [1]\n- Two. [2]", "One. [1] Two. [2]"),
        (Form("checklist"), "☐ Do it. [1]", "- Do it. [1]"),
        (Form("steps"), "1. First. [1]\n2. Then. [1]", "First. [1] Then. [1]"),
        (Form("one_line"), "Drift is change, e.g. of tastes. [1]", "One. [1] Two. [1]"),
        (
            Form("pros_and_cons"),
            "**For**\n- Cheap. [1]\n\n**Against**\n- Slow. [1]",
            "**For**\n- Cheap. [1]",
        ),
        (Form("table"), "| A | B |\n|---|---|\n| x [1] | y [1] |", "A: x [1]\nB: y [1]"),
        (Form("prose", 2), "One. [1] Two. [1]", "One. [1] Two. [1] Three. [1]"),
        (
            Form("bullets", 1, "your CFO"),
            "For your CFO:\n\n- It costs. [1]",
            "For your CFO:\n\nIt costs. [1]",
        ),
    ],
)
def test_a_form_tells_which_text_has_it(form, good, bad):
    assert form.holds(good)
    assert not form.holds(bad)


def test_only_a_form_that_was_asked_for_instructs_a_model():
    assert Form().instruction() == ""
    assert "exactly 3" in Form("bullets", 3).instruction()
    assert "your CFO" in Form("table", audience="your CFO").instruction()
