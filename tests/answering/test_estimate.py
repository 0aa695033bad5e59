"""The estimate that an answer is right: what it weighs, and where it draws the line."""

import pytest

from advisor.answering.estimate import Logistic, choose_threshold, estimate, load_model
from advisor.answering.search import search
from advisor.models import Question

CLEAR = ("precision or recall for a medical test?", "what does an AI product manager do?")
FOREIGN = ("how do i boil an egg?", "what is the capital of mongolia?")


@pytest.fixture
def chance(guide):
    release = guide.index.current()

    def _chance(text):
        return search(release, guide.embedder, Question(text)).estimate

    return _chance


def test_what_the_guide_answers_is_more_likely_right_than_what_it_does_not(chance):
    clear = [chance(text) for text in CLEAR]
    foreign = [chance(text) for text in FOREIGN]
    assert all(one.is_enough for one in clear)
    assert not any(one.is_enough for one in foreign)
    assert min(one.probability for one in clear) > max(one.probability for one in foreign) + 0.3


def test_what_the_guide_says_it_lacks_speaks_against_an_answer(chance):
    lacking = chance("what salary does an AI product manager get in Berlin?")
    assert lacking.evidence["lead"] < 0 < chance(CLEAR[0]).evidence["lead"]
    assert not lacking.is_enough


def test_words_that_the_guide_never_uses_are_told_apart(chance):
    assert chance("zyzzyva quokka recall").evidence["unknown"] > 0.5
    assert chance("recall").evidence["unknown"] == 0


@pytest.mark.parametrize("is_tuned", [False, True])
def test_every_weight_has_its_evidence(chance, is_tuned):
    model, evidence = load_model(is_tuned=is_tuned), chance(CLEAR[0]).evidence
    for step in (model.subject, model.covered, model.right):
        assert set(step.weights) <= set(evidence)
    assert 0 < model.threshold < 1


@pytest.mark.parametrize("is_tuned", [False, True])
def test_a_release_has_its_own_threshold(is_tuned):
    model = load_model(is_tuned=is_tuned)
    weights = (*model.subject.weights, *model.covered.weights, *model.right.weights)
    evidence = dict.fromkeys(weights, 0.0)
    assert estimate(evidence, is_tuned=is_tuned).threshold == model.threshold
    assert estimate(evidence, threshold=0.0).is_enough
    assert not estimate(evidence, threshold=1.0).is_enough


def test_a_logistic_regression_weighs_its_evidence():
    model = Logistic(intercept=-1.0, weights={"one": 2.0})
    assert model.probability({"one": 0.5, "other": 9.0}) == 0.5
    assert model.probability({"one": 5.0}) > 0.99


def test_the_threshold_lies_between_the_last_refused_and_the_first_answered():
    answerable = [0.4 + number / 1000 for number in range(200)]
    assert choose_threshold(answerable, [0.1, 0.2, 0.9]) == pytest.approx((0.2 + 0.403) / 2)


@pytest.mark.parametrize(("answerable", "foreign"), [([], [0.1]), ([0.5], []), ([0.3], [0.6, 0.7])])
def test_without_questions_on_both_sides_there_is_no_threshold(answerable, foreign):
    assert choose_threshold(answerable, foreign) is None
