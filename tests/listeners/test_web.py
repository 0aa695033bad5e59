"""HTTP mode: signed requests, health, metrics and installation."""

import hashlib
import hmac
import json
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, replace

import pytest
from free_port import free_port
from slack_fakes import FakeAnswering, FakeServices
from slack_sdk.oauth.installation_store.models import Bot as InstalledBot

import workspace.server
from advisor.errors import NoReleaseError
from listeners.installations import build_oauth
from listeners.modes import build
from listeners.recovery import Recovery
from listeners.web import BODY_LIMIT, serve_http
from workspace.handle import PATIENCE

SECRET = "local-signing-secret"
CHANNEL = "C_GENERAL"


@dataclass
class Site:
    """The bot over HTTP, and the local Slack that delivers to it."""

    url: str
    slack: workspace.server.Handle
    services: FakeServices
    desk: object

    def get(self, path):
        return self._send(urllib.request.Request(self.url + path))

    def post(self, body, *, headers=None):
        request = urllib.request.Request(
            self.url + "/slack/events", data=body, headers=headers or {}
        )
        return self._send(request)

    def _send(self, request):
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()


def sign(body, *, secret=SECRET, at=None):
    timestamp = str(int(at or time.time()))
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256)
    return {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": f"v0={digest.hexdigest()}",
    }


@pytest.fixture
def start_site(settings, database):
    stops = []

    def start(**changes):
        port = free_port()
        slack = workspace.server.start(
            event_url=f"http://127.0.0.1:{port}/slack/events",
            retry_delays=(0.2, 0.5, 1.0),
            ack_timeout=PATIENCE,
            trigger_lifetime=PATIENCE,
        )
        own = replace(
            settings,
            slack_app_token="",
            slack_signing_secret=SECRET,
            slack_api_url=slack.api_url,
            port=port,
            **changes,
        )
        services = FakeServices(own, database, FakeAnswering(database))
        app, desk = build(own, services)
        stopped, recovery = threading.Event(), Recovery(desk)
        thread = threading.Thread(
            target=serve_http, args=(app, own, desk), kwargs={"stopped": stopped}, daemon=True
        )
        thread.start()
        recovery.start()
        stops.append((stopped, thread, recovery, slack))
        site = Site(f"http://127.0.0.1:{port}", slack, services, desk)
        slack.wait_for(lambda: is_up(site))
        return site

    yield start
    for stopped, thread, recovery, slack in stops:
        stopped.set()
        thread.join(10)
        recovery.stop(drain_seconds=2)
        slack.stop()


def is_up(site):
    try:
        return site.get("/healthz") == (200, "ok")
    except OSError:
        return False


@pytest.fixture
def site(start_site):
    return start_site()


def event(number=1, text="what is drift?", user="U_PM"):
    inner = {
        "type": "app_mention", "user": user, "text": f"<@U_BOT> {text}", "ts": f"17000000{number:02}.000100",
        "channel": CHANNEL, "event_ts": f"17000000{number:02}.000100",
    }  # fmt: skip
    body = {
        "type": "event_callback",
        "team_id": "T_LOCAL",
        "api_app_id": "A_LOCAL",
        "event_id": f"Ev{number}",
    }
    return json.dumps({**body, "event": inner, "event_time": 1}).encode()


def test_a_mention_is_answered_in_its_thread(site):
    ts = site.slack.person("U_PM").mention(CHANNEL, "what is drift?")
    (message,) = site.slack.wait_for(lambda: site.slack.bot_messages(CHANNEL, ts))
    assert "You asked: what is drift?" in message.text


def test_a_command_is_answered_privately(site):
    site.slack.person("U_PM").slash("/ask", "what is drift?")
    found = site.slack.wait_for(lambda: site.slack.bot_messages(CHANNEL))
    assert found[0].visible_to == "U_PM"


def test_an_event_that_comes_four_times_gets_four_times_200_and_one_answer(site):
    ts = site.slack.person("U_ENG").say(CHANNEL, "root")
    body = event().replace(b"1700000001.000100", ts.encode())
    assert [site.post(body, headers=sign(body))[0] for _ in range(4)] == [200] * 4
    site.slack.wait_for(lambda: site.slack.bot_messages(CHANNEL, ts))
    assert site.desk.pool.drain(PATIENCE)
    assert len(site.slack.bot_messages(CHANNEL, ts)) == 1


def test_a_retry_whose_first_delivery_never_arrived_is_answered(site):
    ts = site.slack.person("U_ENG").say(CHANNEL, "root")
    body = event().replace(b"1700000001.000100", ts.encode())
    headers = sign(body) | {"X-Slack-Retry-Num": "2", "X-Slack-Retry-Reason": "http_timeout"}
    assert site.post(body, headers=headers)[0] == 200
    site.slack.wait_for(lambda: site.slack.bot_messages(CHANNEL, ts))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Slack-Request-Timestamp": "soon", "X-Slack-Signature": "v0=00"},
        {"X-Slack-Request-Timestamp": "²", "X-Slack-Signature": "v0=00"},
        sign(event(), secret="another"),
        sign(event(), at=time.time() - 360),
        sign(event(2)),
        {key: value for key, value in sign(event()).items() if key != "X-Slack-Signature"},
    ],
)
def test_what_slack_did_not_sign_is_refused_without_effect(site, headers):
    headers = {key: value.encode().decode("latin-1") for key, value in headers.items()}
    assert site.post(event(), headers=headers)[0] == 401
    assert site.services.answering.questions == []


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", b"payload=%7B", b"[]", b"x" * 1000, b"payload=[]"]
)
def test_a_body_that_cannot_be_read_does_no_harm(site, body):
    for content_type in ("application/json", "application/x-www-form-urlencoded"):
        status, text = site.post(body, headers=sign(body) | {"Content-Type": content_type})
        assert 400 <= status < 600
        assert "Traceback" not in text
    assert site.get("/healthz")[0] == 200


def test_a_body_that_is_too_large_is_refused(site):
    body = b"x" * (BODY_LIMIT + 1)
    assert site.post(body, headers=sign(body))[0] == 413


def test_slacks_check_of_the_address_is_answered(site):
    body = json.dumps({"type": "url_verification", "challenge": "c123"}).encode()
    status, text = site.post(body, headers=sign(body))
    assert status == 200
    assert "c123" in text


def test_readiness_follows_release_and_database(site):
    assert site.get("/readyz") == (200, "ready")
    site.services.index.error = NoReleaseError()
    status, text = site.get("/readyz")
    assert status == 503
    assert "python -m ingest" in text


def test_metrics_count_answers_acks_votes_and_refusals(site):
    ts = site.slack.person("U_PM").mention(CHANNEL, "what is drift?")
    (message,) = site.slack.wait_for(lambda: site.slack.bot_messages(CHANNEL, ts))
    answer = message.metadata["event_payload"]["answer"]
    site.slack.person("U_PM").click(message.ts, "feedback", f"up:{answer}")
    counted = (
        'advisor_answers_total{method="extractive"} 1.0',
        'advisor_votes_total{value="up"} 1.0',
        "advisor_queue_length 0.0",
    )
    text = site.slack.wait_for(
        lambda: (text := site.get("/metrics")[1]) and all(each in text for each in counted) and text
    )
    assert "advisor_ack_seconds_bucket" in text
    assert "advisor_errors_total 0.0" in text
    assert "drift" not in text


def test_without_a_client_id_there_is_nothing_to_install(site):
    assert site.get("/slack/install")[0] == 404


def test_the_app_can_be_installed_in_a_workspace(start_site):
    site = start_site(slack_client_id="1.2", slack_client_secret="secret", slack_bot_token="")
    status, page = site.get("/slack/install")
    assert status == 200
    assert "https://slack.com/oauth/v2/authorize?state=" in page
    assert site.get("/slack/oauth_redirect?code=1&state=forged")[0] in (400, 401, 500)


def install(site, **where):
    build_oauth(site.services.settings, site.services.database).installation_store.save_bot(
        InstalledBot(
            app_id="A_LOCAL", bot_token=site.slack.bot_token, bot_id="B_BOT", bot_user_id="U_BOT",
            bot_scopes=["chat:write"], installed_at=time.time(), **where,
        )
    )  # fmt: skip


@pytest.mark.parametrize(
    "where",
    [
        {"team_id": "T_LOCAL"},
        {"enterprise_id": "E_ORG", "team_id": "T_LOCAL"},
        {"enterprise_id": "E_ORG", "team_id": None, "is_enterprise_install": True},
    ],
    ids=["workspace", "workspace of an organisation", "organisation"],
)
def test_in_a_shared_channel_the_installation_answers_and_not_the_authors_team(start_site, where):
    site = start_site(slack_client_id="1.2", slack_client_secret="secret", slack_bot_token="")
    install(site, **where)
    ts = site.slack.state.post(CHANNEL, "U_PM", text="what is drift?").ts
    site.slack.wait_for(lambda: all(each.done for each in site.slack.deliveries))
    event = {"type": "app_mention", "channel": CHANNEL, "user": "U_PM", "user_team": "T_OTHER", "ts": ts,
             "text": "<@U_BOT> what is drift?"}  # fmt: skip
    authorization = {
        "enterprise_id": where.get("enterprise_id"),
        "team_id": "T_LOCAL",
        "is_enterprise_install": where.get("is_enterprise_install", False),
    }
    body = {"type": "event_callback", "event_id": "Ev1", "team_id": "T_OTHER", "event": event,
            "is_ext_shared_channel": True, "authorizations": [authorization]}  # fmt: skip
    encoded = json.dumps(body).encode()
    assert site.post(encoded, headers=sign(encoded))[0] == 200
    site.slack.wait_for(lambda: site.slack.bot_messages(CHANNEL, ts))


def test_a_workspace_is_looked_up_while_somebody_writes(start_site):
    site = start_site(slack_client_id="1.2", slack_client_secret="secret", slack_bot_token="")
    install(site, team_id="T_LOCAL")
    # Who had to wait for the writer would fail in the end: it writes until it has been looked up.
    with site.services.database.write():
        assert site.desk.client_for("T_LOCAL", "").token == site.slack.bot_token


def test_an_event_that_nobody_listens_to_is_not_delivered_again(site):
    body = {"type": "event_callback", "event_id": "Ev1", "team_id": "T_LOCAL",
            "event": {"type": "app_context_changed", "user": "U_PM"}}  # fmt: skip
    encoded = json.dumps(body).encode()
    assert site.post(encoded, headers=sign(encoded))[0] == 200


def test_an_installed_workspace_is_answered_with_its_own_token_without_asking_slack_each_time(
    start_site,
):
    site = start_site(slack_client_id="1.2", slack_client_secret="secret", slack_bot_token="")
    install(site, team_id="T_LOCAL")
    for text in ("one?", "two?"):
        ts = site.slack.person("U_PM").mention(CHANNEL, text)
        site.slack.wait_for(lambda ts=ts: site.slack.bot_messages(CHANNEL, ts))
    # The two events of the first mention may ask at the same time; after that, nobody does.
    assert len(site.slack.deliveries) >= 4
    assert len(site.slack.calls_of("auth.test")) <= 2
