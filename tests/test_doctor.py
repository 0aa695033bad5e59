"""The doctor finds what is wrong and says what to do about it."""

import socket
import threading
from dataclasses import replace

import pytest
from chroma_server import ChromaServer

import workspace.server
from advisor.doctor import examine
from advisor.settings import Settings


@pytest.fixture
def slack():
    with workspace.server.start() as handle:
        yield handle


def by_name(checks):
    return {check.name: check for check in checks}


def test_a_sound_installation_without_slack_has_no_failure(guide):
    checks = by_name(examine(guide.settings))
    assert {check.status for check in checks.values()} <= {"ok", "warning"}
    assert checks["release"].status == "ok"
    assert checks["embedder"].finding.startswith("all-MiniLM-L6-v2 on Onnx")
    assert checks["llm"].status == "ok"


def test_every_failure_and_warning_has_its_remedy(tmp_path):
    for check in examine(Settings(data_dir=tmp_path, llm_model="nobody:none")):
        assert check.status == "ok" or check.remedy, check


def test_a_fresh_installation_is_told_to_ingest(tmp_path, models):
    (tmp_path / "models").symlink_to(models)
    release = by_name(examine(Settings(data_dir=tmp_path)))["release"]
    assert release.status == "failure"
    assert "python -m ingest" in release.remedy


def test_a_chroma_server_is_asked_and_a_release_elsewhere_told(guide, tmp_path):
    server = ChromaServer(tmp_path)
    address = server.url.replace("http://", "http://secret@")
    settings = replace(guide.settings, chroma_url=address)
    gone = by_name(examine(settings))["chroma"]
    assert gone.status == "failure"
    assert "CHROMA_URL" in gone.remedy
    server.start()
    checks = by_name(examine(settings))
    server.stop()
    assert checks["chroma"].status == "ok"
    assert "secret" not in str(checks)
    assert checks["release"].status == "warning"
    assert "python -m ingest" in checks["release"].remedy
    assert "chroma" not in by_name(examine(guide.settings))


def test_slack_is_asked_for_tokens_scopes_and_socket(tmp_path, slack):
    settings = Settings(
        data_dir=tmp_path,
        slack_api_url=slack.api_url,
        slack_bot_token=slack.bot_token,
        slack_app_token=slack.app_token,
    )
    checks = by_name(examine(settings))
    assert checks["tokens"].status == "ok"
    assert checks["scopes"].status == "ok"
    assert checks["socket"].status == "ok"
    assert checks["events"].status == "warning"


def test_a_wrong_token_is_a_failure_with_a_remedy(guide, slack):
    settings = replace(guide.settings, slack_api_url=slack.api_url, slack_bot_token="nonsense")
    tokens = by_name(examine(settings))["tokens"]
    assert tokens.status == "failure"
    assert "SLACK_BOT_TOKEN" in tokens.remedy


def test_a_slack_that_cannot_be_reached_is_a_failure(guide):
    settings = replace(
        guide.settings, slack_api_url="http://127.0.0.1:9/", slack_bot_token="xoxb-1"
    )
    assert by_name(examine(settings))["tokens"].status == "failure"


def test_a_database_that_cannot_be_opened_is_a_failure(tmp_path):
    settings = Settings(data_dir=tmp_path, database_url="postgresql://u:p@127.0.0.1:1/none")
    assert by_name(examine(settings))["database"].status == "failure"


def test_a_slack_that_hangs_up_is_a_failure_and_no_exception(guide):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def hang_up():
            connection, _ = server.accept()
            connection.recv(65536)
            connection.close()

        thread = threading.Thread(target=hang_up)
        thread.start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}/api/"
        settings = replace(guide.settings, slack_api_url=address, slack_bot_token="xoxb-1")
        tokens = by_name(examine(settings))["tokens"]
        thread.join()
    assert tokens.status == "failure"
