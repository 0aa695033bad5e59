"""What changes a triage, each with its history, in one process, in two, and in one that is killed."""

import os
import signal
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest
from sample_triages import ASSESSMENT, DESCRIPTION, assessed, described
from saved_triages import COLLEAGUE, ME, kinds, save

from advisor.database.triages import (
    change_status,
    hand_over,
    history_of,
    read_triage,
    record_reply,
    share,
    update_assessment,
)
from advisor.errors import TriageError

ROOT = Path(__file__).parent.parent.parent


def test_a_new_assessment_is_told_in_the_history(database):
    triage_id = save(database)
    after = assessed(verdict="rules_first", capability=None, model_version="v2")
    before = update_assessment(database, triage_id, after, **ME)
    assert before.assessment == ASSESSMENT
    assert read_triage(database, triage_id, **ME).assessment == after
    event = history_of(database, triage_id, **ME)[-1]
    assert (event.kind, event.user) == ("reassessed", "U1")
    assert event.changes == {
        "verdict": ["needs_facts", "rules_first"],
        "capability": ["ranking", "none"],
        "model_version": ["v1", "v2"],
    }


def test_a_new_description_is_told_in_the_history(database):
    triage_id = save(database)
    told = described(DESCRIPTION.problem, data="no labels")
    update_assessment(database, triage_id, ASSESSMENT, description=told, **ME)
    assert history_of(database, triage_id, **ME)[-1].changes == {
        "data": ["messages of two years", "no labels"]
    }
    assert read_triage(database, triage_id, **ME).description == told


def test_a_status_is_stored_with_who_changed_it(database):
    triage_id = save(database)
    assert change_status(database, triage_id, "exploring", **ME)
    assert not change_status(database, triage_id, "exploring", **ME)
    (event,) = history_of(database, triage_id, **ME)[1:]
    assert (event.kind, event.user, event.changes) == (
        "status", "U1", {"status": ["idea", "exploring"]},
    )  # fmt: skip
    with pytest.raises(TriageError, match="status"):
        change_status(database, triage_id, "sleeping", **ME)


def test_a_reply_goes_into_the_description(database):
    triage_id = save(database)
    told = record_reply(
        database, triage_id, **ME, key="data", reply="no", words=" nobody labels them "
    )
    assert told.replies == {"rules": "yes", "data": "no"}
    assert told.data == "messages of two years\nnobody labels them"
    assert read_triage(database, triage_id, **ME).description == told
    assert history_of(database, triage_id, **ME)[-1].changes == {
        "data": ["messages of two years", told.data],
        "data_told": ["unknown", "no"],
    }


@pytest.mark.parametrize(
    ("key", "field"),
    [("rules", "today"), ("allowed", "data"), ("worth", "volume"), ("mistakes", "mistakes"), ("x", "problem")],
)  # fmt: skip
def test_words_go_where_they_belong(database, key, field):
    told = record_reply(database, save(database), **ME, key=key, words="said since")
    assert getattr(told, field).endswith("\nsaid since")


def test_a_reply_that_a_restart_repeats_is_told_once(database):
    triage_id = save(database)
    once = record_reply(database, triage_id, **ME, key="data", reply="no", words="none\x00 left")
    assert (
        record_reply(database, triage_id, **ME, key="data", reply="no", words="none left") == once
    )
    assert kinds(database, triage_id) == ["assessed", "replied"]


def test_sharing_does_not_make_a_decision_younger(database):
    triage_id = save(database)
    before = read_triage(database, triage_id, **ME).updated_at
    share(database, triage_id, **ME)
    assert read_triage(database, triage_id, **ME).updated_at == before


def test_words_of_any_length_are_cut(database):
    told = record_reply(database, save(database), **ME, key="data", words="x" * 50_000)
    assert len(told.data) < 5_000


@pytest.mark.parametrize(
    ("key", "reply"), [("data", "maybe"), ("colour", "yes"), ("replies", "yes")]
)
def test_what_is_no_reply_is_refused(database, key, reply):
    triage_id = save(database)
    with pytest.raises(TriageError, match="yes, no or unknown"):
        record_reply(database, triage_id, **ME, key=key, reply=reply)
    assert kinds(database, triage_id) == ["assessed"]


def test_handing_to_engineers_shares(database):
    triage_id = save(database)
    assert hand_over(database, triage_id, **ME, place="T/C9/").shared
    assert read_triage(database, triage_id, **COLLEAGUE)
    assert kinds(database, triage_id) == ["assessed", "handed"]


# Two processes, and killed ones

CHANGER = """
import sys
from pathlib import Path
from advisor.database import open_database
from advisor.database.triages import change_status
from advisor.settings import Settings

database = open_database(Settings(data_dir=Path(sys.argv[1]), database_url=sys.argv[2]))
done, times = 0, int(sys.argv[4])
while done != times:
    for status in ("exploring", "idea"):
        done += change_status(database, sys.argv[3], status, team="T", user="U1")
        print(done, flush=True)
        if done == times:
            break
"""


def changer(settings, triage_id, times):
    arguments = [settings.data_dir, settings.database_url or "", triage_id, times]
    return subprocess.Popen(
        [sys.executable, "-c", CHANGER, *map(str, arguments)], cwd=ROOT, stdout=subprocess.PIPE
    )


def chain(database, triage_id):
    events = history_of(database, triage_id, **ME)[1:]
    return [event.changes["status"] for event in events]


def test_two_processes_change_a_triage_and_the_history_has_no_gap(database, settings):
    triage_id = save(database)
    processes = [changer(settings, triage_id, 30) for _ in range(2)]
    for process in processes:
        process.communicate(timeout=300)
        assert process.returncode == 0
    steps = chain(database, triage_id)
    assert len(steps) == 60
    assert all(one[1] == next_one[0] for one, next_one in pairwise(steps))
    assert read_triage(database, triage_id, **ME).status == steps[-1][1]


def test_a_killed_process_leaves_each_change_whole_with_its_history(database, settings):
    triage_id, acknowledged = save(database), 0
    for delay in (0.0, 0.05, 0.13):
        process = changer(settings, triage_id, 100_000)
        process.stdout.readline()
        time.sleep(delay)
        os.kill(process.pid, signal.SIGKILL)
        rest = process.communicate(timeout=300)[0].split()
        acknowledged += int(rest[-1]) if rest else 1
        steps = chain(database, triage_id)
        assert len(steps) >= acknowledged
        assert all(one[1] == next_one[0] for one, next_one in pairwise(steps))
        assert read_triage(database, triage_id, **ME).status == steps[-1][1]
        acknowledged = len(steps)
