"""Votes: one per user and answer, the last one wins."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from advisor.database.answers import record_answer
from advisor.database.statistics import vote_rows
from advisor.database.votes import store_reason, store_vote, votes_of
from advisor.models import Answer, Question, Vote


@pytest.fixture
def answered(database):
    answer = Answer(id="A1", text="Recall.", abstained=False, method="extractive", confidence=0.9)
    record_answer(database, Question("what is recall?", user="U1"), answer)
    return database


def values(database):
    return [(vote.user, vote.value) for vote in votes_of(database, "A1")]


def test_the_last_vote_of_a_user_wins(answered):
    for value in ("up", "down", "up", "up"):
        assert store_vote(answered, Vote("A1", "U1", value))
    assert values(answered) == [("U1", "up")]


def test_each_user_has_a_vote(answered):
    store_vote(answered, Vote("A1", "U1", "up"))
    store_vote(answered, Vote("A1", "U2", "down"))
    assert values(answered) == [("U1", "up"), ("U2", "down")]


def test_a_vote_on_an_unknown_answer_is_not_stored(database):
    assert not store_vote(database, Vote("unknown", "U1", "up"))
    assert votes_of(database, "unknown") == ()


def test_a_reason_belongs_to_a_thumbs_down(answered):
    assert not store_reason(answered, answer_id="A1", user="U1", reason="wrong", comment="")
    store_vote(answered, Vote("A1", "U1", "up"))
    assert not store_reason(answered, answer_id="A1", user="U1", reason="wrong", comment="")
    store_vote(answered, Vote("A1", "U1", "down"))
    assert store_reason(
        answered, answer_id="A1", user="U1", reason="wrong", comment="it says otherwise"
    )
    (vote,) = votes_of(answered, "A1")
    assert (vote.reason, vote.comment) == ("wrong", "it says otherwise")


def test_the_same_thumb_again_keeps_the_reason_and_another_forgets_it(answered):
    store_vote(answered, Vote("A1", "U1", "down"))
    store_reason(answered, answer_id="A1", user="U1", reason="wrong", comment="")
    store_vote(answered, Vote("A1", "U1", "down"))
    assert votes_of(answered, "A1")[0].reason == "wrong"
    store_vote(answered, Vote("A1", "U1", "up"))
    assert votes_of(answered, "A1")[0].reason == ""


def test_votes_of_many_threads_are_all_stored(answered):
    with ThreadPoolExecutor(16) as threads:
        stored = list(
            threads.map(lambda n: store_vote(answered, Vote("A1", f"U{n % 40}", "up")), range(200))
        )
    assert all(stored)
    assert len(votes_of(answered, "A1")) == 40


def test_times_are_told_in_utc(answered):
    before = datetime.now(UTC)
    store_vote(answered, Vote("A1", "U1", "up"))
    (row,) = vote_rows(answered)
    for name in ("created_at", "updated_at"):
        assert before <= datetime.fromisoformat(row[name]) <= datetime.now(UTC)
    assert datetime.fromisoformat(votes_of(answered, "A1")[0].created_at).tzinfo is not None


def test_a_comment_that_no_database_takes_as_it_is_keeps_its_words(answered):
    store_vote(answered, Vote("A1", "U1", "down"))
    store_reason(
        answered, answer_id="A1", user="U1", reason="other", comment="old\0 and \ud800 odd"
    )
    assert votes_of(answered, "A1")[0].comment == "old and ? odd"
