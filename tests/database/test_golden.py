import json

import pytest

from advisor.database import golden
from advisor.database.golden import Golden
from advisor.errors import GoldenError


def shipped(question, fact="rain"):
    return Golden(question, ((fact,),), "a.md", "Why?", origin="shipped")


def questions(database):
    return [one.question for one in golden.list_golden(database)]


def test_a_golden_question_is_kept_with_what_a_right_answer_holds(database):
    added = golden.add_golden(
        database,
        Golden(" Why   rain? ", (("clouds ", ""), (" ",)), "a.md", "Why?", added_by="U1"),
    )
    assert (added.question, added.facts, added.origin) == ("Why rain?", (("clouds",),), "written")
    assert golden.list_golden(database) == [added]


def test_the_same_words_replace_the_question_before(database):
    first = golden.add_golden(database, Golden("Why rain?", (("clouds",),)))
    second = golden.add_golden(database, Golden("why RAIN?", (("water",),), origin="promoted"))
    assert second.id == first.id
    assert golden.list_golden(database) == [second]
    assert golden.list_golden(database, origins=["written"]) == []


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (Golden("  ", (("x",),)), "from 1 to 2000"),
        (Golden("x" * 2001, (("x",),)), "from 1 to 2000"),
        (Golden("why?", (("x",),) * 11), "at most 10"),
        (Golden("why?"), "what a right answer holds"),
    ],
)
def test_what_cannot_be_checked_is_not_kept(database, given, message):
    with pytest.raises(GoldenError, match=message):
        golden.add_golden(database, given)


def test_a_question_to_be_refused_needs_no_facts(database):
    assert not golden.add_golden(database, Golden("what does it cost?", covered=False)).covered


def test_shipped_questions_follow_the_files_but_a_removed_one_stays_away(database):
    golden.keep_shipped(database, [shipped("one"), shipped("two"), shipped("three")])
    two = golden.list_golden(database)[1]
    assert golden.remove_golden(database, two.id).question == "two"
    golden.keep_shipped(database, [shipped("one", "snow"), shipped("two"), shipped("four")])
    assert questions(database) == ["one", "four"]
    assert golden.list_golden(database)[0].facts == (("snow",),)
    with pytest.raises(GoldenError, match="no golden question"):
        golden.remove_golden(database, two.id)


def test_an_admin_may_correct_a_shipped_question(database):
    golden.keep_shipped(database, [shipped("one")])
    golden.add_golden(database, Golden("one", (("hail",),), added_by="U1"))
    golden.keep_shipped(database, [shipped("one")])
    [one] = golden.list_golden(database)
    assert (one.facts, one.origin) == ((("hail",),), "written")
    golden.keep_shipped(database, [])
    assert questions(database) == ["one"]


def test_a_broken_line_is_named(tmp_path):
    (tmp_path / "a.jsonl").write_text(json.dumps({"question": "x", "facts": [["y"]]}) + "\n\n{}\n")
    with pytest.raises(GoldenError, match="Line 3 of a.jsonl"):
        golden.read_shipped(tmp_path)
    assert golden.read_shipped(tmp_path / "nowhere") == []
