import pytest

from evals.baseline import Entry, read_baseline, regressions, write_baseline
from evals.datasets import DatasetError


def entry(**figures):
    return Entry(figures, ("answer-1",), "hash")


@pytest.mark.parametrize(
    ("name", "before", "now", "worse"),
    [
        ("complete", 0.90, 0.88, False),
        ("complete", 0.90, 0.8799, True),
        ("complete", 0.90, 1.0, False),
        ("wrongly_refused", 0.02, 0.04, False),
        ("wrongly_refused", 0.02, 0.0401, True),
        ("wrongly_refused", 0.02, 0.0, False),
        ("ece", 0.05, 0.07, False),
        ("ece", 0.05, 0.0701, True),
        ("ratio_p50", 2.0, 3.0, False),
        ("ratio_p50", 2.0, 3.01, True),
    ],
)
def test_a_figure_regresses_only_beyond_its_tolerance(name, before, now, worse):
    found = regressions(entry(**{name: now}), entry(**{name: before}))
    assert [sentence.split()[0] for sentence in found] == ([name] if worse else [])


def test_a_figure_that_is_not_measured_any_more_is_a_regression():
    assert regressions(entry(), entry(complete=0.9)) == [
        "complete was 0.9 and is not measured any more."
    ]


def test_a_new_figure_is_no_regression():
    assert regressions(entry(fresh=0.1), entry()) == []


def test_each_evaluation_keeps_its_own_entry(tmp_path):
    path = tmp_path / "baseline.json"
    write_baseline(path, "answers", entry(complete=0.9))
    write_baseline(path, "retrieval", entry(ndcg=0.8))
    write_baseline(path, "answers", entry(complete=0.95))
    assert read_baseline(path, "answers") == entry(complete=0.95)
    assert read_baseline(path, "retrieval") == entry(ndcg=0.8)
    assert read_baseline(path, "triage") is None
    assert read_baseline(tmp_path / "none.json", "answers") is None


@pytest.mark.parametrize("text", ["{", "[]", '{"answers": {"figures": {}}}', '{"answers": 1}'])
def test_a_broken_baseline_is_told_in_a_sentence(tmp_path, text):
    path = tmp_path / "baseline.json"
    path.write_text(text)
    with pytest.raises(DatasetError, match="is broken"):
        read_baseline(path, "answers")
