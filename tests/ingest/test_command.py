import json
import signal
import time

import pytest
from small_guide import page

from advisor.database import open_database, releases
from advisor.embedding import BUNDLED_SHA256
from advisor.index.layout import release_directory, releases_directory
from advisor.settings import Settings

KEYS = [
    "release",
    "documents",
    "chunks",
    "embedded",
    "reused",
    "removed",
    "rejected",
    "warnings",
    "seconds",
    "published",
    "evaluation",
]


def records(command):
    database = open_database(Settings(data_dir=command.data_dir))
    try:
        return {record.id: record for record in releases.list_releases(database)}
    finally:
        database.close()


def change(folder, number):
    (folder / "apples.md").write_text(page("Apples", number))


def wait_for(condition, seconds=90):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_the_whole_life_of_a_guide(command, folder):
    """One test for the sequence, because each run starts a process and loads the model."""
    (folder / "bad.md").write_text("---\ntitle: x\n")
    first = command.run("--json")
    assert first.returncode == 0, first.stderr
    report = json.loads(first.stdout)
    assert list(report) == KEYS
    assert report["release"] == 1
    assert report["published"] is True
    assert report["documents"] == 6
    assert report["evaluation"] is None
    assert report["rejected"] == [
        {"path": "bad.md", "reason": "line 1: the front matter is not closed by a line with ---"}
    ]
    assert records(command)[1].weights_sha256 == BUNDLED_SHA256

    again = json.loads(command.run(str(folder), "--jsonl").stdout)
    assert (again["release"], again["embedded"], again["reused"]) == (1, 0, report["embedded"])

    change(folder, 8)
    kept = json.loads(command.run("--if-missing", "--json").stdout)
    assert (kept["release"], kept["chunks"]) == (1, report["chunks"])

    text = command.run()
    assert text.returncode == 0
    assert text.stdout.startswith("Release 2 is live: 6 documents, 18 chunks (")
    assert "  bad.md: line 1" in text.stdout

    listed = json.loads(command.run("releases", "--json").stdout)
    assert listed["live"] == 2
    assert [(entry["release"], entry["status"]) for entry in listed["releases"]] == [
        (2, "active"),
        (1, "retired"),
    ]
    assert json.loads(command.run("rollback", "--json").stdout)["release"] == 1
    assert command.run("publish", "2").stdout == "Release 2 is live.\n"
    assert command.run("releases").stdout.startswith("*    2  active")


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        pytest.param(["nowhere"], 1, "There is no knowledge folder 'nowhere'", id="no folder"),
        pytest.param(["publish", "7"], 1, "There is no release 7 to publish", id="no release"),
        pytest.param(["rollback"], 1, "no earlier release", id="nothing before"),
        pytest.param(["publish"], 2, "usage:", id="no number"),
        pytest.param(["publish", "x"], 2, "usage:", id="not a number"),
        pytest.param(["publish", "9" * 20], 2, "usage:", id="no database's number"),
        pytest.param(["--bogus"], 2, "usage:", id="unknown option"),
        pytest.param(["a", "b"], 2, "usage:", id="two folders"),
    ],
)
def test_errors_are_one_sentence_on_stderr(command, arguments, status, message):
    done = command.run(*arguments)
    assert (done.returncode, done.stdout) == (status, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    if status == 1:
        assert len(done.stderr.strip().splitlines()) == 1


def test_of_two_ingests_at_once_one_runs_and_the_other_is_told_at_once(pipe, command):
    first = command.start("--json")
    lock = releases_directory(command.data_dir) / ".lock"
    wait_for(lambda: f"(process {first.pid})" in lock.read_text())
    # It waits for nobody: the first one stands still until it is told.
    second = command.run("--json")
    assert second.returncode == 1
    assert f"(process {first.pid})" in second.stderr
    assert "already running, started by" in second.stderr
    pipe.let_pass()
    output, errors = first.communicate(timeout=300)
    assert first.returncode == 0, errors
    assert json.loads(output)["published"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_the_build_and_marks_it_failed(pipe, command, number):
    process = command.start()
    wait_for(lambda: 2 in records(command))
    # Without it, the build would stand still for ever.
    process.send_signal(number)
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 128 + number, errors
    assert output == ""
    assert "Traceback" not in errors
    assert records(command)[2].status == "failed"
    assert not release_directory(command.data_dir, 2).exists()
    pipe.let_pass()
    assert command.run().returncode == 0


def test_ingest_needs_no_network_and_no_slack(command):
    """Proxies that lead nowhere would break any request; tokens are simply not read."""
    command.environment |= {
        "HTTPS_PROXY": "http://127.0.0.1:9",
        "HTTP_PROXY": "http://127.0.0.1:9",
        "SLACK_BOT_TOKEN": "",
    }
    done = command.run("--json")
    assert done.returncode == 0, done.stderr
