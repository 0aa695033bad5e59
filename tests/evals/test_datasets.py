import json
from collections import Counter
from pathlib import Path

import pytest
from rapidfuzz import fuzz, utils

from evals.baseline import PATH as BASELINE
from evals.baseline import read_baseline
from evals.datasets import (
    ANSWERS,
    REFUSALS,
    RETRIEVAL,
    AnswerRow,
    DatasetError,
    RefusalRow,
    RetrievalRow,
    fingerprint,
    load_rows,
)
from evals.guide import read_guide
from evals.retrieval import derive_rows

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
STYLES = {"short", "chatty", "typo", "indirect", "synonym", "multi-part", "follow-up"}


@pytest.fixture(scope="module")
def sections():
    return read_guide(KNOWLEDGE)


@pytest.fixture(scope="module")
def answers():
    return load_rows(ANSWERS, AnswerRow)


@pytest.fixture(scope="module")
def refusals():
    return load_rows(REFUSALS, RefusalRow)


def test_each_question_is_asked_once(answers, refusals):
    keys = Counter((row.question.casefold(), row.previous_question) for row in answers)
    keys.update((row.question.casefold(), "") for row in refusals)
    assert [key for key, count in keys.items() if count > 1] == []


def test_each_question_names_pages_of_the_guide(answers, sections):
    missing = {page for row in answers for page in row.documents} - set(sections)
    assert missing == set()
    assert all(row.document for row in answers)
    assert all(row.document not in row.also for row in answers)


def test_each_page_named_holds_all_the_facts_asked_for(answers, sections):
    lacking = [
        (row.id, page)
        for row in answers
        for page in row.documents
        if row.missing("\n".join(f"{one.heading}\n{one.text}" for one in sections[page]))
    ]
    assert lacking == []


def test_our_questions_are_in_other_words_than_those_that_are_indexed(answers, sections):
    wordings = [
        utils.default_process(wording)
        for page in sections.values()
        for section in page
        for wording in section.asked_as
    ]
    assert len(wordings) > 1000
    alike = [
        (row.id, wording)
        for row in answers
        if row.origin == "ours"
        for wording in wordings
        if fuzz.token_set_ratio(utils.default_process(row.question), wording) >= 90
    ]
    assert alike == []


def test_our_questions_spread_over_styles_and_over_the_whole_guide(answers, sections):
    ours = [row for row in answers if row.origin == "ours"]
    assert len(ours) >= 110
    assert {row.style for row in ours} == STYLES
    assert {row.origin for row in answers} == {"ours", "shared"}
    folders = {page.split("/")[0] for page in sections}
    assert folders - {page.split("/")[0] for row in ours for page in row.documents} == set()


def test_a_follow_up_has_what_it_follows(answers):
    assert all(bool(row.previous_question) == (row.style == "follow-up") for row in answers)


def test_there_is_enough_to_refuse_of_each_kind(refusals):
    kinds = Counter(row.kind for row in refusals)
    assert len(refusals) >= 60
    assert min(kinds["near_miss"], kinds["off_topic"], kinds["injection"]) >= 20


def test_the_retrieval_rows_are_derived_from_the_questions(answers, sections):
    assert list(load_rows(RETRIEVAL, RetrievalRow)) == derive_rows(answers, sections)


@pytest.mark.parametrize(
    ("name", "paths"), [("answers", (ANSWERS, REFUSALS)), ("retrieval", (RETRIEVAL,))]
)
def test_the_baseline_was_measured_on_these_questions(name, paths):
    entry = read_baseline(BASELINE, name)
    assert entry is not None
    assert entry.dataset == fingerprint(*paths), "run `python -m evals ... --update-baseline`"


ROW = '{"id": "a", "question": "q", "must_have": [["x"]]}'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "holds no rows"),
        (f"{ROW}\n{ROW}\n", "the id a appears twice"),
        (f"{ROW}\n{{\n", "line 2"),
        ('{"id": "a", "question": "q", "must_have": [["("]]}', "not a regular expression"),
        ('{"id": "a", "question": "q", "must_have": [[]]}', "a group of must_have is empty"),
        ('{"id": "a", "question": "", "must_have": [["x"]]}', "line 1: question"),
    ],
)
def test_a_broken_dataset_is_refused_with_its_place(tmp_path, text, told):
    path = tmp_path / "rows.jsonl"
    path.write_text(text)
    with pytest.raises(DatasetError, match=r"rows\.jsonl") as caught:
        load_rows(path, AnswerRow)
    assert told in str(caught.value)


def test_a_missing_dataset_is_told_in_a_sentence(tmp_path):
    with pytest.raises(DatasetError, match="cannot be read"):
        load_rows(tmp_path / "none.jsonl", AnswerRow)


def test_rows_made_elsewhere_may_say_more(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text('{"id": "a", "question": "q", "must_have": [["x"]], "topic": "t"}\n\n')
    (row,) = load_rows(path, AnswerRow)
    assert row.documents == ()


def test_a_group_holds_if_any_of_its_patterns_is_found_whatever_the_case():
    row = AnswerRow(id="a", question="q", must_have=(("apples?", "pears?"), ("figs?",)))
    assert row.missing("A PEAR and a Fig") == ()
    assert row.missing("an apple") == (2,)


def test_only_the_opening_can_admit_that_the_guide_has_no_answer():
    row = RefusalRow(id="r", question="q", kind="near_miss", or_says=("does not cover",))
    assert row.admitted_by("The guide does NOT cover fees. [1] Ask them.")
    assert row.admitted_by("Here is one. The guide does not cover two.")
    assert not row.admitted_by("One. Two. The guide does not cover three.")
    assert not RefusalRow(id="r", question="q", kind="off_topic").admitted_by("anything")


def test_only_line_feeds_end_a_row(tmp_path):
    path = tmp_path / "rows.jsonl"
    rows = [
        {"id": str(n), "query": "one\u2028two\x85three", "documents": ["a.md"]} for n in range(2)
    ]
    path.write_text(
        "\r\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8"
    )
    assert [row.id for row in load_rows(path, RetrievalRow)] == ["0", "1"]
