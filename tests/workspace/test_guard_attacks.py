"""What pages of other sites may try on a server that listens on this machine."""

import socket

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect as open_socket

from workspace.handle import PATIENCE

ACT = '{"act": "say", "user": "U_PM", "channel": "C_GENERAL", "text": "x"}'
ELSEWHERE = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}


def ask(slack, request: str) -> str:
    """Send a request as it is written; returns the first line of the answer."""
    with socket.create_connection(("127.0.0.1", slack.port), timeout=PATIENCE) as connection:
        connection.sendall(request.replace("\n", "\r\n").encode())
        return connection.recv(4096).decode().partition("\r\n")[0]


@pytest.mark.parametrize(
    "request_",
    [
        "GET /page/state HTTP/1.0\n\n",
        "GET /page/state HTTP/1.1\nHost: evil.example\n\n",
        "GET /page/state HTTP/1.1\nHost: 127.0.0.1.evil.example\n\n",
        "GET /page/state HTTP/1.1\nHost: localhost.evil.example:80\n\n",
        "GET /page/state HTTP/1.1\nHost: 127.0.0.1:1\n\n",
        "GET /page/state HTTP/1.1\nHost: \n\n",
        "GET http://evil.example/page/state HTTP/1.1\nHost: evil.example\n\n",
        "GET /page/state HTTP/1.1\nHost: 127.0.0.1\nHost: evil.example\n\n",
        "GET /page/state HTTP/1.1\nHost: evil.example\nX-Forwarded-Host: 127.0.0.1\n\n",
    ],
)
def test_a_name_that_was_rebound_to_this_machine_is_refused(slack, request_):
    status = ask(slack, request_).split()[1]
    assert status in ("400", "403")


def test_programs_that_speak_http_1_0_name_their_host(slack):
    assert ask(slack, "GET /page/state HTTP/1.0\nHost: 127.0.0.1\n\n").split()[1] == "200"


@pytest.mark.parametrize(
    "path", ["page/act", "page/suggest", "control/faults", "control/redeliver"]
)
@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_form_of_another_site_writes_nothing(slack, path, kind):
    """Even a browser that sends neither Origin nor Sec-Fetch-Site."""
    headers = {"Content-Type": kind} if kind else {}
    answer = httpx.post(f"{slack.url}{path}", content=ACT, headers=headers)
    assert answer.status_code == 403
    assert slack.messages("C_GENERAL") == ()
    assert slack.faults.list() == []


@pytest.mark.parametrize("method", ["POST", "DELETE", "PUT"])
@pytest.mark.parametrize(
    "path", ["page/act", "control/faults", "control/sockets", "control/records", "api/api.test"]
)
def test_nothing_is_written_from_elsewhere(slack, method, path):
    headers = ELSEWHERE | {"Content-Type": "application/json"}
    answer = httpx.request(method, f"{slack.url}{path}", content=ACT, headers=headers)
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "path", ["page/state", "page/feed", "page/tour", "control/feed", "files/F1"]
)
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_nothing_is_read_from_elsewhere(slack, path, site):
    """`same-site` is another port of this machine: the developer's own pages are not ours either."""
    answer = httpx.get(f"{slack.url}{path}", headers={"Sec-Fetch-Site": site})
    assert answer.status_code == 403


def test_a_preflight_from_elsewhere_gets_no_leave(slack):
    headers = ELSEWHERE | {"Access-Control-Request-Method": "POST"}
    answer = httpx.options(f"{slack.url}page/act", headers=headers)
    assert answer.status_code == 403
    assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:1"])
def test_a_socket_from_elsewhere_is_refused_even_with_its_ticket(slack, client, origin):
    url = client.apps_connections_open(app_token=slack.app_token)["url"]
    with pytest.raises(InvalidStatus), open_socket(url, origin=origin, proxy=None):
        pass
    assert slack.state.sockets.connections == []
    with open_socket(url, proxy=None) as own:
        assert '"hello"' in own.recv(timeout=PATIENCE)


def test_a_socket_for_a_rebound_name_is_refused(slack, client):
    path = client.apps_connections_open(app_token=slack.app_token)["url"].partition("/link")[2]
    request = (
        f"GET /link{path} HTTP/1.1\nHost: evil.example\nUpgrade: websocket\nConnection: Upgrade\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nSec-WebSocket-Version: 13\n\n"
    )
    assert ask(slack, request).split()[1] == "403"


def test_a_link_from_elsewhere_installs_nothing(slack):
    visit = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    asked = {"client_id": slack.state.application.client_id, "scope": "chat:write"}
    asked["redirect_uri"] = "http://127.0.0.1:3000/back"
    page = httpx.get(f"{slack.url}oauth/v2/authorize", params=asked, headers=visit)
    assert page.status_code == 200
    form = {"page": "guessed", "user": "U_ADMIN", "decision": "allow"}
    decision = f"{slack.url}oauth/v2/decision"
    assert httpx.post(decision, data=form, headers=visit).status_code == 403
    assert httpx.post(decision, data=form).status_code == 400


def test_it_listens_on_the_loopback_address_only(slack):
    import psutil

    bound = {
        each.laddr.ip
        for each in psutil.Process().net_connections("tcp")
        if each.status == psutil.CONN_LISTEN and each.laddr.port == slack.port
    }
    assert bound == {"127.0.0.1"}
