"""`python -m workspace`: its options, and one sentence for each that cannot be."""

import json

import httpx
import pytest

from workspace import server
from workspace.__main__ import build_any_app, main
from workspace.events import SENT
from workspace.inputs import InputError, load_tour
from workspace.manifest import load_manifest
from workspace.seed_file import load_seed

MANIFEST = """
display_information:
  name: Lunch
features:
  bot_user: {display_name: lunch}
  slash_commands:
    - {command: /lunch, description: Order, usage_hint: "[dish]", should_escape: false}
  shortcuts:
    - {name: Order this, type: message, callback_id: order_this, description: It}
    - {name: Order, type: global, callback_id: order, description: It}
  agent_view:
    agent_description: Lunch
    suggested_prompts: [{title: "Soup?", message: "Is there soup?"}]
oauth_config:
  redirect_urls: [https://lunch.example/slack/oauth_redirect]
  scopes: {bot: [chat:write, commands]}
settings:
  event_subscriptions: {bot_events: [app_mention, message.im]}
  socket_mode_enabled: true
"""


@pytest.fixture
def write(tmp_path):
    def write_file(text, name="file"):
        path = tmp_path / name
        path.write_text(text if isinstance(text, str) else json.dumps(text))
        return path

    return write_file


def test_a_manifest_says_what_the_app_is(write):
    app = load_manifest(write(MANIFEST))
    assert (app.name, app.scopes) == ("lunch", ("chat:write", "commands"))
    assert app.events == ("app_mention", "message.im")
    assert [(each.name, each.hint) for each in app.commands] == [("/lunch", "[dish]")]
    kinds = [(each.callback_id, each.type) for each in app.shortcuts]
    assert kinds == [("order_this", "message"), ("order", "global")]
    assert app.prompts[0].message == "Is there soup?"
    assert app.redirect_urls == ("https://lunch.example/slack/oauth_redirect",)


def test_a_manifest_may_be_json_and_short(write):
    app = load_manifest(write({"display_information": {"name": "tiny"}}))
    assert (app.name, app.commands, app.events) == ("tiny", (), ())


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a: [", "neither YAML nor JSON at line 1"),
        ("just text", "no Slack manifest"),
        ("features: {}", "display_information: field required"),
        ("display_information: {name: ''}", "display_information.name"),
        (
            "{display_information: {name: a}, features: {slash_commands: [{command: lunch}]}}",
            "features.slash_commands.0.command",
        ),
        (
            "{display_information: {name: a}, features: {shortcuts: [{name: a, callback_id: b, type: both}]}}",
            "features.shortcuts.0.type",
        ),
        (
            "{display_information: {name: a}, oauth_config: {scopes: {bot: chat}}}",
            "oauth_config.scopes.bot",
        ),
    ],
)
def test_a_bad_manifest_is_told_in_one_sentence(write, text, sentence):
    with pytest.raises(InputError) as caught:
        load_manifest(write(text))
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_seed_says_who_is_here_and_where(write):
    people = [{"id": "U_X", "name": "xena", "email": "x@x.example"}, {"id": "U_Y", "name": "yan"}]
    channels = [
        {"id": "C_ALL", "name": "all"},
        {"id": "G_X", "name": "secret", "kind": "group", "members": ["U_X"]},
    ]
    seed = load_seed(write({"people": people, "channels": channels}))
    assert [person.real_name for person in seed.people] == ["xena", "yan", "advisor"]
    assert seed.channels[0].members == {"U_X", "U_Y", "U_BOT"}
    assert seed.channels[1].members == {"U_X"}
    assert len(load_seed(write(people)).channels) == 4
    with server.start(seed=seed, application=build_any_app()) as slack:
        slack.person("U_X").mention("C_ALL", "hello")
        assert slack.messages("C_ALL")[0].text == "<@U_BOT> hello"


@pytest.mark.parametrize(
    ("seed", "sentence"),
    [
        ("[", "is not JSON"),
        ({"persons": []}, "persons"),
        ([{"id": "U_X"}], "people.0.name: field required"),
        ([{"id": "x y", "name": "x"}], "people.0.id"),
        ([{"id": "U_X", "name": "two words"}], "people.0.name"),
        ([{"id": "U_X", "name": "x", "age": 3}], "people.0.age"),
        ([{"id": "U_X", "name": "x"}, {"id": "U_X", "name": "y"}], "the id U_X twice"),
        ([{"id": "U_X", "name": "x"}, {"id": "U_Y", "name": "x"}], "the person's name x twice"),
        ([{"id": "U_BOT", "name": "x"}], "U_BOT, which is the app itself"),
        ([{"id": "U_X", "name": "x", "is_bot": True}], "no person who is not a bot"),
        (
            {"channels": [{"id": "C_X", "name": "x", "members": ["U_NONE"]}]},
            "puts U_NONE into #x: no such person",
        ),
        ({"channels": [{"id": "C_X", "name": "x", "kind": "im"}]}, "channels.0.kind"),
    ],
)
def test_a_bad_seed_is_told_in_one_sentence(write, seed, sentence):
    with pytest.raises(InputError) as caught:
        load_seed(write(seed))
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_tour_is_served_as_it_is_and_none_as_nothing(write):
    tour = load_tour(write({"steps": [{"title": "Ask"}]}))
    with server.start(tour=tour) as slack:
        assert httpx.get(f"{slack.url}page/tour").json() == tour
    with server.start() as slack:
        assert httpx.get(f"{slack.url}page/tour").json() == {}
    with pytest.raises(InputError, match="must be a JSON object"):
        load_tour(write("[]"))


def test_without_a_manifest_the_app_may_do_anything():
    app = build_any_app()
    assert app.accepts("/whatever")
    assert set(app.events) == SENT


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--port", "http"], "'http' is no port: choose one from 0 to 65535"),
        (["--port", "65536"], "'65536' is no port"),
        (["--bot-url", "localhost:3000"], "'localhost:3000' is no address of a bot"),
        (["--bot-url", "http://"], "is no address of a bot"),
        (["--bot-url", "http://[::1"], "is no address of a bot"),
        (["--socket", "--bot-url", "http://127.0.0.1:1/"], "not allowed with argument"),
        (["--wrong"], "Unrecognized arguments: --wrong"),
    ],
)
def test_an_option_that_cannot_be_is_told_in_one_sentence(capsys, options, sentence):
    with pytest.raises(SystemExit) as caught:
        main(options)
    told = capsys.readouterr().err
    assert caught.value.code == 2
    assert sentence in told
    assert told.count("\n") == 1


@pytest.mark.parametrize("option", ["--manifest", "--seed", "--tour"])
def test_a_file_that_does_not_exist_is_told_in_one_sentence(capsys, tmp_path, option):
    assert main(["--port", "0", option, str(tmp_path / "nothing")]) == 1
    told = capsys.readouterr().err
    assert told.endswith("nothing does not exist.\n")
    assert told.count("\n") == 1
    assert main(["--port", "0", option, str(tmp_path)]) == 1
    assert "is a folder, not a file" in capsys.readouterr().err


def test_a_port_that_is_taken_is_told_in_one_sentence(capsys, slack):
    assert main(["--port", str(slack.port)]) == 1
    told = capsys.readouterr().err
    assert told == f"Port {slack.port} is taken: choose another with --port, or 0 for any.\n"
