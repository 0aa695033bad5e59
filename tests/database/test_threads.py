"""Threads: who takes part, and where the bot keeps quiet."""

from datetime import timedelta

from advisor.database.engine import now
from advisor.database.threads import (
    Joining,
    Place,
    Thread,
    find_thread,
    join_thread,
    latest_thread,
    note_other,
)

PLACE = Place("T", "C", "1.0")


def test_a_place_reads_as_one_line():
    assert str(PLACE) == "T/C/1.0"


def test_a_thread_that_it_did_not_join_is_unknown(database):
    assert find_thread(database, PLACE) is None


def test_a_joined_thread_remembers_who_asked_first(database):
    join_thread(database, Joining(PLACE, "U1"))
    join_thread(database, Joining(PLACE, "U1"))
    assert find_thread(database, PLACE) == Thread(PLACE, "U1", has_others=False, muted=False)


def test_a_second_asker_counts_as_others_for_good(database):
    join_thread(database, Joining(PLACE, "U1"))
    join_thread(database, Joining(PLACE, "U2"))
    join_thread(database, Joining(PLACE, "U1"))
    assert find_thread(database, PLACE) == Thread(PLACE, "U1", has_others=True, muted=False)


def test_summoned_among_people_it_knows_that_others_are_there(database):
    join_thread(database, Joining(PLACE, "U1", has_others=True))
    assert find_thread(database, PLACE).has_others


def test_others_and_muting_are_kept(database):
    join_thread(database, Joining(PLACE, "U1"))
    note_other(database, PLACE)
    join_thread(database, Joining(PLACE, "U1", muted=True))
    join_thread(database, Joining(PLACE, "U1"))
    assert find_thread(database, PLACE) == Thread(PLACE, "U1", has_others=True, muted=True)


def test_the_thread_that_moved_last_is_found_while_it_is_fresh(database):
    first, second = PLACE, Place("T", "C", "2.0")
    join_thread(database, Joining(first, "U1"))
    join_thread(database, Joining(second, "U1"))
    since = now() - timedelta(minutes=30)
    assert latest_thread(database, team="T", channel="C", since=since, other_than="2.0") == first
    assert latest_thread(database, team="T", channel="C", since=since, other_than="") == second
    later = now() + timedelta(minutes=1)
    assert latest_thread(database, team="T", channel="C", since=later, other_than="") is None
    assert latest_thread(database, team="T", channel="C2", since=since, other_than="") is None
