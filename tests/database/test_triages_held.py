"""What is held of a person in triages, and what the logs get."""

import json
from datetime import timedelta

import numpy as np
import pytest
from saved_triages import COLLEAGUE, ME, direction, kinds, save
from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError

from advisor.database import open_database
from advisor.database.engine import now
from advisor.database.overrides import list_overrides, review_override
from advisor.database.tables import overrides, triage_events, triages
from advisor.database.triages import (
    change_status,
    export_csv,
    list_triages,
    read_triage,
    record_override,
    record_reply,
    record_step,
    share,
)
from advisor.privacy import erase_person, export_person, forget_old

CANARY = "canary-of-the-person"


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
