"""Claims: each delivery is taken once, and none is lost with its process."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from advisor.database.claims import (
    Delivery,
    asker_of,
    beat,
    claim_delivery,
    find_claim,
    finish,
    give_back,
    give_back_all,
    latest_claim_at,
    note_message,
    open_owners,
    start_posting,
    start_work,
    take_abandoned,
)
from advisor.database.engine import now
from advisor.database.tables import claims
from advisor.database.threads import Joining, Place, Thread, find_thread

ME, OTHER = "host:1:a", "host:2:b"
DELIVERY = Delivery("E1", "T", "C", "1.0", "U1", {"text": "what is drift?"})


def claim(database, number=1, owner=ME):
    delivery = replace(DELIVERY, event_id=f"E{number}", ts=f"{number}.0")
    return claim_delivery(database, delivery, owner=owner)


def age(database, claim_id, seconds):
    with database.write() as connection:
        connection.execute(
            update(claims)
            .where(claims.c.id == claim_id)
            .values(heartbeat_at=now() - timedelta(seconds=seconds))
        )


def test_a_delivery_is_claimed_with_all_that_is_needed_to_answer_it(database):
    claimed = claim_delivery(database, DELIVERY, owner=ME)
    assert claimed == find_claim(database, claimed.id)
    assert (claimed.payload, claimed.user, claimed.status) == (
        {"text": "what is drift?"},
        "U1",
        "claimed",
    )
    assert abs(now() - claimed.created_at) < timedelta(seconds=30)


@pytest.mark.parametrize(
    "again", [DELIVERY, replace(DELIVERY, ts="2.0"), replace(DELIVERY, event_id="E2")]
)
def test_the_same_event_and_the_same_message_are_claimed_once(database, again):
    assert claim_delivery(database, DELIVERY, owner=ME)
    assert claim_delivery(database, again, owner=OTHER) is None


def test_what_a_claim_says_of_its_thread_is_stored_with_it_and_only_with_it(database):
    place = Place("T", "C", "1.0")
    claim_delivery(database, DELIVERY, owner=ME, joining=Joining(place, "U1"))
    claim_delivery(database, DELIVERY, owner=ME, joining=Joining(place, "U1", muted=True))
    assert find_thread(database, place) == Thread(place, "U1", has_others=False, muted=False)


def test_the_same_timestamp_in_another_channel_or_team_is_another_message(database):
    claim_delivery(database, DELIVERY, owner=ME)
    assert claim_delivery(database, replace(DELIVERY, event_id="E2", channel="C2"), owner=ME)
    assert claim_delivery(database, replace(DELIVERY, event_id="E3", team="T2"), owner=ME)


def test_of_many_threads_that_claim_the_same_message_one_gets_it(database):
    with ThreadPoolExecutor(8) as threads:
        claimed = list(
            threads.map(
                lambda number: claim_delivery(database, DELIVERY, owner=f"h:{number}:x"), range(24)
            )
        )
    assert len([each for each in claimed if each]) == 1


def test_a_claim_goes_from_work_to_posting_to_done_and_forgets_the_words(database):
    claimed = claim(database)
    assert start_work(database, claimed.id, owner=ME)
    assert start_posting(database, claimed.id, owner=ME, answer_id="A1")
    assert note_message(database, claimed.id, owner=ME, message_ts="9.0")
    assert finish(database, claimed.id, owner=ME, status="done", message_ts="9.5")
    closed = find_claim(database, claimed.id)
    assert (closed.status, closed.answer_id, closed.message_ts, closed.payload) == (
        "done",
        "A1",
        "9.5",
        {},
    )
    assert asker_of(database, "A1") == "U1"


def test_a_claim_that_is_closed_is_not_worked_on_again(database):
    claimed = claim(database)
    finish(database, claimed.id, owner=ME, status="done")
    assert not start_work(database, claimed.id, owner=ME)
    assert not start_posting(database, claimed.id, owner=ME)
    assert not finish(database, claimed.id, owner=ME, status="apologised")


def test_only_the_owner_moves_a_claim(database):
    claimed = claim(database)
    assert not start_work(database, claimed.id, owner=OTHER)
    assert not start_posting(database, claimed.id, owner=OTHER)
    assert not finish(database, claimed.id, owner=OTHER, status="done")


def test_a_claim_that_is_being_posted_does_not_go_back_to_work(database):
    claimed = claim(database)
    start_posting(database, claimed.id, owner=ME)
    assert not start_work(database, claimed.id, owner=ME)


def test_claims_of_the_silent_and_the_dead_are_taken_once_oldest_first(database):
    silent, dead, alive = (claim(database, number, owner=f"h:{number}:x") for number in (1, 2, 3))
    age(database, silent.id, 60)
    taken = take_abandoned(database, owner=ME, silent_seconds=20, dead_owners=["h:2:x"])
    assert [each.id for each in taken] == [silent.id, dead.id]
    assert [each.attempts for each in taken] == [1, 1]
    assert take_abandoned(database, owner=OTHER, silent_seconds=20, dead_owners=["h:2:x"]) == ()
    assert start_work(database, silent.id, owner=ME)
    assert not start_work(database, alive.id, owner=ME)


def test_claims_in_hand_and_closed_claims_are_left_alone(database):
    held, closed = claim(database, 1), claim(database, 2)
    finish(database, closed.id, owner=ME, status="done")
    for each in (held, closed):
        age(database, each.id, 60)
    assert take_abandoned(database, owner=ME, silent_seconds=20, in_hand=[held.id]) == ()
    assert [each.id for each in take_abandoned(database, owner=ME, silent_seconds=20)] == [held.id]


def test_no_more_are_taken_than_there_is_room_for(database):
    for number in range(1, 6):
        claim(database, number, owner=OTHER)
    assert (
        len(take_abandoned(database, owner=ME, silent_seconds=20, dead_owners=[OTHER], limit=2))
        == 2
    )
    assert (
        len(take_abandoned(database, owner=ME, silent_seconds=20, dead_owners=[OTHER], limit=0))
        == 0
    )


def test_of_processes_that_recover_together_each_claim_goes_to_one(database):
    for number in range(1, 21):
        claim(database, number, owner=OTHER)

    def take(number):
        return take_abandoned(
            database, owner=f"h:{number}:x", silent_seconds=20, dead_owners=[OTHER], limit=7
        )

    with ThreadPoolExecutor(6) as threads:
        taken = [each.id for batch in threads.map(take, range(100, 106)) for each in batch]
    assert len(taken) == len(set(taken))


def test_a_heartbeat_keeps_claims_in_living_hands(database):
    held, lost = claim(database, 1), claim(database, 2)
    for each in (held, lost):
        age(database, each.id, 60)
    beat(database, [held.id], owner=ME)
    beat(database, [], owner=ME)
    assert [each.id for each in take_abandoned(database, owner=OTHER, silent_seconds=20)] == [
        lost.id
    ]


def test_a_claim_given_back_is_taken_after_a_pause(database):
    claimed = claim(database)
    give_back(database, claimed.id, owner=ME)
    assert take_abandoned(database, owner=OTHER, silent_seconds=20) == ()
    age(database, claimed.id, 21)
    assert len(take_abandoned(database, owner=OTHER, silent_seconds=20)) == 1


def test_what_an_ending_process_gives_back_is_taken_at_once_and_no_longer_its_own(database):
    claimed = claim(database)
    give_back_all(database, owner=ME)
    assert not start_posting(database, claimed.id, owner=ME)
    assert len(take_abandoned(database, owner=OTHER, silent_seconds=20)) == 1


def test_owners_of_open_claims_are_known(database):
    claim(database, 1, owner=ME)
    finish(database, claim(database, 2, owner=OTHER).id, owner=OTHER, status="done")
    assert open_owners(database) == (ME,)


def test_the_latest_claim_is_known(database):
    assert latest_claim_at(database) is None
    claimed = claim(database)
    assert latest_claim_at(database) == claimed.created_at


def test_nobody_asked_for_an_unknown_answer(database):
    assert asker_of(database, "unknown") == ""
    assert find_claim(database, 1) is None
