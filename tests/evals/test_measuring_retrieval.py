import pytest
from fake_advisor import FakeAdvisor, chunk

from evals.datasets import AnswerRow, RetrievalRow
from evals.guide import GuideSection
from evals.retrieval import derive_rows, faults, figures, measure_retrieval, summary

ROWS = (
    RetrievalRow(id="q1", query="one", documents=("a.md", "b.md"), heading="Section"),
    RetrievalRow(id="q2", query="two", documents=("z.md",)),
)


@pytest.fixture
def result():
    chunks = [chunk("x.md"), chunk("a.md", "Other"), chunk("a.md"), chunk("b.md")]
    return measure_retrieval(FakeAdvisor(chunks=chunks).bench(), ROWS)


def test_figures_average_over_queries_and_sections_where_they_are_sure(result):
    found = figures(result.found["hybrid"])
    assert found["hit@1"] == 0.0
    assert found["hit@5"] == 0.5
    assert found["recall@5"] == 0.5
    assert found["section_hit@1"] == 0.0
    assert found["section_hit@5"] == 1.0
    assert 0 < found["ndcg@10"] < 0.5


def test_a_method_that_finds_nothing_scores_nothing(result):
    assert set(figures(result.found["words"]).values()) == {0.0}


def test_the_summary_has_each_method_and_each_query(result):
    figures_of_all = summary(result)
    assert set(figures_of_all["methods"]) == {"hybrid", "words"}
    assert figures_of_all["queries_with_heading"] == 1
    assert [one["section_hit@5"] for one in figures_of_all["results"]] == [True, None]


def test_a_query_without_a_right_page_says_what_was_found_instead(result):
    assert faults(result) == {"q2": "not z.md but x.md, a.md, b.md"}


def test_a_derived_row_has_a_heading_only_where_one_section_holds_all_facts():
    guide = {
        "a.md": (
            GuideSection("a.md", "Apples", "They are red.", ()),
            GuideSection("a.md", "Pears", "They are green.", ()),
        )
    }
    asked = {"id": "q", "document": "a.md", "also": ("b.md",), "question": "why?"}
    sure = AnswerRow(**asked, must_have=(("green",),), previous_question="pears?")
    unsure = AnswerRow(**asked, must_have=(("red", "green"),))
    assert derive_rows([sure, unsure], guide) == [
        RetrievalRow(id="q", query="pears? why?", documents=("a.md", "b.md"), heading="Pears"),
        RetrievalRow(id="q", query="why?", documents=("a.md", "b.md")),
    ]
