"""Override rates count final choices alone, say how sure they are, and a review decides what training learns."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sample_triages import ASSESSMENT, DESCRIPTION, assessed

from advisor.database import open_database
from advisor.database.overrides import list_overrides, reviewed_overrides
from advisor.database.triages import (
    change_status,
    hand_over,
    list_triages,
    note_use,
    read_triage,
    record_override,
    record_reply,
    save_triage,
    share,
    update_assessment,
)
from advisor.errors import OverrideError, TriageError
from advisor.feedback.overrides import override_rates, review, review_queue, wilson_interval
from advisor.feedback.report import report
from advisor.settings import Settings

ROOT = Path(__file__).parent.parent.parent
ME = {"team": "T", "user": "U1"}
COLLEAGUE = {"team": "T", "user": "U2"}


@pytest.fixture
def database(tmp_path):
    opened = open_database(Settings(data_dir=tmp_path))
    yield opened
    opened.close()


def save(database, assessment=ASSESSMENT, **changes):
    return save_triage(database, DESCRIPTION, assessment, team="T", owner="U1")


def rates(database):
    return {
        rate.name: (rate.overridden, rate.decided) for rate in override_rates(database).by_class
    }


@pytest.mark.parametrize(
    ("successes", "total", "low", "high"),
    # Newcombe 1998, table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718),
     (29, 29, 0.8830, 1.0), (0, 0, 0.0, 1.0)],
)  # fmt: skip
def test_the_interval_is_wilsons(successes, total, low, high):
    assert wilson_interval(successes, total) == pytest.approx((low, high), abs=5e-5)


def test_a_triage_without_a_final_choice_is_not_counted(database):
    triage_id = save(database)
    note_use(database, triage_id, "saved", **ME)
    share(database, triage_id, **ME)
    change_status(database, triage_id, "dropped", **ME)
    assert rates(database) == {}


def test_a_final_choice_is_said_or_shown_by_going_on(database):
    record_override(database, save(database), corrected="ranking", **ME)
    record_override(database, save(database), corrected="creation", **ME)
    change_status(database, save(database), "building", **ME)
    hand_over(database, save(database), **ME)
    assert rates(database) == {"ranking": (1, 4)}


def test_what_a_person_says_outweighs_what_they_did(database):
    triage_id = save(database)
    change_status(database, triage_id, "building", **ME)
    record_override(database, triage_id, corrected="creation", **ME)
    change_status(database, triage_id, "live", **ME)
    assert rates(database) == {"ranking": (1, 1)}
    assert read_triage(database, triage_id, **ME).capability == "creation"


def test_to_go_on_where_nothing_was_proposed_says_nothing(database):
    triage_id = save(database, assessed(capability=None, verdict="not_ai"))
    change_status(database, triage_id, "building", **ME)
    assert rates(database) == {}
    record_override(database, triage_id, corrected="creation", **ME)
    assert rates(database) == {"none": (1, 1)}


def test_the_last_choice_of_a_person_is_the_final_one(database):
    triage_id = save(database)
    assert record_override(database, triage_id, corrected="creation", **ME)
    assert record_override(database, triage_id, corrected="none", **ME)
    assert [one.corrected for one in review_queue(database)] == ["none"]
    assert not record_override(database, triage_id, corrected="ranking", **ME)
    assert review_queue(database) == ()
    assert rates(database) == {"ranking": (0, 1)}


def test_each_person_and_each_model_version_counts_apart(database):
    triage_id = save(database)
    share(database, triage_id, **ME)
    record_override(database, triage_id, corrected="creation", **ME)
    record_override(database, triage_id, corrected="ranking", **COLLEAGUE)
    update_assessment(
        database, triage_id, assessed(capability="creation", model_version="v2"), **ME
    )
    record_override(database, triage_id, corrected="creation", **ME)
    assert rates(database) == {"ranking": (1, 2), "creation": (0, 1)}
    found = override_rates(database)
    assert [(one.name, one.overridden, one.decided) for one in found.by_version] == [
        ("v1", 1, 2),
        ("v2", 0, 1),
    ]
    assert (found.overall.overridden, found.overall.decided) == (1, 3)


def test_an_unknown_capability_is_refused(database):
    with pytest.raises(TriageError, match="seven"):
        record_override(database, save(database), corrected="magic", **ME)
    assert list_overrides(database, review=None) == ()


@pytest.mark.parametrize("decided", [29, 30])
def test_a_share_needs_enough_choices(database, decided):
    for number in range(decided):
        record_override(
            database, save(database), corrected="creation" if number < 3 else "ranking", **ME
        )
    rate = override_rates(database).overall
    assert (rate.overridden, rate.decided) == (3, decided)
    assert ("%" in str(rate)) == (decided == 30)
    assert (rate.rate is None) == (decided == 29)
    assert f"3 of {decided}" in str(rate)


# The review


def test_training_learns_only_from_what_an_admin_accepted(database):
    for corrected in ("creation", "none", "regression", "ranking"):
        record_override(database, save(database), corrected=corrected, **ME)
    first, second, third = review_queue(database)
    review(database, first.id, admin="U9", accepted=True)
    review(database, second.id, admin="U9", accepted=False)
    (learned,) = reviewed_overrides(database)
    assert (learned.text, learned.proposed, learned.corrected, learned.model_version) == (
        DESCRIPTION.text, "ranking", "creation", "v1",
    )  # fmt: skip
    assert [one.id for one in review_queue(database)] == [third.id]
    review(database, first.id, admin="U9", accepted=False)
    assert reviewed_overrides(database) == ()


def test_what_is_told_after_the_review_is_not_learned(database):
    triage_id = save(database)
    record_override(database, triage_id, corrected="creation", **ME)
    review(database, review_queue(database)[0].id, admin="U9", accepted=True)
    record_reply(database, triage_id, key="data", words="never seen by an admin", **ME)
    assert "never seen" not in reviewed_overrides(database)[0].text


def test_a_changed_correction_is_reviewed_anew_and_the_same_one_is_not(database):
    triage_id = save(database)
    record_override(database, triage_id, corrected="creation", **ME)
    review(database, review_queue(database)[0].id, admin="U9", accepted=True)
    record_override(database, triage_id, corrected="creation", **ME)
    assert len(reviewed_overrides(database)) == 1
    record_override(database, triage_id, corrected="none", **ME)
    assert reviewed_overrides(database) == ()
    assert len(review_queue(database)) == 1


def test_a_triage_teaches_once_its_latest_accepted_correction(database):
    triage_id = save(database)
    record_override(database, triage_id, corrected="creation", **ME)
    update_assessment(database, triage_id, assessed(model_version="v2"), **ME)
    record_override(database, triage_id, corrected="none", **ME)
    for one in review_queue(database):
        review(database, one.id, admin="U9", accepted=True)
    assert [one.corrected for one in reviewed_overrides(database)] == ["none"]


def test_what_is_no_override_cannot_be_reviewed(database):
    record_override(database, save(database), corrected="ranking", **ME)
    for override_id in (1, 2, -1, 10**30):
        with pytest.raises(OverrideError, match="no correction"):
            review(database, override_id, admin="U9", accepted=True)


# The report and the command line


def test_the_report_tells_triages_and_overrides(database):
    record_override(database, save(database), corrected="creation", **ME)
    change_status(database, save(database), "live", **ME)
    figures = report(database)
    assert figures["triages"] == ["idea: 1", "live: 1"]
    assert figures["overrides"] == "all: 1 of 2 changed (too few for a share)"
    assert figures["overrides_by_class"] == ["ranking: 1 of 2 changed (too few for a share)"]
    assert figures["overrides_by_model"] == ["v1: 1 of 2 changed (too few for a share)"]
    assert figures["overrides_to_review"] == 1
    assert "assessed: 2" in figures["triage_steps"]
    assert len(list_triages(database, **ME)) == 2


def test_an_empty_report_has_no_share(database):
    assert report(database)["overrides"] == "all: 0 of 0 changed (too few for a share)"


def test_an_admin_reviews_on_the_command_line(database, tmp_path):
    for corrected in ("creation", "none"):
        record_override(database, save(database), corrected=corrected, **ME)

    def advisor(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "advisor.cli", "overrides", *arguments],
            cwd=ROOT,
            env=os.environ | {"DATA_DIR": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=300,
        )

    listed = json.loads(advisor("list", "--json").stdout)["overrides"]
    assert [one["corrected"] for one in listed] == ["creation", "none"]
    assert advisor("accept", "1", "--by", "U9").stdout == "1: accepted\n"
    assert json.loads(advisor("reject", "2", "--json").stdout) == {"id": 2, "review": "rejected"}
    assert advisor("list").stdout == ""
    assert "ranking -> creation  (accepted, model v1)" in advisor("list", "--all").stdout
    assert len(advisor("list", "--all", "--jsonl").stdout.splitlines()) == 2
    assert [one.corrected for one in reviewed_overrides(database)] == ["creation"]
    missing = advisor("accept", "77")
    assert (missing.returncode, missing.stdout) == (1, "")
    assert "no correction 77" in missing.stderr
    assert advisor("accept").returncode == 2
