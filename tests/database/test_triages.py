"""Triages: saved once, seen by whom they concern, changed with a history, found again, exported, erased."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from sample_triages import ASSESSMENT, DESCRIPTION, assessed, described
from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError

from advisor.database import open_database
from advisor.database.assessments import (
    assessment_from,
    assessment_json,
    description_from,
    description_json,
)
from advisor.database.engine import now
from advisor.database.overrides import list_overrides, review_override
from advisor.database.tables import overrides, triage_events, triages
from advisor.database.triages import (
    change_status,
    count_by_status,
    export_csv,
    hand_over,
    history_of,
    list_triages,
    note_use,
    read_triage,
    record_override,
    record_reply,
    record_step,
    save_triage,
    share,
    similar_triages,
    triage_funnel,
    update_assessment,
)
from advisor.errors import TriageError
from advisor.privacy import erase_person, export_person, forget_old

ROOT = Path(__file__).parent.parent.parent
ME = {"team": "T", "user": "U1"}
COLLEAGUE = {"team": "T", "user": "U2"}
STRANGER = {"team": "OTHER", "user": "U1"}
CANARY = "canary-of-the-person"


def save(database, problem=DESCRIPTION.problem, *, owner="U1", team="T", vector=None, **more):
    return save_triage(
        database,
        described(problem),
        more.pop("assessment", ASSESSMENT),
        team=team,
        owner=owner,
        vector=vector,
        weights_sha256="w",
        **more,
    )


def kinds(database, triage_id, **person):
    return [event.kind for event in history_of(database, triage_id, **(person or ME))]


# Saving and reading


def test_what_is_saved_is_read_back_whole(database):
    triage_id = save(database, place="T/C/1", enterprise="E")
    triage = read_triage(database, triage_id, **ME)
    assert (triage.description, triage.assessment) == (DESCRIPTION, ASSESSMENT)
    assert (triage.team, triage.enterprise, triage.owner, triage.place) == ("T", "E", "U1", "T/C/1")
    assert (triage.status, triage.shared, triage.chosen) == ("idea", False, "")
    assert triage.created_at == triage.updated_at
    assert abs(now() - triage.created_at) < timedelta(seconds=30)


def test_json_and_back_is_the_same():
    plain = json.loads(json.dumps(assessment_json(ASSESSMENT)))
    assert assessment_from(plain) == ASSESSMENT
    assert description_from(json.loads(json.dumps(description_json(DESCRIPTION)))) == DESCRIPTION


def test_what_a_newer_version_added_is_left_out_and_what_has_a_default_may_be_missing():
    plain = assessment_json(ASSESSMENT)
    del plain["remedy"]
    assert assessment_from({**plain, "colour": "blue"}) == assessed(remedy="")


def test_characters_that_no_database_takes_are_left_out(database):
    triage_id = save(database, "odd\0 and \ud800 words 🩺")
    assert read_triage(database, triage_id, **ME).description.problem == "odd and ? words 🩺"


def test_a_flow_is_saved_once(database):
    first = save(database, flow="claim:7")
    assert save(database, "told anew", flow="claim:7") == first
    assert save(database, flow="claim:8") != first
    assert save(database, flow="claim:7", owner="U2") != first
    assert kinds(database, first) == ["assessed"]


def test_a_flow_that_many_threads_save_is_saved_once(database):
    with ThreadPoolExecutor(8) as threads:
        saved = set(threads.map(lambda _: save(database, flow="claim:7"), range(40)))
    assert len(saved) == 1
    assert len(list_triages(database, **ME)) == 1


# Who sees and who changes


def test_a_triage_is_private_until_it_is_shared_and_then_of_its_team(database):
    triage_id = save(database)
    assert read_triage(database, triage_id, **COLLEAGUE) is None
    assert share(database, triage_id, **ME, place="T/C2/")
    assert not share(database, triage_id, **ME)
    assert read_triage(database, triage_id, **COLLEAGUE).shared
    assert read_triage(database, triage_id, **STRANGER) is None
    assert share(database, triage_id, **ME, shared=False)
    assert read_triage(database, triage_id, **COLLEAGUE) is None
    assert history_of(database, triage_id, **COLLEAGUE) == ()


CHANGES = {
    "status": lambda database, one, who: change_status(database, one, "building", **who),
    "reply": lambda database, one, who: record_reply(database, one, key="data", reply="no", **who),
    "share": lambda database, one, who: share(database, one, **who),
    "hand over": lambda database, one, who: hand_over(database, one, **who),
    "assess": lambda database, one, who: update_assessment(database, one, ASSESSMENT, **who),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize(
    ("who", "shared", "told"),
    [(COLLEAGUE, False, "no longer"), (COLLEAGUE, True, "owner"), (STRANGER, True, "no longer")],
    ids=["of a private one", "of a shared one", "of another team"],
)
def test_nobody_but_its_owner_changes_a_triage(database, change, who, shared, told):
    triage_id = save(database)
    if shared:
        share(database, triage_id, **ME)
    before = read_triage(database, triage_id, **ME), kinds(database, triage_id)
    with pytest.raises(TriageError, match=told):
        change(database, triage_id, who)
    assert (read_triage(database, triage_id, **ME), kinds(database, triage_id)) == before


def test_a_colleague_corrects_and_uses_only_what_is_shared(database):
    triage_id = save(database)
    for use in (
        lambda: record_override(database, triage_id, corrected="none", **COLLEAGUE),
        lambda: note_use(database, triage_id, "saved", **COLLEAGUE),
    ):
        with pytest.raises(TriageError):
            use()
    share(database, triage_id, **ME)
    record_override(database, triage_id, corrected="none", **COLLEAGUE)
    note_use(database, triage_id, "saved", **COLLEAGUE)
    assert kinds(database, triage_id) == ["assessed", "shared", "corrected", "saved"]
    assert read_triage(database, triage_id, **ME).chosen == ""


def test_the_portfolio_holds_ones_own_and_the_shared_ones_last_changed_first(database):
    mine, hidden, seen, foreign = (
        save(database, "mine"),
        save(database, "hidden", owner="U2"),
        save(database, "seen", owner="U2"),
        save(database, "foreign", team="OTHER"),
    )
    share(database, seen, **COLLEAGUE)
    change_status(database, mine, "building", **ME)
    assert [one.id for one in list_triages(database, **ME)] == [mine, seen]
    assert [one.id for one in list_triages(database, **ME, status="building")] == [mine]
    assert len(list_triages(database, **ME, limit=1)) == 1
    assert count_by_status(database, **ME) == {"building": 1, "idea": 1}
    assert {hidden, foreign}.isdisjoint(one.id for one in list_triages(database, **ME))


@pytest.mark.parametrize(
    ("problem", "title"),
    [
        ("Sort the mail. And more.", "Sort the mail"),
        ("  two\n lines ", "two lines"),
        ("a word and " * 20, "a word and a word and a word and a word and a word and a…"),
        ("x" * 90, "x" * 60 + "…"),
        ("", ""),
    ],
)
def test_the_title_is_the_first_sentence_in_a_short_line(database, problem, title):
    assert read_triage(database, save(database, problem), **ME).title == title


# Changes and their history


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
        process.communicate(timeout=120)
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
        rest = process.communicate(timeout=60)[0].split()
        acknowledged += int(rest[-1]) if rest else 1
        steps = chain(database, triage_id)
        assert len(steps) >= acknowledged
        assert all(one[1] == next_one[0] for one, next_one in pairwise(steps))
        assert read_triage(database, triage_id, **ME).status == steps[-1][1]
        acknowledged = len(steps)


# Similar ones


def direction(angle):
    return np.array([np.cos(angle), np.sin(angle)], dtype=np.float32)


def test_similar_ones_come_nearest_first_of_those_that_may_be_seen(database):
    far = save(database, "far", vector=direction(1.5))
    near = save(database, "near", vector=direction(0.5))
    nearest = save(database, "nearest", vector=direction(0.1), owner="U2")
    share(database, nearest, **COLLEAGUE)
    save(database, "private", vector=direction(0.0), owner="U2")
    save(database, "foreign", vector=direction(0.0), team="OTHER")
    save(database, "without a vector")
    found = similar_triages(database, direction(0.0), weights_sha256="w", **ME)
    assert [one.triage.id for one in found] == [nearest, near]
    assert found[0].cosine == pytest.approx(np.cos(0.1), abs=1e-6)
    assert far not in {one.triage.id for one in found}
    others = similar_triages(database, direction(0.0), weights_sha256="w", other_than=near, **ME)
    assert [one.triage.id for one in others] == [nearest]


def test_vectors_of_another_model_are_not_compared(database):
    save(database, vector=direction(0.0))
    three = np.array([1, 0, 0], dtype=np.float32)
    assert similar_triages(database, three, weights_sha256="other", **ME) == ()


# The file


def rows(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_file_follows_the_standard_and_reads_back(database):
    save(database, 'said "so",\r\nand more\nyet', flow="f")
    text = export_csv(database, **ME)
    (row,) = rows(text)
    assert row["problem"] == 'said "so",\r\nand more\nyet'
    assert (row["status"], row["verdict"], row["capability"]) == ("idea", "needs_facts", "ranking")
    assert row["open_questions"] == "Does anybody note which message was urgent?"
    assert text.endswith("\r\n")
    assert text.splitlines()[0].startswith("id,title,problem,status")


@pytest.mark.parametrize(
    "problem",
    [
        "=1+1",
        "+1",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =cmd|' /C calc'!A0",
        "＝1+1",
        "＠x",
    ],
)
def test_no_cell_is_a_formula(database, problem):
    save(database, problem)
    for row in rows(export_csv(database, **ME)):
        for value in row.values():
            assert not value.lstrip(" ").startswith(tuple("=+-@\t\r\n＝＋－＠"))
        assert row["problem"] == f"'{problem}"


def test_the_file_holds_what_its_reader_may_see(database):
    save(database, "mine")
    save(database, CANARY, owner="U2")
    assert [row["problem"] for row in rows(export_csv(database, **ME))] == ["mine"]


def test_the_file_is_never_cut_short(database):
    save(database)
    with database.write() as connection:
        (row,) = connection.execute(select(triages)).mappings()
        more = [{**row, "id": str(number), "flow": str(number)} for number in range(2100)]
        connection.execute(triages.insert(), more)
    assert len(rows(export_csv(database, **ME))) == 2101


# Drop-off


def test_the_funnel_counts_how_far_each_flow_came(database):
    for flow in ("a", "b", "c"):
        record_step(database, "opened", **ME, flow=flow)
    for flow in ("b", "c"):
        record_step(database, "described", **ME, flow=flow)
        record_step(database, "described", **ME, flow=flow)
    triage_id = save(database, flow="c")
    record_reply(database, triage_id, **ME, key="data", reply="yes")
    share(database, triage_id, **ME)
    # From a message: no form was opened.
    save(database, flow="d")
    record_step(database, "opened", **STRANGER, flow="a")
    funnel = {step.kind: step.flows for step in triage_funnel(database, team="T")}
    assert list(funnel)[:3] == ["opened", "described", "assessed"]
    assert (funnel["opened"], funnel["described"], funnel["assessed"]) == (4, 3, 2)
    assert (funnel["replied"], funnel["shared"], funnel["corrected"]) == (1, 1, 0)
    assert {step.kind: step.flows for step in triage_funnel(database)}["opened"] == 5
    assert not any(step.flows for step in triage_funnel(database, since=now()))


# What is held of a person


def plant(database):
    """A triage of U1, corrected by U2 and reviewed by U3; and one of U2."""
    mine = save(database, CANARY, flow="mine", vector=direction(0.3))
    record_reply(database, mine, **ME, key="data", words=CANARY)
    share(database, mine, **ME)
    record_override(database, mine, **COLLEAGUE, corrected="none")
    review_override(database, list_overrides(database)[0].id, admin="U3", review="accepted")
    record_step(database, "opened", **ME, flow="left")
    other = save(database, "of somebody else", flow="other", owner="U2")
    return mine, other


def test_the_export_of_a_person_holds_their_triages_and_nothing_of_others(database):
    mine, _ = plant(database)
    held = export_person(database, "U1")["held"]
    json.dumps(held)
    assert [row["id"] for row in held["triages"]] == [mine]
    assert [row["kind"] for row in held["triage_events"]] == [
        "assessed", "replied", "shared", "opened",
    ]  # fmt: skip
    assert held["overrides"] == []
    assert "somebody else" not in str(held)
    held = export_person(database, "U2")["held"]
    assert [row["corrected"] for row in held["overrides"]] == ["none"]
    assert CANARY not in str(held)
    assert "U3" not in str(held)
    assert len(export_person(database, "U3")["held"]["reviews"]) == 1


def test_after_erasure_nothing_of_the_person_is_left(database, settings):
    _, other = plant(database)
    erased = erase_person(database, "U1")["erased"]
    assert (erased["triages"], erased["triage_events"], erased["overrides"]) == (1, 5, 1)
    assert not any(export_person(database, "U1")["held"].values())
    assert read_triage(database, other, **COLLEAGUE)
    files = [file for file in settings.data_dir.rglob("*") if file.is_file()]
    assert all(CANARY.encode() not in file.read_bytes() for file in files)
    vector = direction(0.3).astype("<f4").tobytes()
    assert all(vector not in file.read_bytes() for file in files)


def test_erasing_a_colleague_leaves_the_triage_and_an_admin_the_review(database):
    mine, _ = plant(database)
    erase_person(database, "U3")
    (override,) = list_overrides(database, review="accepted")
    assert not any(export_person(database, "U3")["held"].values())
    erase_person(database, "U2")
    assert list_overrides(database, review=None) == ()
    assert override.triage_id == mine
    assert kinds(database, mine) == ["assessed", "replied", "shared"]


def test_triages_go_at_the_end_of_retention_unless_they_still_change(database):
    old, living = save(database, "old"), save(database, "living")
    for triage_id in (old, living):
        record_override(database, triage_id, **ME, corrected="none")
    record_step(database, "opened", **ME, flow="left")
    moment = now() - timedelta(days=40)
    with database.write() as connection:
        connection.execute(update(triages).values(updated_at=moment, created_at=moment))
        connection.execute(update(triage_events).values(created_at=moment))
        connection.execute(update(overrides).values(created_at=moment))
    change_status(database, living, "dropped", **ME)
    erased = forget_old(database, days=30)
    assert (erased["triages"], erased["overrides"], erased["triage_events"]) == (1, 2, 5)
    assert [one.id for one in list_triages(database, **ME)] == [living]
    assert kinds(database, living) == ["status"]
    assert forget_old(database, days=30)["triages"] == 0


# What the logs get


def test_an_error_of_the_database_does_not_tell_what_people_wrote(settings):
    database = open_database(settings)
    secret = "jane@example.com xoxb-123-456"
    with database.write() as connection:
        connection.exec_driver_sql("DROP TABLE overrides")
        connection.exec_driver_sql("DROP TABLE triage_events")
        connection.exec_driver_sql("DROP TABLE triages")
    with pytest.raises(SQLAlchemyError) as caught:
        save(database, secret)
    assert "jane" not in str(caught.value)
    assert "xoxb" not in repr(caught.value)
    database.close()


def test_nothing_that_people_wrote_is_logged(database, caplog, capsys):
    caplog.set_level("DEBUG")
    triage_id = save(database, f"{CANARY} jane@example.com")
    record_reply(database, triage_id, **ME, key="data", words=CANARY)
    export_csv(database, **ME)
    erase_person(database, "U1")
    told = caplog.text + "".join(capsys.readouterr())
    assert CANARY not in told
    assert "jane" not in told


def test_the_vector_is_kept_as_four_byte_floats(database):
    save(database, vector=direction(0.3).astype(np.float64))
    with database.read() as connection:
        blob = connection.execute(select(triages.c.vector)).scalar()
    assert np.frombuffer(blob, dtype="<f4") == pytest.approx(direction(0.3))
