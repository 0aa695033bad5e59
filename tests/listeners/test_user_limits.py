from listeners.limits import (
    QUESTIONS_IN_FLIGHT,
    QUESTIONS_PER_MINUTE,
    TOO_MANY_AT_ONCE,
    TOO_MANY_PER_MINUTE,
    UserLimits,
    Window,
)


def test_a_user_may_have_two_questions_in_flight():
    limits = UserLimits()
    assert [limits.enter("U1") for _ in range(QUESTIONS_IN_FLIGHT)] == [""] * QUESTIONS_IN_FLIGHT
    assert limits.enter("U1") == TOO_MANY_AT_ONCE
    assert limits.enter("U2") == ""
    limits.leave("U1")
    assert limits.enter("U1") == ""


def test_a_user_may_ask_so_many_questions_a_minute():
    times = [0.0]
    limits = UserLimits(clock=lambda: times[0])
    for _ in range(QUESTIONS_PER_MINUTE):
        assert limits.enter("U1") == ""
        limits.leave("U1")
    assert limits.enter("U1") == TOO_MANY_PER_MINUTE
    times[0] = 60.0
    assert limits.enter("U1") == ""


def test_a_window_counts_by_key():
    window = Window(1)
    assert window.take("T1")
    assert not window.take("T1")
    assert window.take("T2")
