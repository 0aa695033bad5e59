"""Triage is measured by class, by what is accepted as AI, and without telling the texts."""

import json

import pytest

from advisor.settings import Settings
from advisor.triage.capabilities import CAPABILITIES
from advisor.triage.labelled import LABELS, Request
from evals import __main__ as command
from evals import triage
from evals.triage_page import build_page, confusion_chart, triage_text
from evals.triage_run import run_triage
from evals.triage_targets import TARGETS, figures, judge

SECRET = "a text <script> that nobody reads"


def judged(label, guess="ranking", *, ai=0.9, scope=0.9, trap=False, number=1):
    scores = {name: 0.7 if name == guess else 0.05 for name in CAPABILITIES}
    request = Request(SECRET, label, "test", trap=trap)
    return triage.Judged(f"test-{number}", request, scores, ai, scope, 12.0)


ROWS = (
    judged("ranking"),
    judged("ranking", number=2),
    judged("creation", number=3),
    judged("creation", "creation", ai=0.2, number=4),
    judged("rules", ai=0.1, number=5),
    judged("rules", ai=0.8, trap=True, number=6),
    judged("out_of_scope", scope=0.1, number=7),
)


@pytest.fixture
def summary():
    found = triage.summary(ROWS) | {"split": "test", "model": "abc"}
    return found | {"targets": judge(found)}


def test_the_capability_is_measured_where_ai_is_warranted(summary):
    assert summary["shares"]["accuracy"] == pytest.approx(
        {"share": 0.75, "n": 4, "low": 0.3006, "high": 0.9544}, abs=1e-3
    )
    assert summary["classes"]["ranking"] == {
        "precision": 0.6667,
        "recall": 1.0,
        "f1": 0.8,
        "n": 2,
    }
    assert summary["worst_f1"] == 0.0


def test_a_row_of_the_confusion_matrix_is_a_label():
    matrix = triage.confusion([one for one in ROWS if one.is_ai])
    row, column = CAPABILITIES.index("creation"), CAPABILITIES.index("ranking")
    assert matrix[row][column] == 1
    assert matrix[column][row] == 0
    assert sum(map(sum, matrix)) == 4


def test_accepted_is_what_is_likely_ai_and_likely_a_use_case(summary):
    shares = summary["shares"]
    assert shares["ai_accepted"]["share"] == 0.75
    assert shares["rejected"]["share"] == pytest.approx(2 / 3, abs=1e-6)
    assert shares["rejected_traps"]["share"] == 0
    assert shares["rejected_out_of_scope"]["share"] == 1


def test_rejection_is_told_at_the_score_that_most_requests_reach():
    assert triage.rejected_at(ROWS, 0.95) == pytest.approx(2 / 3)
    assert triage.rejected_at([one for one in ROWS if one.is_ai], 0.95) == 0


def test_faults_are_told_by_id_and_never_by_text(summary):
    found = triage.faults(ROWS)
    assert found == {
        "test-3": "creation read as ranking",
        "test-4": "creation not accepted as AI",
        "test-6": "rules accepted as AI",
    }
    assert SECRET not in json.dumps([found, summary]) + triage_text(summary) + build_page(summary)


def test_every_target_is_measured(summary):
    assert [one["name"] for one in summary["targets"]] == [one.name for one in TARGETS]
    assert set(figures(summary)) >= {"accuracy", "auroc_traps", "ece"}


def test_the_page_shows_the_confusion_matrix_as_a_picture(summary):
    page = build_page(summary)
    assert 'aria-label="Confusion matrix"' in page
    assert "creation read as ranking: 1 of 2" in page


def test_the_picture_has_a_cell_for_each_pair():
    assert confusion_chart([[1, 0], [2, 3]]).count("<rect") == 4


def test_requests_of_ones_own_are_judged_as_triage_serves(guide_data_dir, tmp_path):
    rows = [{"text": f"{label}: whom to call first", "label": label} for label in LABELS]
    path = tmp_path / "mine.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    outcome = run_triage(Settings(data_dir=guide_data_dir), "test", dataset=path)
    assert outcome.summary["requests"] == 9
    assert outcome.summary["split"] == "mine.jsonl"
    assert outcome.dataset == ""
    assert (guide_data_dir / "evals" / "triage.html").is_file()


def test_a_missing_file_is_told_in_one_sentence(guide_data_dir, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("DATA_DIR", str(guide_data_dir))
    assert command.main(["triage", "--dataset", str(tmp_path / "none.jsonl")]) == 1
    assert "cannot be read" in capsys.readouterr().err
