import pytest

from evals.calibration import (
    Estimate,
    auroc,
    brier,
    equal_mass_bins,
    equal_width_bins,
    expected_calibration_error,
)


def estimates(*pairs):
    return [Estimate(confidence, right) for confidence, right in pairs]


def test_the_calibration_error_weighs_the_bins_by_their_size():
    found = estimates((0.9, True), (0.9, True), (0.9, False), (0.2, True))
    # Three at 0.9, of which two are right; one at 0.2, which is right.
    expected = (3 * abs(0.9 - 2 / 3) + 1 * abs(0.2 - 1)) / 4
    assert expected_calibration_error(equal_width_bins(found)) == pytest.approx(expected)


def test_estimates_that_come_true_as_often_as_they_say_have_no_error():
    found = estimates(*[(0.5, True)] * 5, *[(0.5, False)] * 5, (1.0, True), (0.0, False))
    assert expected_calibration_error(equal_width_bins(found)) == pytest.approx(0)


def test_bins_of_equal_width_leave_out_the_empty_and_keep_certainty_in_the_last():
    bins = equal_width_bins(estimates((0.05, False), (0.95, True), (1.0, True)))
    assert [one.n for one in bins] == [1, 2]
    assert bins[1].low < bins[1].right <= bins[1].high


def test_bins_of_equal_mass_hold_nearly_as_many():
    found = estimates(*[(n / 25, n % 2 == 0) for n in range(25)])
    bins = equal_mass_bins(found)
    assert len(bins) == 10
    assert {one.n for one in bins} == {2, 3}
    assert [one.confidence for one in bins] == sorted(one.confidence for one in bins)


def test_brier_by_hand():
    assert brier(estimates((0.8, True), (0.4, False))) == pytest.approx((0.04 + 0.16) / 2)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (estimates((0.9, True), (0.1, False)), 1.0),
        (estimates((0.1, True), (0.9, False)), 0.0),
        (estimates((0.5, True), (0.5, False)), 0.5),
        (estimates((0.9, True), (0.5, True), (0.5, False), (0.1, False)), 0.875),
        (estimates((0.9, True)), 0.5),
    ],
)
def test_auroc_is_how_often_the_right_one_has_the_greater_estimate(found, expected):
    assert auroc(found) == pytest.approx(expected)


def test_nothing_measured_is_no_error():
    assert equal_width_bins([]) == equal_mass_bins([]) == []
    assert expected_calibration_error([]) == brier([]) == 0.0
