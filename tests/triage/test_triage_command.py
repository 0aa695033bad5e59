"""`advisor triage` keeps its contract: one object per line, its keys, the replies, exit status, plain text."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from advisor.triage.capabilities import CAPABILITIES

ROOT = Path(__file__).parents[2]
KEYS = {
    "id", "verdict", "capability", "confidence", "ai_score", "scores", "runner_up", "questions", "baseline", "metrics",
    "milliseconds",
}  # fmt: skip
VERDICTS = {
    "ai", "rules_first", "not_ai", "blocked", "too_costly", "needs_facts", "out_of_scope",
}  # fmt: skip


@pytest.fixture(scope="module")
def advisor(guide_data_dir):
    def run(*arguments, stdin=""):
        return subprocess.run(
            [sys.executable, "-m", "advisor.cli", "triage", *arguments],
            cwd=ROOT,
            env=os.environ | {"DATA_DIR": str(guide_data_dir)},
            input=stdin,
            capture_output=True,
            text=True,
            timeout=300,
        )

    return run


@pytest.fixture(scope="module")
def answered(advisor):
    """One run over odd and plain requests: their rows and what came."""
    text = "Route each support e-mail to the right department by reading it"
    yes = {"rules": "yes", "data": "yes", "allowed": "yes", "worth": "yes"}
    rows = [
        {"id": "bare", "text": text},
        {"id": 2, "text": text, "answers": yes},
        {"id": "blocked", "text": text, "answers": {"rules": True, "allowed": False, "data": None}},
        {"id": "too costly", "text": text, "answers": {**yes, "worth": "no"}},
        {"id": "no data", "text": text, "answers": {**yes, "data": "no"}},
        {"id": "technology", "text": "We want to use GPT for our help desk"},
        {"id": "empty", "text": ""},
        {"id": "emoji", "text": "🙂🙂"},
        {"id": "long", "text": f"{text}. " * 500},
        {"id": "foreign", "text": "Wir möchten die Briefe unserer Kunden an die richtige Abteilung leiten."},
        {"id": None, "text": "\\ud800 <@U1> '; DROP TABLE triages;--"},
    ]  # fmt: skip
    result = advisor("--jsonl", stdin="\n".join(map(json.dumps, rows)))
    assert result.returncode == 0, result.stderr
    cards = [json.loads(line) for line in result.stdout.splitlines()]
    return rows, cards


def test_one_object_comes_for_each_line_in_the_same_order(answered):
    rows, cards = answered
    assert [card["id"] for card in cards] == [row["id"] for row in rows]


def test_each_object_has_the_keys_and_values_of_the_contract(answered):
    for card in answered[1]:
        assert set(card) == KEYS
        assert card["verdict"] in VERDICTS
        assert card["capability"] in (*CAPABILITIES, None)
        assert card["runner_up"] in (*CAPABILITIES, None)
        assert set(card["scores"]) == set(CAPABILITIES)
        assert sum(card["scores"].values()) == pytest.approx(1, abs=0.001)
        assert set(card["metrics"]) == {"model", "adoption", "business"}
        assert 0 <= card["ai_score"] <= 1
        assert 0 <= card["confidence"] <= 1
        assert len(card["questions"]) <= 3
        assert all(isinstance(question, str) for question in card["questions"])
        assert isinstance(card["baseline"], str)
        assert card["milliseconds"] > 0


def test_the_answers_decide(answered):
    verdicts = {row["id"]: card["verdict"] for row, card in zip(*answered, strict=True)}
    assert verdicts[2] == "ai"
    assert verdicts["blocked"] == "blocked"
    assert verdicts["too costly"] == "too_costly"
    assert verdicts["no data"] == "rules_first"
    assert verdicts["bare"] == verdicts["technology"] == "needs_facts"
    assert verdicts["empty"] == verdicts["emoji"] == "out_of_scope"


def test_a_bare_request_has_class_baseline_metrics_and_questions(answered):
    card = answered[1][0]
    assert card["capability"] == "classification"
    assert card["baseline"]
    assert all(card["metrics"].values())
    assert card["questions"]


def test_one_request_is_one_object_or_readable_text(advisor):
    text = "Forecast how many loaves each shop will sell tomorrow"
    assert set(json.loads(advisor("--json", text).stdout)) == KEYS
    explained = json.loads(advisor("--json", "--explain", text).stdout)
    assert set(explained) == KEYS | {"card"}
    assert len(explained["card"]["look_alikes"]) == 2
    readable = advisor(text).stdout
    assert readable.startswith("# Triage\n")
    assert "reconstruction" in readable
    assert "## From the guide" in readable


@pytest.mark.parametrize(
    ("arguments", "stdin", "told"),
    [
        ((), "", "quotes"),
        (("--jsonl",), "not json", "Line 1"),
        (("--jsonl",), '{"id": 1}', "'text'"),
        (("--jsonl",), '{"text": "a", "answers": {"rules": "maybe"}}', "rules"),
        (("--jsonl",), '{"text": "a", "answers": ["yes"]}', "answers"),
    ],
)
def test_a_user_error_is_one_plain_sentence_and_status_1(advisor, arguments, stdin, told):
    result = advisor(*arguments, stdin=stdin)
    assert result.returncode == 1
    assert told in result.stderr.splitlines()[-1]
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_wrong_usage_is_status_2(advisor):
    assert advisor("--loud").returncode == 2
