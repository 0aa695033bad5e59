"""A model learned from corrections is judged beside the one that serves, before it is used."""

import json
from dataclasses import replace

import pytest

from advisor.bootstrap import build_services
from advisor.errors import AdvisorError
from advisor.models import Description
from advisor.settings import Settings
from advisor.triage.labelled import load_requests
from advisor.triage.model_file import MODEL_FILE, read_model, version_of, write_model
from advisor.triage.own_model import candidate_path, own_path, serving_path, use_candidate
from evals import __main__ as command
from evals import triage_run
from evals.measure import Outcome
from evals.triage_candidate import compare, comparison_text


def outcome(**figures):
    return Outcome("triage", {}, "", {}, {"accuracy": 0.9, "auroc": 0.9, "ece": 0.02} | figures, "")


@pytest.mark.parametrize(
    ("figures", "verdict"),
    [
        ({}, "even"),
        ({"accuracy": 0.91}, "better"),
        ({"accuracy": 0.89}, "even"),
        ({"accuracy": 0.87}, "worse"),
        ({"accuracy": 0.95, "ece": 0.05}, "worse"),
    ],
)
def test_a_candidate_that_loses_anywhere_beyond_the_tolerance_is_worse(figures, verdict):
    comparison = compare(outcome(), outcome(**figures))
    assert comparison.verdict == verdict
    assert f"The candidate is {'as good' if verdict == 'even' else verdict}" in comparison_text(
        comparison
    )


@pytest.fixture
def few_requests(tmp_path, monkeypatch):
    """A small test split of requests that the model has learned: the figures do not matter here."""
    found = load_requests()
    rows = [{"text": one.text, "label": one.label} for one in found[:: len(found) // 60]]
    path = tmp_path / "few.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    monkeypatch.setattr(triage_run, "TEST_FILE", path)
    return path


@pytest.fixture
def data_dir(tmp_path, monkeypatch):
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    candidate_path(tmp_path / "data").parent.mkdir(parents=True)
    return tmp_path / "data"


def run(*arguments, tmp_path):
    return command.main(["triage", "--baseline", str(tmp_path / "none.json"), *arguments])


def test_a_candidate_as_good_is_told_and_used_when_asked(few_requests, data_dir, tmp_path, capsys):
    candidate_path(data_dir).write_bytes(MODEL_FILE.read_bytes())
    assert run(tmp_path=tmp_path) == 0
    assert "The candidate is as good" in capsys.readouterr().out
    assert serving_path(data_dir) == MODEL_FILE
    assert run("--use-candidate", tmp_path=tmp_path) == 0
    assert serving_path(data_dir) == own_path(data_dir)
    assert not candidate_path(data_dir).exists()


def test_a_worse_candidate_is_not_used(few_requests, data_dir, tmp_path, capsys):
    model = read_model(MODEL_FILE)
    write_model(replace(model, scale=-model.scale), candidate_path(data_dir))
    assert run("--use-candidate", tmp_path=tmp_path) == 1
    assert "The candidate is worse" in capsys.readouterr().out
    assert serving_path(data_dir) == MODEL_FILE


def test_without_a_candidate_none_can_be_used(few_requests, data_dir, tmp_path, capsys):
    assert run("--use-candidate", tmp_path=tmp_path) == 1
    assert "There is no candidate" in capsys.readouterr().err
    with pytest.raises(AdvisorError, match="There is no candidate"):
        use_candidate(data_dir)


def test_triage_judges_with_the_teams_own_model(tmp_path):
    settings = Settings(data_dir=tmp_path)
    own_path(tmp_path).parent.mkdir(parents=True)
    model = read_model(MODEL_FILE)
    write_model(replace(model, shift=model.shift + 0.125), own_path(tmp_path))
    services = build_services(settings)
    try:
        told = services.triage.assess(Description("Tell which of our shops will sell out of milk."))
        assert told.model_version == version_of(own_path(tmp_path))
    finally:
        services.close()
