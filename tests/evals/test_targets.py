import pytest

from evals.targets import TARGETS, judge


def share(value):
    return {"share": value, "n": 100, "low": value, "high": value}


def judged(*, ece=0.06, section=0.97, **shares):
    answers = {
        "shares": {name: share(value) for name, value in shares.items()},
        "calibration": {"ece": ece, "n": 10},
    }
    retrieval = {
        "questions_with_section": 100,
        "methods": {"hybrid": {"section_hit@5": section}},
    }
    return {one["name"]: one for one in judge(answers, retrieval)}


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_a_target_is_met_at_its_limit_and_missed_beyond_it(target):
    worse = target.limit - 0.001 if target.bound == "at least" else target.limit + 0.001
    names = {"ece": "ece", "section_hit@5": "section"}
    name = names.get(target.name, target.name)
    assert judged(**{name: target.limit})[target.name]["met"]
    assert not judged(**{name: worse})[target.name]["met"]


def test_what_was_not_measured_is_not_judged():
    assert set(judged(complete=0.9)) == {"complete", "section_hit@5", "ece"}


def test_a_share_is_judged_with_its_interval():
    target = judged(complete=0.9)["section_hit@5"]
    assert target["low"] < target["value"] < target["high"]
