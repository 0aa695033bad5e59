import pytest

from benchmarks.scoring import Found, score
from benchmarks.sets.question_set import Query

SECTION = ("a.md", "A", "one")
OTHER = ("a.md", "A", "two")


def test_documents_rank_by_their_first_passage():
    rankings = [[Found("b.md"), Found("b.md"), Found("b.md"), Found("a.md")]]

    scores = score([Query("1", "?", "a.md")], rankings)

    assert scores["hit@1"] == 0
    assert scores["hit@5"] == 1
    assert scores["ndcg@10"] == pytest.approx(0.6309, abs=1e-4)


def test_passages_beyond_the_tenth_do_not_count():
    rankings = [[*(Found(f"{number}.md") for number in range(10)), Found("a.md")]]

    assert score([Query("1", "?", "a.md")], rankings)["recall@10"] == 0


def test_a_page_that_also_answers_is_worth_half():
    query = Query("1", "?", "a.md", also=("b.md",))

    best = score([query], [[Found("a.md"), Found("b.md")]])
    turned = score([query], [[Found("b.md"), Found("a.md")]])

    assert best["ndcg@10"] == 1
    assert turned["ndcg@10"] < 1
    assert turned["hit@1"] == 1


def test_sections_count_over_the_queries_that_know_theirs():
    queries = [Query("1", "?", "a.md", sections=(SECTION,)), Query("2", "?", "a.md")]
    rankings = [[Found("a.md", frozenset({OTHER})), Found("a.md", frozenset({SECTION}))]] * 2

    scores = score(queries, rankings)

    assert scores["section_hit@1"] == 0
    assert scores["section_hit@5"] == 1


def test_without_known_sections_there_is_no_figure_for_them():
    assert "section_hit@1" not in score([Query("1", "?", "a.md")], [[Found("a.md")]])
