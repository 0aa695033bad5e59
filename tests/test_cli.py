"""The command line keeps its contracts: one object per line, same order, exit status, clean stdout."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ANSWER_KEYS = {
    "id", "answer", "abstained", "method", "confidence", "citations", "notices", "release", "milliseconds",
}  # fmt: skip


@pytest.fixture
def advisor(guide_data_dir):
    def run(*arguments, stdin="", data_dir=guide_data_dir, text=True, **environment):
        return subprocess.run(
            [sys.executable, "-m", "advisor.cli", *arguments],
            cwd=ROOT,
            env=os.environ | {"DATA_DIR": str(data_dir)} | environment,
            input=stdin,
            capture_output=True,
            text=text,
            timeout=300,
        )

    return run


def lines(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_ask_answers_line_by_line_in_the_same_order(advisor):
    rows = [
        {"id": "a", "question": "precision or recall for a medical test?"},
        {"id": 2, "question": "what does an AI PM earn?"},
        {
            "id": "c",
            "question": "and in advertising?",
            "previous_question": "which metric for healthcare?",
        },
        {"id": "d", "question": "hello", "user": "U1"},
    ]
    result = advisor("ask", "--jsonl", stdin="\n".join(map(json.dumps, rows)))
    answers = lines(result)
    assert result.returncode == 0
    assert [answer["id"] for answer in answers] == ["a", 2, "c", "d"]
    assert all(set(answer) == ANSWER_KEYS for answer in answers)
    assert set(answers[0]["citations"][0]) == {
        "marker",
        "document",
        "heading",
        "quote",
        "url",
        "score",
    }
    assert [answer["abstained"] for answer in answers] == [False, True, False, False]
    assert answers[3]["method"] == "rule"


def test_ask_prints_one_object_or_readable_text(advisor):
    assert set(json.loads(advisor("ask", "--json", "what is ONNX?").stdout)) == ANSWER_KEYS
    readable = advisor("ask", "what is ONNX?").stdout
    assert readable.startswith("ONNX")
    assert "Sources:" in readable


def test_ask_explains_why_when_told_to(advisor):
    readable = advisor("ask", "--explain", "precision or recall for a medical test?").stdout
    assert readable.index("Sources:") < readable.index("How it was answered:")
    assert "How sure: " in readable
    assert "cited as [1]; score" in readable
    row = json.loads(advisor("ask", "--json", "--explain", "what is drift good for?").stdout)
    assert set(row) == ANSWER_KEYS | {"explanation"}
    assert set(row["explanation"]) >= {"probability", "threshold", "evidence", "passages", "checks"}
    assert row["explanation"]["passages"][0]["heading"]


def test_retrieve_gives_k_passages_best_first(advisor):
    result = advisor(
        "retrieve", "--k", "3", "--jsonl", stdin='{"id": 1, "query": "drift of a model"}\n\n'
    )
    (row,) = lines(result)
    assert set(row) == {"id", "passages"}
    assert len(row["passages"]) == 3
    assert set(row["passages"][0]) == {"chunk", "document", "heading", "text", "score"}
    scores = [passage["score"] for passage in row["passages"]]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    ("arguments", "stdin", "told"),
    [
        (("ask",), "", "quotes"),
        (("ask", "--jsonl"), "not json\n", "Line 1"),
        (("ask", "--jsonl"), "[1]\n", "Line 1"),
        (("ask", "--jsonl"), '{"id": 1}\n', "'question'"),
        (("retrieve", "--jsonl"), '{"query": 7}\n', "'query'"),
        (("ask", "--jsonl"), '\n{"id": NaN, "question": "hello"}\n', "Line 2"),
        (("ask", "--jsonl"), "[" * 100_000, "Line 1"),
        (("privacy", "erase", " "), "", "Slack id"),
    ],
)
def test_a_user_error_is_one_plain_sentence_and_status_1(advisor, arguments, stdin, told):
    result = advisor(*arguments, stdin=stdin)
    assert result.returncode == 1
    assert told in result.stderr.splitlines()[-1]
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "arguments", [(), ("sing",), ("ask", "--loud"), ("retrieve", "--k", "0", "x"), ("feedback",)]
)
def test_wrong_usage_is_status_2(advisor, arguments):
    assert advisor(*arguments).returncode == 2


def test_a_wrong_setting_is_one_plain_sentence(advisor):
    result = advisor("ask", "x", PORT="many")
    assert result.returncode == 1
    assert result.stderr.startswith("PORT is 'many'")


def test_without_a_release_the_remedy_is_named(advisor, tmp_path, models):
    (tmp_path / "models").symlink_to(models)
    result = advisor("ask", "what is drift good for in a model?", data_dir=tmp_path)
    assert result.returncode == 1
    assert "python -m ingest" in result.stderr.splitlines()[-1]


def test_question_text_does_not_reach_the_logs(advisor):
    result = advisor(
        "ask", "--json", "is the canarybird metric good for a ranking engine?", LOG_LEVEL="DEBUG"
    )
    assert "canarybird" not in result.stderr
    assert "question_answered" in result.stderr


def test_what_is_held_of_a_person_can_be_shown_and_erased(advisor, tmp_path, models):
    (tmp_path / "models").symlink_to(models)
    advisor(
        "ask", "--jsonl", stdin='{"id": 1, "question": "hello", "user": "U7"}', data_dir=tmp_path
    )
    shown = json.loads(advisor("privacy", "export", "U7", data_dir=tmp_path).stdout)
    assert len(shown["held"]["answers"]) == 1
    assert (
        json.loads(advisor("privacy", "erase", "U7", data_dir=tmp_path).stdout)["erased"]["answers"]
        == 1
    )
    assert advisor("feedback", "export", data_dir=tmp_path).stdout == ""
    assert json.loads(advisor("report", "--json", data_dir=tmp_path).stdout)["answers"] == 0


def test_strange_questions_get_one_polite_answer_each(advisor):
    strange = [
        "",
        " ",
        "\u0000",
        "\u200b\u200b",
        "a" * 40_000,
        "{{x}} {0} %s",
        "'; DROP TABLE answers;--",
        "🙂🙂",
        "\\ud800",
        "<@U1> <!channel>",
    ]
    rows = [json.dumps({"id": number, "question": text}) for number, text in enumerate(strange)]
    result = advisor("ask", "--jsonl", stdin="\n".join(rows))
    assert result.returncode == 0
    assert len(lines(result)) == len(strange)
    assert "Traceback" not in result.stderr


def test_any_bytes_on_standard_input_are_answered_and_ids_go_back_as_they_came(advisor):
    rows = [
        b'\xef\xbb\xbf{"id": 1, "question": "what is \xff drift?"}\r\n',
        b'{"id": "\\ud800", "question": "what is \\ud83d drift?", "user": "U\\ud83d\\u0000"}\n',
        '{"id": "ü", "question": "what is “drift”?", "previous_question": "\\ud83d"}\n'.encode(),
    ]
    result = advisor("ask", "--jsonl", stdin=b"".join(rows), text=False, PYTHONIOENCODING="ascii")
    assert result.returncode == 0
    answers = lines(result)
    assert [answer["id"] for answer in answers] == [1, "\ud800", "ü"]
    assert not any(answer["abstained"] for answer in answers)


def test_a_question_that_is_not_utf8_is_answered(advisor):
    result = advisor("ask", "--json", os.fsdecode(b"what is \xff drift?"))
    assert result.returncode == 0


@pytest.mark.parametrize("redirect", ["| head -c 1", ">/dev/full", "<&-"])
def test_lost_input_and_output_are_told_without_a_traceback(guide_data_dir, redirect):
    row = json.dumps({"id": 1, "question": "what is drift?"})
    ask = f"{sys.executable} -m advisor.cli ask --jsonl {redirect}"
    result = subprocess.run(
        [
            "bash",
            "-c",
            f"for i in $(seq 99); do echo '{row}'; done | {ask}; exit ${{PIPESTATUS[1]}}",
        ],
        cwd=ROOT,
        env=os.environ | {"DATA_DIR": str(guide_data_dir)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
