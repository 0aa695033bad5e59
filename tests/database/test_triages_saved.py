"""What is saved of a triage, and who sees and changes it."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sample_triages import ASSESSMENT, DESCRIPTION, assessed
from saved_triages import COLLEAGUE, ME, STRANGER, kinds, save

from advisor.database.assessments import (
    assessment_from,
    assessment_json,
    description_from,
    description_json,
)
from advisor.database.engine import now
from advisor.database.triages import (
    change_status,
    count_by_status,
    hand_over,
    history_of,
    list_triages,
    note_use,
    read_triage,
    record_override,
    record_reply,
    share,
    update_assessment,
)
from advisor.errors import TriageError


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
