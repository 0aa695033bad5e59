import pytest

from advisor.database import open_database
from advisor.database.answers import record_answer
from advisor.database.votes import votes_of
from advisor.errors import VoteError
from advisor.feedback.votes import LONGEST_COMMENT, record_reason, record_vote
from advisor.models import Answer, Question
from advisor.settings import Settings


@pytest.fixture
def database(tmp_path):
    database = open_database(Settings(data_dir=tmp_path))
    answer = Answer(id="A1", text="Recall.", abstained=False, method="extractive", confidence=0.9)
    record_answer(database, Question("what is recall?", user="U1"), answer)
    yield database
    database.close()


def test_a_vote_and_its_reason_are_recorded(database):
    record_vote(database, answer_id="A1", user="U1", value="down")
    record_reason(database, answer_id="A1", user="U1", reason="outdated", comment=" old \n")
    (vote,) = votes_of(database, "A1")
    assert (vote.value, vote.reason, vote.comment) == ("down", "outdated", "old")


def test_a_long_comment_is_cut(database):
    record_vote(database, answer_id="A1", user="U1", value="down")
    record_reason(database, answer_id="A1", user="U1", reason="other", comment="x" * 5000)
    assert len(votes_of(database, "A1")[0].comment) == LONGEST_COMMENT


@pytest.mark.parametrize(
    ("answer_id", "value"), [("unknown", "up"), ("A1", "sideways"), ("A1", "")]
)
def test_what_is_no_vote_is_refused_in_a_sentence(database, answer_id, value):
    with pytest.raises(VoteError, match=r"\.$"):
        record_vote(database, answer_id=answer_id, user="U1", value=value)
    assert votes_of(database, "A1") == ()


def test_an_unknown_reason_is_refused(database):
    record_vote(database, answer_id="A1", user="U1", value="down")
    with pytest.raises(VoteError, match="choose one"):
        record_reason(database, answer_id="A1", user="U1", reason="because", comment="")


def test_a_reason_without_a_thumbs_down_is_refused(database):
    record_vote(database, answer_id="A1", user="U1", value="up")
    with pytest.raises(VoteError, match="no longer there"):
        record_reason(database, answer_id="A1", user="U1", reason="wrong", comment="")
