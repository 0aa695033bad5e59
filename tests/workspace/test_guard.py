import subprocess
import sys

import httpx
import pytest

from workspace import server


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 200),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Host": "evil.example"}, 403),
        ({"Host": "127.0.0.1:1"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
    ],
)
def test_only_its_own_page_and_programs_here_are_served(slack, headers, status):
    assert httpx.get(slack.url, headers=headers).status_code == status


def test_a_link_from_elsewhere_opens_the_page_and_calls_nothing(slack):
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    link = f"{slack.api_url}chat.postMessage?token={slack.bot_token}&channel=C_GENERAL&text=x"
    assert httpx.get(link, headers=headers).status_code == 403
    assert slack.messages("C_GENERAL") == ()


def test_a_page_from_elsewhere_cannot_act(slack):
    body = {"act": "say", "user": "U_PM", "channel": "C_GENERAL", "text": "x"}
    headers = {"Origin": "https://evil.example"}
    assert httpx.post(f"{slack.url}page/act", json=body, headers=headers).status_code == 403
    assert slack.messages("C_GENERAL") == ()


@pytest.mark.parametrize("host", ["0.0.0.0", "localhost", "::"])
def test_it_refuses_to_serve_any_other_address(host):
    with pytest.raises(ValueError, match=r"127\.0\.0\.1"):
        server.start(host=host)


def test_the_command_prints_its_address_once_it_serves():
    command = [sys.executable, "-m", "workspace", "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        url = process.stdout.readline().strip()
        assert httpx.post(f"{url}api/api.test").json()["ok"]
        process.terminate()


def test_tests_in_other_processes_can_set_faults_and_read_the_logs(slack):
    fault = {"method": "api.test", "error": "fatal_error"}
    httpx.post(f"{slack.url}control/faults", json=fault)
    assert httpx.post(f"{slack.api_url}api.test").json()["error"] == "fatal_error"
    calls = httpx.get(f"{slack.url}control/calls").json()["calls"]
    assert [call["method"] for call in calls] == ["api.test"]
    slack.person("U_PM").say("C_GENERAL", "x")
    deliveries = httpx.get(f"{slack.url}control/deliveries").json()["deliveries"]
    assert deliveries[0]["type"] == "message"
