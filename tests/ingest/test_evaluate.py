import json
from pathlib import Path

import pytest
import yaml

from advisor.database import open_database, releases
from advisor.database.golden import Golden, add_golden, list_golden, read_shipped
from advisor.index.layout import releases_directory
from advisor.settings import Settings
from ingest.evaluate import Pair, applicable, summarise
from ingest.golden_check import Checked
from ingest.golden_kept import keep, key_of, read_kept
from ingest.markdown import load_markdown

ROOT = Path(__file__).parents[2]


def checked(text, *, passed=True, refused=False, recalled=None):
    return Checked(text, passed, refused, recalled)


def pair(question, before, after):
    return Pair(Golden(question, (("x",),)), before, after)


def names(rows):
    return [row["question"] for row in rows]


def test_what_is_won_and_lost_is_told_with_the_answers_that_changed_most():
    found = summarise(
        [
            pair("kept", checked("the same [1]"), checked("the same [2]")),
            pair("won", checked("no", passed=False, refused=True), checked("yes indeed")),
            pair("lost", checked("long and right"), checked("wrong", passed=False)),
            pair("touched", checked("a word here"), checked("a word there")),
            pair("rewritten", checked("abcdef"), checked("uvwxyz")),
        ]
    )
    assert (found["questions"], found["passed"]) == (5, {"before": 4, "after": 4})
    assert (names(found["won"]), names(found["lost"])) == (["won"], ["lost"])
    assert found["refusals"] == {"before": 1, "after": 0}
    assert (found["worse"], found["reason"]) == (False, "")
    assert names(found["changed"])[0] == "rewritten"
    assert "kept" not in names(found["changed"])
    assert len(found["changed"]) == 3
    assert found["changed"][0]["before"] == "abcdef"


def test_fewer_right_answers_or_sections_found_are_worse():
    lost = summarise([pair("q", checked("a"), checked("b", passed=False))])
    assert lost["worse"]
    assert lost["reason"] == "It answers 0 golden questions rightly, the live release 1."
    missed = summarise([pair("q", checked("a", recalled=True), checked("a", recalled=False))])
    assert missed["worse"]
    assert "finds the right section among the first five for 0%" in missed["reason"]


def test_without_a_live_release_nothing_is_worse():
    found = summarise([pair("q", None, checked("b", passed=False, recalled=False))])
    assert found["passed"] == {"before": None, "after": 0}
    assert (found["worse"], found["won"], found["lost"], found["changed"]) == (False, [], [], [])


OURS = [Golden(name, (("x",),), f"{name}.md", origin="shipped") for name in "abcd"]
REFUSED = Golden("price?", covered=False, origin="shipped")
OWN = Golden("own?", (("x",),), origin="written")


@pytest.mark.parametrize(
    ("before", "after", "asked"),
    [
        pytest.param(None, "abcd", "a b c d price? own?", id="first"),
        pytest.param("abcd", "abd", "a b c d price? own?", id="a page is missed"),
        pytest.param("abcd", "axyz", "a own?", id="another guide"),
        pytest.param(None, "xyz", "own?", id="a guide of one's own"),
    ],
)
def test_only_questions_that_say_something_of_the_guide_are_asked(before, after, asked):
    def pages(letters):
        return {f"{letter}.md" for letter in letters}

    found = applicable([*OURS, REFUSED, OWN], before=before and pages(before), after=pages(after))
    assert " ".join(one.question for one in found) == asked


def test_the_shipped_questions_ask_for_facts_of_development_pages():
    shipped = read_shipped()
    pages = yaml.safe_load((ROOT / "evals/datasets/pages.yaml").read_text())["development"]
    assert len(shipped) >= 40
    assert len({one.question for one in shipped}) == len(shipped)
    for one in shipped:
        if not one.covered:
            continue
        assert one.document in pages
        text = (ROOT / "knowledge" / one.document).read_text()
        [section] = [
            section
            for section in load_markdown(one.document, text).sections
            if one.heading in section.headings
        ]
        plain = " ".join((*section.headings, section.text)).casefold().replace("*", "")
        for wordings in one.facts:
            assert any(wording in plain for wording in wordings), (one.question, wordings)


def test_answers_that_other_code_or_settings_made_are_not_used(tmp_path):
    made = {key_of(OWN): checked("a", recalled=True)}
    keep(tmp_path, Settings(), made)
    assert read_kept(tmp_path, Settings()) == made
    assert read_kept(tmp_path, Settings(reranker_model="another")) == {}
    assert read_kept(tmp_path / "nowhere", Settings()) == {}
    (tmp_path / "golden.json").write_text('{"made_by": 1}')
    assert read_kept(tmp_path, Settings()) == {}
    assert key_of(OWN) != key_of(Golden("own?", (("y",),), origin="written"))


def test_a_worse_release_is_held_and_published_only_by_a_person(command, folder):
    """One test for the sequence, because each run starts a process and loads the model."""
    assert command.run().returncode == 0
    page = folder / "apples.md"
    right = page.read_text()
    database = open_database(Settings(data_dir=command.data_dir))
    add_golden(database, Golden("why do people read Apples", (("number 0",),), "apples.md"))

    page.write_text(right.replace("number 0.", "nothing much."))
    done = command.run("--json")
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert (report["release"], report["published"]) == (2, False)
    assert names(report["evaluation"]["lost"]) == ["why do people read Apples"]
    assert report["evaluation"]["worse"]
    assert "python -m ingest publish 2" in done.stderr.splitlines()[-1]
    assert "question_answered" not in done.stderr
    assert releases.live_release(database) == 1
    assert releases.find_release(database, 2).status == "ready"

    # Another refresh takes its place, and leaves nothing of it on the disk.
    page.write_text(right.replace("Nobody else explains it.", "Nobody else does."))
    better = json.loads(command.run("--json").stdout)
    assert (better["release"], better["published"]) == (3, True)
    assert better["evaluation"]["passed"] == {"before": 1, "after": 1}
    # The question came after the first release was built: from now on, its answers are kept beside a release.
    kept = read_kept(releases_directory(command.data_dir) / "000003", Settings())
    assert [one.passed for one in kept.values()] == [True]
    assert not (releases_directory(command.data_dir) / "000002").exists()

    page.write_text(right.replace("number 0.", "nothing at all."))
    assert command.run().returncode == 1
    assert command.run("publish", "4").stdout == "Release 4 is live.\n"
    page.write_text(right.replace("number 0.", "very little."))
    assert json.loads(command.run("--force", "--json").stdout)["published"]
    assert len(list_golden(database)) > 40
    database.close()
