"""What a form's richer inputs report: files, formatted text, several people."""

import pytest
from shapes import modal

FORM = (
    ("file", {"type": "file_input", "action_id": "a"}),
    ("rich", {"type": "rich_text_input", "action_id": "a"}),
    ("people", {"type": "multi_users_select", "action_id": "a"}),
)


@pytest.fixture
def submitted(slack, app, connect):
    values = []
    blocks = [
        {
            "type": "input",
            "block_id": name,
            "label": {"type": "plain_text", "text": name},
            "element": element,
        }
        for name, element in FORM
    ]

    @app.command("/triage")
    def open_form(ack, command, client):
        ack()
        client.views_open(trigger_id=command["trigger_id"], view=modal(*blocks))

    @app.view("form")
    def submit(ack, view):
        ack()
        values.append(view["state"]["values"])

    connect(app)
    slack.person("U_PM").slash("/triage")
    slack.wait_for(lambda: slack.person("U_PM").modal)
    return values


def test_files_text_and_people_are_reported_as_slack_does(slack, submitted):
    person = slack.person("U_PM")
    file = person.upload_file("churn.csv", b"a,b")
    text = {"type": "rich_text", "elements": []}
    view = person.modal
    person.submit_view(view.id, {"file": {"a": [file]}, "rich": {"a": text}, "people": ["U_ENG"]})
    (values,) = slack.wait_for(lambda: submitted)
    assert values["file"]["a"]["files"][0]["name"] == "churn.csv"
    assert values["rich"]["a"] == {"type": "rich_text_input", "rich_text_value": text}
    assert values["people"]["a"]["selected_users"] == ["U_ENG"]
    assert slack.state.files.find(file["id"]).channels == ()


def test_a_file_is_shared_into_a_thread(slack):
    person = slack.person("U_PM")
    root = person.say("C_GENERAL", "look")
    ts = person.share_file("C_GENERAL", "churn.csv", b"a,b", "here", root)
    assert slack.state.message("C_GENERAL", ts).thread_ts == root
