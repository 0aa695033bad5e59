"""Answers that were voted down with a reason, as admins of their workspace see them."""

import pytest

from advisor.database.answers import record_answer
from advisor.database.claims import Delivery, claim_delivery, start_posting
from advisor.database.doubted import Complaint, find_doubted, list_doubted
from advisor.database.golden import Golden, add_golden, remove_golden
from advisor.database.votes import store_reason, store_vote
from advisor.errors import GoldenError
from advisor.models import Answer, Citation, Question, Vote


def answer(database, name, *, team="T1"):
    """An answer that was given in a workspace."""
    citation = Citation(1, "a.md", "A › B", "q", url="", score=0.9, chunk="c", passage="q")
    given = Answer(
        id=name,
        text=f"Said {name}.",
        abstained=False,
        method="extractive",
        confidence=0.9,
        citations=(citation,),
    )
    record_answer(database, Question(f"what is {name}?", user="U1"), given)
    delivery = Delivery(
        event_id=f"event {name}", team=team, channel="C1", ts=name, user="U1", payload={}
    )
    claim = claim_delivery(database, delivery, owner="me")
    start_posting(database, claim.id, owner="me", answer_id=name)


def complain(database, name, user, reason="wrong", comment=""):
    store_vote(database, Vote(name, user, "down"))
    store_reason(database, answer_id=name, user=user, reason=reason, comment=comment)


def listed(database, team="T1", limit=9):
    found, total = list_doubted(database, team=team, limit=limit)
    return [one.answer_id for one in found], total


def test_the_last_complaint_comes_first_and_each_answer_once(database):
    for name in ("a", "b", "c"):
        answer(database, name)
    complain(database, "a", "U1")
    complain(database, "b", "U1")
    complain(database, "a", "U2", reason="outdated", comment="long ago")
    assert listed(database) == (["a", "b"], 2)
    assert listed(database, limit=1) == (["a"], 2)
    doubted = find_doubted(database, "a", team="T1")
    assert doubted.complaints == (Complaint("wrong", ""), Complaint("outdated", "long ago"))
    assert (doubted.question, doubted.text) == ("what is a?", "Said a.")
    assert doubted.cited == (("a.md", "A › B"),)


def test_a_thumb_without_a_reason_or_turned_up_again_is_no_complaint(database):
    answer(database, "a")
    store_vote(database, Vote("a", "U1", "down"))
    assert listed(database) == ([], 0)
    complain(database, "a", "U1")
    assert listed(database) == (["a"], 1)
    store_vote(database, Vote("a", "U1", "up"))
    assert listed(database) == ([], 0)
    with pytest.raises(GoldenError, match="Nobody's thumbs-down"):
        find_doubted(database, "a", team="T1")


def test_only_their_own_workspace_is_told(database):
    answer(database, "a", team="T2")
    complain(database, "a", "U1")
    assert listed(database) == ([], 0)
    assert listed(database, team="T2") == (["a"], 1)


def test_what_became_a_golden_question_is_done_until_that_is_removed(database):
    answer(database, "a")
    complain(database, "a", "U1")
    golden = add_golden(database, Golden("a?", (("x",),), origin="promoted", answer_id="a"))
    assert listed(database) == ([], 0)
    with pytest.raises(GoldenError, match=f"golden question {golden.id} already"):
        find_doubted(database, "a", team="T1")
    remove_golden(database, golden.id)
    assert listed(database) == (["a"], 1)
