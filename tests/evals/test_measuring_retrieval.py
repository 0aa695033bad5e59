import pytest
from fake_advisor import FakeAdvisor, chunk

from evals.datasets import AnswerRow
from evals.retrieval import faults, figures, measure_retrieval, summary
from evals.sections import Holding


def row(row_id, document, *also, previous=""):
    return AnswerRow(
        id=row_id,
        question=row_id,
        previous_question=previous,
        must_have=(("x",),),
        document=document,
        also=also,
    )


ROWS = (row("q1", "a.md", "b.md", previous="before?"), row("q2", "z.md"), row("q3", "x.md"))
HOLDING = {
    "q1": Holding(listed=frozenset({("a.md", "Section")})),
    "q2": Holding(listed=frozenset({("z.md", "Section")})),
}


@pytest.fixture
def advisor():
    chunks = [chunk("x.md"), chunk("a.md", "Other"), chunk("a.md"), chunk("b.md")]
    return FakeAdvisor(chunks=chunks)


@pytest.fixture
def result(advisor):
    return measure_retrieval(advisor.bench(), ROWS, holding=HOLDING)


def test_sections_count_where_one_is_known_and_pages_for_every_question(result):
    found = figures(result.found["hybrid"])
    assert [found[f"section_hit@{depth}"] for depth in (1, 3, 5, 10)] == [0.0, 0.5, 0.5, 0.5]
    assert found["hit@1"] == pytest.approx(1 / 3, abs=1e-4)
    assert found["hit@5"] == found["recall@5"] == pytest.approx(2 / 3, abs=1e-4)
    assert 0 < found["ndcg@10"] < 1


def test_a_method_that_finds_nothing_scores_nothing(result):
    assert set(figures(result.found["words"]).values()) == {0.0}


def test_a_follow_up_is_searched_with_what_it_follows(advisor, result):
    assert [turn.question for turn in advisor.searched[-3].turns] == ["before?"]
    assert [question.text for question in advisor.searched] == ["q1", "q1", "q2", "q3"]


def test_the_summary_has_each_method_and_each_question(result):
    figures_of_all = summary(result)
    assert set(figures_of_all["methods"]) == {"hybrid", "words"}
    assert figures_of_all["questions_with_section"] == 2
    assert [one["section_hit@5"] for one in figures_of_all["results"]] == [True, False, None]


def test_a_question_without_its_section_says_what_was_found_instead(result):
    assert faults(result) == {"q2": "not z.md but x.md, a.md, b.md"}
