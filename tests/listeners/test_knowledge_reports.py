"""What admins are told of releases, pages and golden questions."""

from datetime import date

import pytest
from knowledge_actor import Keeper, build_release_row, manifest, shown
from slack_fakes import build_answer, build_citation

from advisor.database.answers import record_answer
from advisor.database.golden import list_golden
from advisor.database.page_use import Use
from advisor.database.schedule import read_schedule
from advisor.errors import GoldenError
from advisor.feedback.votes import record_vote
from advisor.knowledge.pages import describe_pages, find_stale
from advisor.models import Question
from listeners.managing_golden import parse_golden
from listeners.managing_jobs import read_hours


@pytest.fixture
def ada(bot):
    return Keeper(bot)


def test_the_difference_of_two_releases_is_told_by_name(bot, ada, database):
    build_release_row(database, apples=1, bears=1)
    build_release_row(database, apples=2, cows=1)
    text = shown(ada.told("diff 1 2"))
    for part in ("Added (1)", "cows.md", "Changed (1)", "apples.md", "Removed (1)", "bears.md"):
        assert part in text
    assert "the same pages" in shown(ada.told("diff 1 1"))
    assert "I know no pages of release 9" in shown(ada.told("diff 1 9"))
    assert "Say which two" in shown(ada.told("diff one two"))


def answer(database, name, path, *votes):
    given = build_answer(id=name, citations=(build_citation(),))
    citation = build_citation()
    given = build_answer(
        id=name,
        citations=(citation.__class__(**{**_fields(citation), "document": path}),),
    )
    record_answer(database, Question("what?", user="U1"), given)
    for number, value in enumerate(votes):
        record_vote(database, answer_id=name, user=f"U{number}", value=value)


def _fields(citation):
    return {name: getattr(citation, name) for name in citation.__dataclass_fields__}


def test_sources_tell_owner_review_citations_and_votes(bot, ada, database):
    build_release_row(database, apples=1, bears=1)
    answer(database, "a1", "apples.md", "up", "down", "down")
    answer(database, "a2", "apples.md")
    message = ada.told("sources")
    table = next(block for block in message.blocks if block["type"] == "table")
    rows = [[cell["text"] for cell in row] for row in table["rows"]]
    assert rows[1] == ["apples.md", "guild", "2026-11-01", "2", "1 up, 2 down"]
    assert rows[2][3] == "0"


def test_stale_pages_are_told_with_why(bot, ada, database):
    build_release_row(database, apples=1, bears=1)
    answer(database, "a1", "apples.md", "down")
    text = shown(ada.told("stale 5"))
    assert "Not reviewed for 5 days" in text
    assert "Never cited" in text
    assert "bears.md" in text
    assert "voted down** (1)" in text


def test_stale_groups_are_by_date_use_and_votes():
    pages = describe_pages(
        manifest(old=1, used=1, bad=1),
        [Use(frozenset({"used.md", "old.md"}), 3, 0), Use(frozenset({"bad.md"}), 1, 2)],
    )
    stale = find_stale(pages, days=10, today=date(2026, 11, 5))
    assert stale.old == ()
    assert [page.path for page in stale.doubted] == ["bad.md"]
    assert stale.uncited == ()
    assert len(find_stale(pages, days=3, today=date(2026, 11, 22)).old) == 3


def test_a_schedule_is_set_and_ended(bot, ada, database):
    assert "every 24 h" in shown(ada.told("every 24h"))
    assert read_schedule(database).hours == 24
    assert read_schedule(database).place.channel == ada.channel
    assert "every 24 h" in shown(ada.told("status"))
    assert "no longer" in shown(ada.told("every off"))
    assert read_schedule(database) is None
    assert "Say how often" in shown(ada.told("every sunday"))
    assert "quarter of an hour" in shown(ada.told("every 1m"))


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("24h", 24),
        ("24", 24),
        ("30m", 0.5),
        ("7d", 168),
        ("1.5 h", 1.5),
        ("h", None),
        ("-1h", None),
    ],
)
def test_spans_are_read(text, hours):
    assert read_hours(text) == hours


def test_golden_questions_are_added_listed_and_removed(bot, ada, database):
    told = ada.told(
        "golden add What is churn? | share of customers = rate | pages/churn.md#What is churn?"
    )
    (golden,) = list_golden(database)
    assert golden.question == "What is churn?"
    assert golden.facts == (("share of customers", "rate"),)
    assert (golden.document, golden.heading) == ("pages/churn.md", "What is churn?")
    assert (golden.origin, golden.added_by) == ("written", "U_ADMIN")
    assert f"Golden question {golden.id}" in shown(told)
    assert "What is churn?" in shown(ada.told("golden list"))
    assert "Removed" in shown(ada.told(f"golden remove {golden.id}"))
    assert list_golden(database) == []
    assert "golden add QUESTION" in shown(ada.told("golden whatever"))
    assert "Say what a right answer holds" in shown(ada.told("golden add Only a question?"))


def test_a_golden_question_may_be_one_to_refuse():
    golden = parse_golden("Who won the match? | refuse", by="U1")
    assert not golden.covered
    with pytest.raises(GoldenError):
        parse_golden("Who won? | the home team | refuse", by="U1")


def test_help_lists_every_command(bot, ada):
    from listeners.managing import COMMANDS

    text = shown(ada.told("help"))
    for name in COMMANDS:
        if ":" not in name and name != "help":
            assert name in text
    assert "for its admins" in shown(ada.told(""))
