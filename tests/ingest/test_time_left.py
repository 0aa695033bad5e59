"""The time left, as people who wait are told it."""

import pytest

from ingest.time_left import REST, TimeLeft

LEAST = sum(least for _, least in REST.values())


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def left(clock):
    return TimeLeft(clock)


def test_nothing_is_guessed_before_there_is_something_to_guess_from(left, clock):
    assert left.seconds() is None
    left.note("load", 0, 0)
    assert left.seconds() is None
    left.note("embed", 0, 1_000)
    clock.now = 1.0
    left.note("embed", 10, 1_000)
    assert left.seconds() is None


def test_what_is_to_be_embedded_is_guessed_from_what_has_been(left, clock):
    left.note("embed", 0, 100)
    clock.now = 10.0
    left.note("embed", 50, 100)
    assert left.seconds() == pytest.approx(10 + LEAST)
    clock.now = 18.0
    left.note("embed", 90, 100)
    assert left.seconds() == pytest.approx(2 + LEAST)


def test_a_step_without_counts_takes_as_long_as_it_does_and_never_less_than_nothing(left, clock):
    left.note("embed", 0, 0)
    left.note("index", 0, 0)
    assert left.seconds() == pytest.approx(LEAST)
    clock.now = 1.0
    assert left.seconds() == pytest.approx(LEAST - 1)
    clock.now = 100.0
    assert left.seconds() == pytest.approx(LEAST - REST["index"][1])


def test_a_step_with_counts_is_guessed_from_them(left, clock):
    left.note("evaluate", 0, 40)
    clock.now = 4.0
    left.note("evaluate", 10, 40)
    assert left.seconds() == pytest.approx(12 + REST["publish"][1])


def test_more_texts_take_longer_to_index(left):
    left.note("embed", 0, 100_000)
    left.note("index", 0, 0)
    assert left.seconds() > 100
