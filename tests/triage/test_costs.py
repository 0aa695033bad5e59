"""The cost sheet computes its break-even, and reads figures only where the text gives them."""

import pytest

from advisor.triage.costs import BreakEven, Sheet, compute_break_even, reply_from, tell_break_even
from advisor.triage.sheet import read_sheet

FULL = Sheet(volume=1000, value=5.0, call=0.5, error=50.0, error_rate=0.05, fixed=1000.0)


def test_the_gain_of_a_decision_is_its_value_less_its_call_and_its_errors():
    result = compute_break_even(FULL)
    assert result.net == pytest.approx(5 - 0.5 - 0.05 * 50)
    assert result.monthly == pytest.approx(1000 * 2 - 1000)
    assert result.volume == 500
    assert result.error_rate == pytest.approx((4.5 - 1) / 50)


def test_at_the_break_even_volume_gain_and_cost_are_equal_and_below_it_it_loses():
    result = compute_break_even(FULL)
    at = Sheet(volume=result.volume, value=5.0, call=0.5, error=50.0, error_rate=0.05, fixed=1000.0)
    assert compute_break_even(at).monthly == pytest.approx(0)
    assert reply_from(at).reply == "no"
    assert reply_from(FULL).reply == "yes"


def test_a_decision_that_loses_breaks_even_at_no_volume():
    losing = Sheet(volume=10, value=1.0, call=2.0, fixed=10.0)
    assert compute_break_even(losing).volume is None
    assert reply_from(losing).reply == "no"
    assert "At no volume" in tell_break_even(losing)


def test_a_share_of_errors_is_never_above_one_nor_below_zero():
    assert compute_break_even(Sheet(value=500.0, error=5.0)).error_rate == 1
    assert compute_break_even(Sheet(value=1.0, call=9.0, error=5.0)).error_rate == 0


def test_what_is_not_known_is_not_computed_but_named():
    assert compute_break_even(Sheet(volume=100)) == BreakEven()
    assert reply_from(Sheet(volume=100)) is None
    told = tell_break_even(Sheet(volume=100))
    assert "the value of a right decision" in told
    assert "the monthly cost of building and running" in told
    assert tell_break_even(Sheet()) == ""


def test_while_the_share_of_errors_is_unknown_nothing_is_called_worth_it():
    sheet = Sheet(volume=1000, value=5.0, error=50.0, fixed=10.0)
    assert reply_from(sheet) is None
    assert "before errors" in tell_break_even(sheet)


@pytest.mark.parametrize(
    ("hours", "reply"), [(0.5, "no"), (1, None), (39, None), (40, "yes"), (5000, "yes")]
)
def test_hours_of_work_decide_only_where_they_are_many_or_next_to_none(hours, reply):
    read = reply_from(Sheet(hours=hours))
    assert (read.reply if read else None) == reply


@pytest.mark.parametrize(
    ("text", "volume"),
    [
        ("We get 2,000 emails a day.", 60_000),
        ("300 claims per week", 1300),
        ("Routing 50k tickets monthly", 50_000),
        ("our 5 stores sell 300 loaves a day", 9000),
        ("1200 contracts each year", 100),
        ("120 hours a month", None),
        ("it costs $300 a month", None),
        ("it takes 30 minutes a day", None),
        ("many emails a day", None),
        ("1.2 million parcels a year", 100_000),
        ("it is worth 20k euros a month", None),
        ("we lose 1.2 million euros a year", None),
        ("line 4 stops about twice a year", None),
    ],
)
def test_the_volume_is_read_from_the_text_as_decisions_a_month(text, volume):
    assert read_sheet(text).volume == (None if volume is None else pytest.approx(volume))


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("2,000 emails a day and each takes 5 minutes", 5000),
        ("two hours each, 20 contracts a month", 40),
        ("10 minutes per ticket and 600 tickets a month", 100),
        ("Agents spend 120 hours a month on it", 120),
        ("it takes 5 minutes", None),
    ],
)
def test_hours_are_volume_times_the_time_of_each(text, hours):
    assert read_sheet(text).hours == (None if hours is None else pytest.approx(hours))


def test_a_sheet_in_words_is_read_and_computed():
    text = (
        "300 claims per week. A person costs 4.50 euros each by hand, a model call costs 2 cents, a wrong one "
        "costs 80 euros, 2 % would be wrong, and running it costs 900 euros a month."
    )
    sheet = read_sheet(text)
    assert (sheet.value, sheet.call, sheet.error, sheet.fixed) == (4.5, 0.02, 80.0, 900.0)
    assert sheet.error_rate == pytest.approx(0.02)
    assert sheet.currency == "euros"
    assert sheet.evidence in text
    assert compute_break_even(sheet).volume == 313
    assert "from 313 decisions a month on" in tell_break_even(sheet)


def test_prices_for_a_whole_month_are_not_taken_for_those_of_a_decision():
    assert read_sheet("It saves 900 euros a month").value is None


def test_without_figures_there_is_no_sheet(assess):
    assert assess("Recommend wines to guests").break_even == ""
