import math

import pytest

from evals.metrics import Share, hit, mean, ndcg, percentile, recall, share, wilson


def test_wilson_interval_of_eight_of_ten_is_as_published():
    low, high = wilson(8, 10)
    assert low == pytest.approx(0.4902, abs=1e-4)
    assert high == pytest.approx(0.9433, abs=1e-4)


@pytest.mark.parametrize(("hits", "n", "bounds"), [(0, 0, (0, 1)), (0, 10, (0, 0.2775))])
def test_wilson_interval_stays_within_zero_and_one(hits, n, bounds):
    assert wilson(hits, n) == pytest.approx(bounds, abs=1e-4)


def test_wilson_interval_of_all_ends_at_one():
    assert wilson(10, 10)[1] == pytest.approx(1.0)


def test_a_share_counts_the_true_flags():
    assert share([True, False, True, True]) == Share(3, 4)
    assert share([]).value == 0.0


def test_a_share_as_json_names_its_interval_and_n():
    assert Share(8, 10).as_json() == {"share": 0.8, "n": 10, "low": 0.4902, "high": 0.9433}


def test_percentiles_interpolate():
    assert percentile([1, 2, 3, 4], 50) == 2.5
    assert percentile([], 95) == 0.0


def test_the_mean_of_nothing_is_zero():
    assert mean([]) == 0.0
    assert mean([1, 2]) == 1.5


def test_a_hit_needs_any_relevant_item_within_the_limit():
    assert hit(["a", "b", "c"], ["c", "x"], limit=3)
    assert not hit(["a", "b", "c"], ["c", "x"], limit=2)


def test_recall_counts_relevant_items_once():
    assert recall(["a", "a", "b"], ["a", "b", "c"], limit=3) == pytest.approx(2 / 3)


def test_recall_is_full_when_as_many_as_fit_are_found():
    assert recall(["a", "b"], ["a", "b", "c"], limit=2) == 1.0


def test_ndcg_by_hand():
    # Gains 0, 2, 1 against the ideal 2, 1.
    found = 2 / math.log2(3) + 1 / math.log2(4)
    ideal = 2 / math.log2(2) + 1 / math.log2(3)
    assert ndcg(["x", "a", "b"], {"a": 2, "b": 1}, limit=10) == pytest.approx(found / ideal)


def test_ndcg_of_the_ideal_order_is_one_and_of_none_zero():
    assert ndcg(["a", "b"], {"a": 2, "b": 1}, limit=10) == 1.0
    assert ndcg(["x"], {"a": 2}, limit=10) == 0.0
    assert ndcg(["x"], {}, limit=10) == 0.0


def test_ndcg_gives_a_repeated_page_nothing_more():
    once = ndcg(["a", "x", "b"], {"a": 2, "b": 1}, limit=10)
    assert ndcg(["a", "a", "b"], {"a": 2, "b": 1}, limit=10) == once


def test_ndcg_sees_nothing_beyond_the_limit():
    assert ndcg(["x", "a"], {"a": 2}, limit=1) == 0.0
