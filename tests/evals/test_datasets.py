import json
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import yaml
from rapidfuzz import fuzz, process, utils

from evals.baseline import PATH as BASELINE
from evals.baseline import read_baseline
from evals.datasets import (
    PAGES,
    SPLITS,
    AnswerRow,
    DatasetError,
    RefusalRow,
    SectionQuestions,
    answers_path,
    fingerprint,
    load_rows,
    refusals_path,
    sentences_path,
)
from evals.guide import read_guide
from evals.sections import NOT_COVERED
from ingest.plain import plain_text

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
STYLES = {"short", "chatty", "misspelt", "indirect", "plain", "multi_part", "follow_up"}
# From here on a question is the same as an indexed wording but for a word.
ALIKE = 88
# From here on two questions ask the same in nearly the same words.
REPEATED = 80


@pytest.fixture(scope="module")
def guide():
    return read_guide(KNOWLEDGE)


@pytest.fixture(scope="module")
def pages():
    return yaml.safe_load(PAGES.read_text())


@pytest.fixture(scope="module")
def answers():
    return {split: load_rows(answers_path(split), AnswerRow) for split in SPLITS}


@pytest.fixture(scope="module")
def refusals():
    return {split: load_rows(refusals_path(split), RefusalRow) for split in SPLITS}


@pytest.fixture(scope="module")
def labelled():
    return load_rows(sentences_path(), SectionQuestions)


@pytest.fixture(scope="module")
def rows(answers):
    return [row for split in SPLITS for row in answers[split]]


def titles(guide):
    pages = {name: KNOWLEDGE / name for name in guide if name.endswith(".md")}
    fronts = {name: path.read_text().split("---\n")[1] for name, path in pages.items()}
    return {f"{name}#{yaml.safe_load(front)['title']}" for name, front in fronts.items()}


def words(text):
    return " ".join(re.findall(r"\w+", text.lower()))


def normal(text):
    # Questions of emoji alone are told apart by them.
    return utils.default_process(text) or text


def test_each_page_and_table_of_the_guide_belongs_to_one_split(pages, guide):
    assert set(pages) == {*SPLITS, "refused"}
    listed = Counter(page for group in pages.values() for page in group)
    assert set(listed) == set(guide)
    assert set(listed.values()) == {1}
    assert set(pages["refused"]) == NOT_COVERED


@pytest.mark.parametrize("split", SPLITS)
def test_a_question_belongs_to_the_split_of_its_page(answers, pages, split):
    assert {row.document for row in answers[split]} - set(pages[split]) == set()


def test_each_question_is_asked_once_in_both_splits_together(rows, refusals):
    asked = Counter((normal(row.question), normal(row.previous_question)) for row in rows)
    asked.update((normal(row.question), "") for split in SPLITS for row in refusals[split])
    assert [question for question, count in asked.items() if count > 1] == []


def test_no_test_question_nearly_repeats_a_development_question(answers, refusals):
    asked = {
        split: [(row.id, normal(row.question)) for row in (*answers[split], *refusals[split])]
        for split in SPLITS
    }
    repeated = [
        (one, other)
        for one, question in asked["test"]
        for other, wording in asked["development"]
        if fuzz.token_sort_ratio(question, wording, score_cutoff=REPEATED)
    ]
    assert repeated == []


def test_ids_are_of_one_split(rows, refusals):
    ids = [row.id for row in rows] + [row.id for split in SPLITS for row in refusals[split]]
    assert len(ids) == len(set(ids))


def test_each_question_names_pages_and_sections_of_the_guide(rows, guide):
    sections = {f"{one.document}#{one.heading}" for page in guide.values() for one in page}
    assert {page for row in rows for page in row.documents} - set(guide) == set()
    assert {section for row in rows for section in row.sections} - sections == set()
    assert all(row.document and row.document not in row.also for row in rows)


def test_a_test_question_names_the_sections_that_answer_it(answers):
    assert [row.id for row in answers["test"] if not row.sections] == []


def test_the_sections_named_hold_all_the_facts_asked_for(rows, guide):
    texts = {
        f"{one.document}#{one.heading}": f"{one.heading}\n{one.text}"
        for page in guide.values()
        for one in page
    }
    lacking = [
        row.id
        for row in rows
        if row.sections and row.missing("\n".join(texts[section] for section in row.sections))
    ]
    assert lacking == []


def test_the_sections_named_stand_on_the_pages_named(rows):
    beside = [
        row.id
        for row in rows
        if not {section.partition("#")[0] for section in row.sections} <= set(row.documents)
    ]
    assert beside == []


def test_each_page_named_holds_all_the_facts_or_a_section_named(rows, guide):
    lacking = []
    for row in rows:
        named = {section.partition("#")[0] for section in row.sections}
        lacking += [
            (row.id, page)
            for page in set(row.documents) - named
            if row.missing("\n".join(f"{one.heading}\n{one.text}" for one in guide[page]))
        ]
    assert lacking == []


def test_test_questions_are_in_other_words_than_those_that_are_indexed(answers, guide):
    wordings = [
        normal(wording)
        for page in guide.values()
        for section in page
        for wording in (section.heading, *section.asked_as)
    ]
    assert len(wordings) > 1000
    alike = [
        (row.id, wording)
        for row in answers["test"]
        for wording in wordings
        if fuzz.token_sort_ratio(normal(row.question), wording) >= ALIKE
    ]
    assert alike == []


def test_what_trains_the_model_is_in_other_words_than_the_test_questions(
    answers, refusals, labelled
):
    trained = [normal(text) for row in labelled for one in row.sentences for text in one.questions]
    near = [row for row in refusals["test"] if row.kind == "near_miss"]
    asked = [normal(row.question) for row in (*answers["test"], *near)]
    alike = process.cdist(asked, trained, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE)
    assert len(trained) > 10_000
    assert [(asked[row], trained[place]) for row, place in np.argwhere(alike)] == []


def test_the_sentences_that_train_the_model_stand_in_the_guide(labelled, guide):
    sections = {f"{one.document}#{one.heading}": one for page in guide.values() for one in page}
    texts = {
        name: words(plain_text(f"{one.heading}: {one.text}")) for name, one in sections.items()
    }
    known = [
        row for row in labelled if row.id in texts and row.id.partition("#")[0].endswith(".md")
    ]
    # What stands before the first heading of a page goes by its title, a part of an entry by its path.
    others = {row.id for row in labelled} - set(texts)
    assert {name for name in others if " > " not in name} <= titles(guide)
    told = [words(one.text) in texts[row.id] for row in known for one in row.sentences]
    assert len(told) > 1000
    # A page may be mended without its questions; they are trained anew when many have changed.
    assert sum(told) / len(told) > 0.95


def test_there_are_enough_questions_of_our_own_a_third_in_foreign_words(answers, rows):
    ours = [row for row in rows if row.origin == "ours"]
    assert len(ours) >= 300
    for questions in (*answers.values(), ours):
        assert sum(row.foreign_words for row in questions) >= len(questions) / 3


@pytest.mark.parametrize("split", SPLITS)
def test_a_split_has_questions_of_every_style_and_on_every_page(answers, pages, split):
    assert {row.style for row in answers[split]} == STYLES
    named = {page for row in answers[split] for page in row.documents}
    assert set(pages[split]) - named == set()


def test_a_follow_up_has_what_it_follows(rows):
    assert all(bool(row.previous_question) == (row.style == "follow_up") for row in rows)


def test_there_is_enough_to_refuse_of_each_kind(refusals):
    assert sum(len(refusals[split]) for split in SPLITS) >= 120
    assert len(refusals["test"]) >= 120
    for split in SPLITS:
        kinds = Counter(row.kind for row in refusals[split])
        assert set(kinds) == {"near_miss", "off_topic", "chit_chat", "injection"}
        assert min(kinds.values()) >= 20


@pytest.mark.parametrize(
    ("name", "paths"),
    [
        ("answers", (answers_path("test"), refusals_path("test"))),
        ("retrieval", (answers_path("test"),)),
    ],
)
def test_the_baseline_was_measured_on_the_test_questions(name, paths):
    entry = read_baseline(BASELINE, name)
    assert entry is not None
    assert entry.dataset == fingerprint(*paths), "run `python -m evals report --update-baseline`"


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
        {"id": str(n), "question": "one\u2028two\x85three", "must_have": [["x"]]} for n in range(2)
    ]
    path.write_text(
        "\r\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8"
    )
    assert [row.id for row in load_rows(path, AnswerRow)] == ["0", "1"]
