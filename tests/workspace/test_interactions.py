import time

import pytest
from shapes import button, feedback, home, modal, plain, section, text_input
from slack_sdk.webhook import WebhookClient

from workspace.errors import PersonError


@pytest.fixture
def person(slack):
    return slack.person("U_PM")


def texts(person, channel="C_GENERAL"):
    return [(message.text, message.visible_to) for message in person.sees(channel)]


def test_the_text_of_a_commands_ack_is_seen_by_one_person(slack, app, connect, person):
    app.command("/ask")(lambda ack, command: ack(f"{command['text']} by {command['user_name']}"))
    connect(app)
    delivery = person.slash("/ask", "why")
    assert texts(person) == [("why by priya", "U_PM")]
    assert 0 < delivery.ack_seconds < slack.deliverer.ack_timeout


def test_a_commands_ack_in_channel_is_seen_by_all(slack, app, connect, person):
    app.command("/ask")(lambda ack: ack(text="all", response_type="in_channel"))
    connect(app)
    person.slash("/ask")
    assert texts(slack.person("U_ENG")) == [("all", None)]


def test_a_command_that_is_not_acked_in_time_fails_before_the_person(slack, app, connect, person):
    app.command("/ask")(lambda: time.sleep(0.6))
    slack.deliverer.ack_timeout = 0.3
    connect(app)
    person.slash("/ask")
    assert person.notices == ['/ask failed with the error "operation_timeout"']


def test_a_command_without_an_app_fails_before_the_person(person):
    person.slash("/ask")
    assert person.notices == ['/ask failed with the error "dispatch_failed"']


def test_a_command_that_the_app_does_not_have_is_not_sent(slack, person):
    assert person.slash("/shout") is None
    assert person.notices == ["/shout is not a valid command."]
    assert slack.deliveries == []


def test_a_response_url_answers_five_times(slack, app, connect, person):
    app.command("/ask")(lambda ack: ack())
    connect(app)
    url = person.slash("/ask", channel="C_RANDOM").payload["response_url"]
    statuses = [WebhookClient(url).send(text=str(each)).status_code for each in range(6)]
    assert statuses == [200] * 5 + [404]
    assert texts(person, "C_RANDOM")[0] == ("0", "U_PM")


def test_a_click_can_replace_or_delete_the_message(slack, app, client, connect, person):
    @app.action("go")
    def go(ack, respond, action):
        ack()
        if action["value"] == "delete":
            respond(delete_original=True)
        else:
            respond(text="replaced", replace_original=True, blocks=[])

    connect(app)
    elements = [button(action_id="go", value="delete")]
    block = {"type": "actions", "elements": elements}
    first = client.chat_postMessage(channel="C_GENERAL", text="a", blocks=[block])["ts"]
    person.click(first, "go", "delete")
    slack.wait_for(lambda: not slack.messages("C_GENERAL"))
    elements[0]["value"] = "replace"
    second = client.chat_postEphemeral(channel="C_GENERAL", user="U_PM", text="a", blocks=[block])
    person.click(second["message_ts"], "go")
    slack.wait_for(lambda: texts(person) == [("replaced", "U_PM")])


def test_a_vote_carries_the_value_of_its_button(slack, app, client, connect, person):
    seen = []

    @app.action("feedback")
    def note(ack, body):
        ack()
        seen.append(body)

    connect(app)
    ts = client.chat_postMessage(channel="C_GENERAL", text="a", blocks=[feedback()])["ts"]
    person.click(ts, "feedback", "down:1")
    slack.wait_for(lambda: seen)
    action = seen[0]["actions"][0]
    assert (action["type"], action["value"]) == ("feedback_buttons", "down:1")
    assert (seen[0]["channel"]["id"], seen[0]["message"]["ts"]) == ("C_GENERAL", ts)
    with pytest.raises(PersonError):
        person.click(ts, "feedback", "sideways")


def test_a_select_in_a_message_reports_its_option(slack, app, client, connect, person):
    seen = []
    app.action("pick")(lambda ack, action: (ack(), seen.append(action)))
    connect(app)
    options = [{"text": plain(each), "value": each} for each in ("a", "b")]
    select = {"type": "static_select", "action_id": "pick", "options": options}
    block = section(accessory=select)
    ts = client.chat_postMessage(channel="C_GENERAL", text="a", blocks=[block])["ts"]
    person.click(ts, "pick", "b")
    slack.wait_for(lambda: seen)
    assert seen[0]["selected_option"]["value"] == "b"


@pytest.fixture
def form(slack, app, connect, person):
    """Open a modal by command; `answers` are what the app acks its submissions with."""
    answers, seen = [], []

    @app.command("/ask")
    def open_form(ack, command, client):
        ack()
        client.views_open(trigger_id=command["trigger_id"], view=modal(text_input("idea")))

    @app.view("form")
    def submit(ack, view):
        seen.append(view)
        ack(**answers.pop(0))

    connect(app)
    person.slash("/ask")
    slack.wait_for(lambda: person.modal)
    return answers, seen


def test_a_submission_closes_the_modal(person, form):
    answers, seen = form
    answers.append({})
    person.submit_view(person.modal.id, {"idea": "a search"})
    assert person.modal is None
    assert seen[0]["state"]["values"]["idea"]["text"]["value"] == "a search"


def test_errors_keep_the_modal_and_what_was_typed(person, form):
    form[0].append({"response_action": "errors", "errors": {"idea": "too short"}})
    person.submit_view(person.modal.id, {"idea": "x"})
    assert person.modal.errors == {"idea": "too short"}
    assert person.modal.values["idea"]["text"]["value"] == "x"


def test_errors_on_a_block_that_is_no_input_are_trouble(person, form):
    form[0].append({"response_action": "errors", "errors": {"nowhere": "too short"}})
    person.submit_view(person.modal.id, {"idea": "x"})
    assert person.notices == ["We had some trouble connecting. Try again?"]


def test_a_submission_can_update_push_and_clear(person, form):
    form[0].append({"response_action": "update", "view": modal(title="second")})
    form[0].append({"response_action": "push", "view": modal(title="third")})
    form[0].append({"response_action": "clear"})
    person.submit_view(person.modal.id, {"idea": "x"})
    assert person.modal.content["title"]["text"] == "second"
    person.submit_view(person.modal.id)
    assert person.modal.content["title"]["text"] == "third"
    person.submit_view(person.modal.id)
    assert person.modal is None


def test_slacks_client_does_not_submit_without_a_required_input(slack, person, form):
    with pytest.raises(PersonError, match="required"):
        person.submit_view(person.modal.id)
    assert slack.deliveries_of("view_submission") == []


def test_closing_is_told_only_with_notify_on_close(slack, app, client, connect, person):
    closed = []
    app.view_closed("form")(lambda ack, view: (ack(), closed.append(view["id"])))
    connect(app)
    for notify in (False, True):
        trigger = slack.state.triggers.issue("U_PM")
        view = modal(notify_on_close=notify)
        view_id = client.views_open(trigger_id=trigger, view=view)["view"]["id"]
        person.close_view(view_id)
    slack.wait_for(lambda: closed)
    assert closed == [view_id]


def test_a_button_on_the_home_opens_a_modal(slack, app, client, connect, person):
    @app.action("go")
    def go(ack, body, client):
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=modal())

    connect(app)
    actions = {"type": "actions", "elements": [button()]}
    client.views_publish(user_id="U_PM", view=home(actions))
    person.click_view(person.home.id, "go")
    assert slack.wait_for(lambda: person.modal)


def test_a_shortcut_carries_its_message(slack, app, connect, person):
    seen = []
    app.shortcut("ask_about_this")(lambda ack, body: (ack(), seen.append(body)))
    connect(app)
    ts = slack.person("U_ENG").say("C_GENERAL", "what is this?")
    person.shortcut("ask_about_this", ts)
    slack.wait_for(lambda: seen)
    assert seen[0]["message"]["text"] == "what is this?"
    assert seen[0]["trigger_id"]


def test_nobody_clicks_what_they_do_not_see(slack, client):
    block = {"type": "actions", "elements": [button()]}
    hidden = client.chat_postEphemeral(channel="C_GENERAL", user="U_PM", text="a", blocks=[block])
    with pytest.raises(PersonError):
        slack.person("U_ENG").click(hidden["message_ts"], "go")


def test_a_chosen_conversation_comes_with_an_address_to_answer_there(slack, app, connect, person):
    chosen = {
        "type": "input",
        "block_id": "where",
        "label": plain("Where?"),
        "element": {
            "type": "conversations_select",
            "action_id": "channel",
            "response_url_enabled": True,
        },
    }
    app.command("/triage")(
        lambda ack, command, client: (
            ack(),
            client.views_open(trigger_id=command["trigger_id"], view=modal(chosen)),
        )
    )
    app.view("form")(lambda ack: ack())
    connect(app)
    person.slash("/triage")
    delivery = person.submit_view(slack.wait_for(lambda: person.modal).id, {"where": "C_RANDOM"})
    (place,) = delivery.payload["response_urls"]
    assert place["channel_id"] == "C_RANDOM"
    WebhookClient(place["response_url"]).send(text="shared", response_type="in_channel")
    assert texts(slack.person("U_ENG"), "C_RANDOM") == [("shared", None)]
