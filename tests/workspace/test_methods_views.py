import pytest
from shapes import home, modal, section, text_input
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from workspace import server


def error_of(function, **arguments):
    with pytest.raises(SlackApiError) as caught:
        function(**arguments)
    return caught.value.response["error"]


@pytest.fixture
def trigger(slack):
    return lambda: slack.state.triggers.issue("U_PM")


def test_a_trigger_opens_one_modal_only(slack, client, trigger):
    once = trigger()
    view = client.views_open(trigger_id=once, view=modal())["view"]
    assert slack.person("U_PM").modal.id == view["id"]
    assert error_of(client.views_open, trigger_id=once, view=modal()) == "exchanged_trigger_id"
    assert error_of(client.views_open, trigger_id="1.2.3", view=modal()) == "invalid_trigger_id"


def test_a_trigger_expires():
    with server.start(trigger_lifetime=0.0) as slack:
        client = WebClient(token=slack.bot_token, base_url=slack.api_url)
        trigger = slack.state.triggers.issue("U_PM")
        assert error_of(client.views_open, trigger_id=trigger, view=modal()) == "expired_trigger_id"


def test_a_refused_view_does_not_spend_the_trigger(client, trigger):
    once = trigger()
    bad = {"trigger_id": once, "view": modal(title="x" * 25)}
    assert error_of(client.views_open, **bad) == "invalid_arguments"
    assert client.views_open(trigger_id=once, view=modal())["ok"]


def test_three_modals_may_be_stacked(slack, client, trigger):
    client.views_open(trigger_id=trigger(), view=modal(title="one"))
    client.views_push(trigger_id=trigger(), view=modal(title="two"))
    third = client.views_push(trigger_id=trigger(), view=modal(title="three"))["view"]
    assert third["root_view_id"] != third["id"]
    fourth = {"trigger_id": trigger(), "view": modal()}
    assert error_of(client.views_push, **fourth) == "push_limit_reached"


def test_an_update_with_an_old_hash_conflicts(slack, client, trigger):
    view = client.views_open(trigger_id=trigger(), view=modal())["view"]
    client.views_update(view_id=view["id"], hash=view["hash"], view=modal(title="new"))
    late = {"view_id": view["id"], "hash": view["hash"], "view": modal(title="late")}
    assert error_of(client.views_update, **late) == "hash_conflict"
    assert slack.person("U_PM").modal.content["title"]["text"] == "new"


def test_an_update_finds_the_view_by_external_id(slack, client, trigger):
    client.views_open(trigger_id=trigger(), view=modal(external_id="mine"))
    client.views_update(external_id="mine", view=modal(title="new", external_id="mine"))
    assert slack.person("U_PM").modal.content["title"]["text"] == "new"


def test_a_closed_view_cannot_be_updated(slack, client, trigger):
    view = client.views_open(trigger_id=trigger(), view=modal())["view"]
    slack.person("U_PM").close_view(view["id"])
    assert error_of(client.views_update, view_id=view["id"], view=modal()) == "not_found"


def test_what_was_typed_survives_an_update(slack, client, trigger):
    view = client.views_open(trigger_id=trigger(), view=modal(text_input("idea")))["view"]
    person = slack.person("U_PM")
    slack.state.views.keep(
        person.modal, values={"idea": {"text": {"type": "plain_text_input", "value": "typed"}}}
    )
    updated = modal(section(), text_input("idea"))
    answer = client.views_update(view_id=view["id"], view=updated)["view"]
    assert answer["state"]["values"]["idea"]["text"]["value"] == "typed"


def test_a_home_is_published_for_one_person(slack, client):
    client.views_publish(user_id="U_PM", view=home(section("yours")))
    assert slack.person("U_PM").home.content["blocks"][0]["text"]["text"] == "yours"
    assert slack.person("U_ENG").home is None


def test_a_home_for_nobody_or_with_an_old_hash_is_refused(client):
    nobody = {"user_id": "U_NOBODY", "view": home()}
    assert error_of(client.views_publish, **nobody) == "invalid_arguments"
    first = client.views_publish(user_id="U_PM", view=home())["view"]
    client.views_publish(user_id="U_PM", view=home())
    late = {"user_id": "U_PM", "view": home(), "hash": first["hash"]}
    assert error_of(client.views_publish, **late) == "hash_conflict"
