"""The app is installed by Bolt's own OAuth flow, used, revoked, taken out and installed again."""

import html
import re
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from slack_bolt import App, BoltRequest
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth import AuthorizeUrlGenerator
from slack_sdk.oauth.installation_store import FileInstallationStore
from slack_sdk.oauth.state_store import FileOAuthStateStore

from workspace import server

BACK = "http://127.0.0.1:3000/slack/oauth_redirect"


@pytest.fixture
def slack(lunch, closing):
    handle = server.start(application=lunch, event_url="http://127.0.0.1:9/", retry_delays=())
    yield handle
    closing(handle.stop)


@pytest.fixture
def app(slack, tmp_path):
    application = slack.state.application
    settings = OAuthSettings(
        client_id=application.client_id,
        client_secret=application.client_secret,
        scopes=["chat:write", "users:read"],
        user_scopes=["users:read"],
        redirect_uri=BACK,
        authorization_url=f"{slack.url}oauth/v2/authorize",
        installation_store=FileInstallationStore(base_dir=str(tmp_path / "installations")),
        state_store=FileOAuthStateStore(expiration_seconds=60, base_dir=str(tmp_path / "states")),
    )
    client = WebClient(base_url=slack.api_url)
    bolt = App(client=client, signing_secret="s", oauth_settings=settings)
    bolt.enable_token_revocation_listeners()
    return bolt


def find_authorize_url(page):
    return html.unescape(re.search(r'href="([^"]+authorize[^"]+)"', page).group(1))


def begin(app):
    """Open Bolt's install page; returns the address of Slack's and the state's cookie."""
    answer = app.oauth_flow.handle_installation(BoltRequest(body="", headers={}))
    cookie = answer.headers["set-cookie"][0].partition(";")[0]
    return find_authorize_url(answer.body), cookie


def decide(slack, url, decision="allow", user="U_ADMIN"):
    """Press a button on Slack's page; returns where the browser is sent, and its query."""
    page = httpx.get(url)
    assert page.status_code == 200
    key = re.search(r'name="page" value="([^"]+)"', page.text).group(1)
    form = {"page": key, "user": user, "decision": decision}
    origin = {"Origin": slack.url.rstrip("/")}
    answer = httpx.post(f"{slack.url}oauth/v2/decision", data=form, headers=origin)
    assert answer.status_code == 302
    parts = urlsplit(answer.headers["location"])
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    return f"{parts.scheme}://{parts.netloc}{parts.path}", query


def install(slack, app, user="U_ADMIN"):
    url, cookie = begin(app)
    target, query = decide(slack, url, user=user)
    assert target == BACK
    request = BoltRequest(body="", query=query, headers={"cookie": cookie})
    answer = app.oauth_flow.handle_callback(request)
    assert answer.status == 200, answer.body
    return app.oauth_flow.settings.installation_store.find_installation(
        enterprise_id=None, team_id="T_LOCAL"
    )


def test_bolts_flow_installs_the_app(slack, app):
    found = install(slack, app)
    assert (found.user_id, found.team_id, found.app_id) == ("U_ADMIN", "T_LOCAL", "A_LOCAL")
    assert found.bot_scopes == ["chat:write", "users:read"]
    client = WebClient(token=found.bot_token, base_url=slack.api_url)
    assert client.auth_test()["bot_id"] == "B_BOT"
    assert client.chat_postMessage(channel="C_GENERAL", text="here I am")["ok"]
    with pytest.raises(SlackApiError, match="missing_scope"):
        client.conversations_list()
    person = WebClient(token=found.user_token, base_url=slack.api_url)
    assert person.auth_test()["user_id"] == "U_ADMIN"
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        person.chat_postMessage(channel="C_GENERAL", text="as a person")


def test_who_cancels_comes_back_with_access_denied(slack, app):
    url, _ = begin(app)
    target, query = decide(slack, url, "cancel")
    assert (target, query["error"]) == (BACK, "access_denied")
    assert query["state"]


def test_the_state_comes_back_as_it_was_sent(slack):
    generator = AuthorizeUrlGenerator(
        client_id=slack.state.application.client_id,
        scopes=["chat:write"],
        redirect_uri=BACK,
        authorization_url=f"{slack.url}oauth/v2/authorize",
    )
    _, query = decide(slack, generator.generate("a-state.1"))
    assert query["state"] == "a-state.1"


def test_a_page_decides_once(slack, app):
    url, _ = begin(app)
    page = httpx.get(url).text
    form = {
        "page": re.search(r'name="page" value="([^"]+)"', page).group(1),
        "user": "U_PM",
        "decision": "allow",
    }
    statuses = [httpx.post(f"{slack.url}oauth/v2/decision", data=form).status_code for _ in "ab"]
    assert statuses == [302, 400]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"client_id": "1.2"}, "Invalid client_id parameter."),
        ({"scope": "", "user_scope": ""}, "No scopes requested."),
        ({"redirect_uri": "https://evil.example/"}, "redirect_uri did not match"),
        ({"redirect_uri": "javascript:alert(1)"}, "redirect_uri did not match"),
        ({"team": "T_ELSE"}, "There is no such team here."),
    ],
)
def test_slack_refuses_what_the_app_may_not_ask(slack, changed, sentence):
    asked = {"client_id": slack.state.application.client_id, "scope": "chat:write"}
    asked |= {"redirect_uri": BACK} | changed
    answer = httpx.get(f"{slack.url}oauth/v2/authorize", params=asked)
    assert answer.status_code == 400
    assert sentence in answer.text


def test_the_page_shows_what_is_asked_for_as_text(slack):
    asked = {"client_id": slack.state.application.client_id, "scope": "<img src=x>"}
    answer = httpx.get(f"{slack.url}oauth/v2/authorize", params=asked | {"redirect_uri": BACK})
    assert "<img" not in answer.text
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


@pytest.fixture
def access(slack):
    application = slack.state.application
    client = WebClient(base_url=slack.api_url)
    who = {"client_id": application.client_id, "client_secret": application.client_secret}

    def exchange(**changed):
        return client.oauth_v2_access(**who | changed)

    return exchange


def grant(slack):
    return slack.state.installs.grant(
        "U_PM", scopes=("chat:write",), user_scopes=(), redirect_uri=BACK
    )


def test_a_code_is_good_once_and_with_its_redirect_uri(slack, access):
    code = grant(slack)
    with pytest.raises(SlackApiError, match="bad_redirect_uri"):
        access(code=code, redirect_uri="http://127.0.0.1:3000/else")
    answer = access(code=code, redirect_uri=BACK)
    assert answer["access_token"].startswith("xoxb-")
    assert answer["scope"] == "chat:write"
    assert answer["authed_user"] == {"id": "U_PM"}
    with pytest.raises(SlackApiError, match="code_already_used"):
        access(code=code, redirect_uri=BACK)


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"code": "nonsense"}, "invalid_code"),
        ({}, "invalid_code"),
        ({"client_id": "1.2"}, "invalid_client_id"),
        ({"client_secret": "wrong"}, "bad_client_secret"),
        ({"grant_type": "refresh_token", "refresh_token": "x"}, "token_rotation_not_enabled"),
    ],
)
def test_access_is_refused_in_slacks_words(access, changed, error):
    with pytest.raises(SlackApiError, match=error):
        access(**changed)


def test_a_revoked_token_is_no_longer_good_and_the_app_is_told(slack, app):
    found = install(slack, app)
    client = WebClient(token=found.bot_token, base_url=slack.api_url)
    assert client.auth_revoke(test=True)["revoked"] is False
    assert client.auth_revoke()["revoked"] is True
    with pytest.raises(SlackApiError, match="token_revoked"):
        client.auth_test()
    (delivery,) = slack.deliveries_of("tokens_revoked")
    assert delivery.payload["event"]["tokens"] == {"oauth": [], "bot": ["U_BOT"]}


def test_bolt_forgets_an_app_that_is_uninstalled_and_it_can_be_installed_again(slack, app):
    found = install(slack, app)
    application = slack.state.application
    client = WebClient(token=found.bot_token, base_url=slack.api_url)
    who = {"client_id": application.client_id, "client_secret": application.client_secret}
    assert client.apps_uninstall(**who)["ok"]
    with pytest.raises(SlackApiError, match="account_inactive"):
        client.auth_test()
    slack.person("U_PM").say("C_GENERAL", "anyone?")
    types = [each.event_type for each in slack.deliveries]
    assert types == ["app_uninstalled", "tokens_revoked"]
    store = app.oauth_flow.settings.installation_store
    for delivery in slack.deliveries:
        app.dispatch(build_request(delivery.payload))
    slack.wait_for(lambda: store.find_installation(enterprise_id=None, team_id="T_LOCAL") is None)
    assert install(slack, app).bot_token != found.bot_token
    slack.person("U_PM").say("C_GENERAL", "welcome back")
    assert slack.deliveries[-1].event_type == "message"


def build_request(payload):
    """What Bolt's HTTP adapter hands over, with a signature."""
    import json
    import time

    from workspace.signed_http import sign

    body, timestamp = json.dumps(payload), str(int(time.time()))
    headers = {
        "content-type": "application/json",
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": sign("s", timestamp, body.encode()),
    }
    return BoltRequest(body=body, headers=headers)


def test_an_admin_removes_the_app_and_others_may_not(slack):
    from workspace.errors import PersonError

    with pytest.raises(PersonError):
        slack.person("U_PM").remove_app()
    slack.person("U_ADMIN").remove_app()
    client = WebClient(token=slack.bot_token, base_url=slack.api_url)
    with pytest.raises(SlackApiError, match="account_inactive"):
        client.auth_test()
