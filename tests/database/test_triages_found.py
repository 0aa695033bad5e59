"""Triages found again: similar ones, the file, and how far people came."""

import csv
import io

import numpy as np
import pytest
from saved_triages import COLLEAGUE, ME, STRANGER, direction, save
from sqlalchemy import select

from advisor.database.engine import now
from advisor.database.tables import triages
from advisor.database.triages import (
    export_csv,
    record_reply,
    record_step,
    share,
    similar_triages,
    triage_funnel,
)


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
    save(database, "hers", owner="U2")
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
