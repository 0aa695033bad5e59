"""Risks as they apply, with legal named where law is concerned; the checklist names the gaps that are told."""

import pytest

from advisor.triage.capabilities import CAPABILITIES
from advisor.triage.data_check import MILLIONS, check_data
from advisor.triage.facts import read_facts
from advisor.triage.risks import CHECK_WITH_LEGAL, find_people, find_risks


def risks(text, capability="classification"):
    found = find_risks(text, capability=capability, facts=read_facts(text))
    return {kind: [note.text for note in found if note.status == kind] for kind in
            ("bias", "privacy", "law", "transparency")}  # fmt: skip


def data(text, capability="classification"):
    notes = check_data(text, read_facts(text), capability=capability)
    return {note.text.split(":")[0]: note for note in notes}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Diagnose patients from scans", "Health data"),
        ("Suggest exercises to pupils at school", "Minors"),
        ("Rank CVs against a vacancy", "hiring"),
        ("Will the applicant repay the loan?", "credit"),
        ("Recognise faces at the gate", "Biometric"),
        ("Grade exams of students", "education"),
        ("Predict which suspects offend again", "crime"),
        ("Train it on scraped job profiles", "Scraped"),
        ("Choose tenants for flats", "housing"),
    ],
)
def test_law_is_named_and_ends_with_check_with_legal(text, named):
    (told,) = [one for one in risks(text)["law"] if named in one]
    assert told.endswith(f"{CHECK_WITH_LEGAL}.")
    assert all(one.endswith(f"{CHECK_WITH_LEGAL}.") for one in risks(text)["privacy"])


def test_no_risk_is_named_where_none_is_told():
    assert not any(risks("Forecast how much water the pump needs", "regression").values())


def test_people_bring_bias_privacy_and_transparency():
    found = risks("Which customers will leave us?")
    assert "customers" in found["bias"][0]
    assert "customers" in found["privacy"][0]
    assert found["transparency"]


def test_a_decision_that_weighs_on_people_is_left_to_a_person():
    assert "a person decides" in risks("Will the applicant repay the loan?")["transparency"][0]


def test_created_content_is_marked_and_rated():
    found = risks("Write adverts for sofas", "creation")
    assert "made by AI" in found["transparency"][0]
    assert "stereotypes" in found["bias"][0]


def test_data_that_are_not_personal_are_taken_at_their_describers_word():
    assert not risks("Customers rate sofas; no personal data is kept")["privacy"]


@pytest.mark.parametrize(
    ("text", "people"),
    [("Our nurses call patients", "patients"), ("children like it", "children"), ("pumps", "")],
)
def test_whose_data_it_is_comes_from_the_text(text, people):
    assert find_people(text) == people


@pytest.mark.parametrize("capability", CAPABILITIES)
def test_the_checklist_has_its_six_lines_and_guesses_nothing(capability):
    notes = data("something to be done", capability)
    assert list(notes) == [
        "Amount", "Labels", "History", "Who is missing", "Personal", "Like that of use",
    ]  # fmt: skip
    assert {note.status for name, note in notes.items() if name != "Labels"} == {"open"}


def test_what_is_told_is_quoted_as_ok():
    notes = data("Three years of 40,000 labelled tickets; customers agreed to it")
    told = [notes[name] for name in ("Amount", "Labels", "History", "Personal")]
    assert {note.status for note in told} == {"ok"}
    assert "40,000 labelled tickets" in notes["Amount"].text


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        ("Only 20 examples so far", "Amount"),
        ("We never logged the visits", "History"),
        ("Nothing is labelled", "Labels"),
        ("The scans are all from men", "Who is missing"),
        ("The scans are all from men", "Like that of use"),
        ("Legal said no to the recordings", "Personal"),
    ],
)
def test_a_gap_that_is_told_is_named_with_its_words(text, gap):
    note = data(text)[gap]
    assert note.status == "gap"
    assert "“" in note.text


def test_the_caveat_on_millions_stands_beside_an_amount_that_is_open_or_short():
    assert MILLIONS in data("Only 20 examples")["Amount"].text
    assert "millions" in data("something")["Amount"].text
    assert "millions" not in data("We have 2 million tickets")["Amount"].text.replace(
        "2 million", ""
    )
