import json
from functools import partial

import pytest
from fake_advisor import FakeAdvisor, answer, chunk, ticking_clock

from evals import __main__ as command
from evals import answers, datasets, measure

QUESTIONS = [
    {"id": "a1", "question": "apples?", "must_have": [["red"]], "sections": ["page.md#Section"]},
    {"id": "a2", "question": "pears?", "must_have": [["green"]], "sections": ["page.md#Section"]},
]
QUESTIONS = [row | {"document": "page.md"} for row in QUESTIONS]
GOOD = {"apples?": answer("Red. [1]"), "pears?": answer("Green. [1]")}
WORSE = {"apples?": answer("Red. [1]"), "pears?": answer("Blue. [1]")}


def write_rows(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs the command over small datasets, with a fake advisor and a baseline of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("KNOWLEDGE_DIR", str(tmp_path))
    refusals = [{"id": "r1", "question": "price?", "kind": "near_miss"}]
    for split in ("test", "development"):
        (tmp_path / split).mkdir()
        write_rows(tmp_path / split / "answers.jsonl", QUESTIONS)
        write_rows(tmp_path / split / "refusals.jsonl", refusals)
    monkeypatch.setattr(datasets, "FOLDER", tmp_path)
    # The ratios of real microseconds would fail at random.
    measured = partial(answers.measure_answers, clock=ticking_clock())
    monkeypatch.setattr(measure.answers, "measure_answers", measured)

    def _run(name, advisor, *options):
        given = [name, "--baseline", str(tmp_path / "baseline.json"), *options]
        return command.main(given, bench=advisor.open)

    return _run


def test_figures_are_kept_and_the_same_advisor_passes(run, capsys):
    assert run("answers", FakeAdvisor(GOOD), "--update-baseline") == 0
    assert run("answers", FakeAdvisor(GOOD)) == 0
    printed = capsys.readouterr()
    assert "all facts in the answer         100.0%" in printed.out
    assert printed.err == ""


def test_a_regression_exits_1_and_names_the_questions(run, capsys):
    run("answers", FakeAdvisor(GOOD), "--update-baseline")
    capsys.readouterr()
    assert run("answers", FakeAdvisor(WORSE)) == 1
    told = capsys.readouterr().err
    assert "a2: lacks fact 1" in told
    assert "complete was 1 and is 0.5." in told
    assert "Failing since the baseline: a2" in told


def test_an_improvement_exits_0(run):
    run("answers", FakeAdvisor(WORSE), "--update-baseline")
    assert run("answers", FakeAdvisor(GOOD)) == 0


def test_an_answer_to_what_must_be_refused_is_a_regression(run, capsys):
    run("answers", FakeAdvisor(GOOD), "--update-baseline")
    assert run("answers", FakeAdvisor(GOOD | {"price?": answer("2. [1]")})) == 1
    assert "r1: answered" in capsys.readouterr().err


def test_without_a_baseline_nothing_is_compared(run, capsys):
    assert run("answers", FakeAdvisor(WORSE)) == 0
    assert "No baseline of answers yet" in capsys.readouterr().err


def test_changed_questions_are_told(run, tmp_path, capsys):
    run("answers", FakeAdvisor(GOOD), "--update-baseline")
    write_rows(tmp_path / "test" / "answers.jsonl", QUESTIONS[:1])
    capsys.readouterr()
    assert run("answers", FakeAdvisor(GOOD)) == 0
    assert "The questions have changed since the baseline" in capsys.readouterr().err


def test_json_is_one_object_on_stdout(run, capsys):
    run("answers", FakeAdvisor(WORSE), "--json")
    printed = json.loads(capsys.readouterr().out)
    assert printed["shares"]["complete"]["n"] == 2
    assert [one["complete"] for one in printed["results"]] == [True, False]


def test_another_dataset_is_measured_for_itself(run, tmp_path, capsys):
    run("answers", FakeAdvisor(GOOD), "--update-baseline")
    other = write_rows(tmp_path / "other.jsonl", QUESTIONS)
    assert run("answers", FakeAdvisor(WORSE), "--dataset", str(other)) == 0
    assert "refused: near miss" not in capsys.readouterr().out.splitlines()[-1]


def test_only_the_test_questions_are_compared(run, capsys):
    run("answers", FakeAdvisor(GOOD), "--update-baseline")
    assert run("answers", FakeAdvisor(WORSE), "--split", "development") == 0
    assert run("answers", FakeAdvisor(WORSE)) == 1


def test_the_report_measures_answers_and_retrieval_and_leaves_a_page(run, tmp_path, capsys):
    advisor = FakeAdvisor(GOOD, chunks=[chunk("page.md")])
    assert run("report", advisor, "--update-baseline") == 0
    assert run("report", advisor) == 0
    assert "met   All facts in the answer" in capsys.readouterr().out
    report = json.loads((tmp_path / "data" / "evals" / "report.json").read_text())
    assert report["split"] == "test"
    assert {one["name"]: one["met"] for one in report["targets"]} == {
        "complete": True,
        "section_hit@5": True,
        "cites_section": True,
        "wrongly_refused": True,
        "refused_near_miss": True,
        "ece": False,
    }
    assert "6 targets are met" in (tmp_path / "data" / "evals" / "report.html").read_text()
    assert run("report", FakeAdvisor(WORSE)) == 1


def test_a_language_model_writes_only_when_asked_to(run, monkeypatch):
    monkeypatch.setenv("LLM_MODEL", "openai:some-model")
    plain, written = FakeAdvisor(GOOD), FakeAdvisor(GOOD)
    run("answers", plain)
    run("answers", written, "--llm")
    assert plain.settings.llm_model == ""
    assert written.settings.llm_model == "openai:some-model"


def test_retrieval_regresses_when_the_right_page_is_lost(run, capsys):
    right = FakeAdvisor(chunks=[chunk("page.md")])
    assert run("retrieval", right, "--update-baseline") == 0
    assert run("retrieval", right) == 0
    capsys.readouterr()
    assert run("retrieval", FakeAdvisor(chunks=[chunk("x.md")])) == 1
    assert "a1: not page.md but x.md" in capsys.readouterr().err


def test_printed_answers_are_graded(tmp_path, capsys):
    rows = write_rows(tmp_path / "q.jsonl", QUESTIONS)
    line = {"abstained": False, "method": "extractive", "citations": [{"document": "page.md"}]}
    lines = [line | {"id": "a1", "answer": "Red."}, line | {"id": "a2", "answer": "Blue."}]
    printed = write_rows(tmp_path / "out.jsonl", lines)
    assert command.main(["grade", str(printed), "--dataset", str(rows), "--json"]) == 0
    shares = json.loads(capsys.readouterr().out)["shares"]
    assert shares["complete"]["share"] == 0.5
    assert shares["cites_document"]["share"] == 1.0


def test_a_broken_file_is_told_in_one_sentence(tmp_path, capsys):
    assert command.main(["grade", str(tmp_path / "none.jsonl")]) == 1
    assert "cannot be read" in capsys.readouterr().err
