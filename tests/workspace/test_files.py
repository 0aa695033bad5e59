"""Uploads, as the SDK makes them."""

import httpx
import pytest
from slack_sdk.errors import SlackApiError, SlackRequestError

from workspace import server
from workspace.application import Application


def test_a_file_is_uploaded_shared_and_downloaded(slack, client):
    answer = client.files_upload_v2(
        channel="D_PM",
        content="# A card",
        filename="card.md",
        title="The card",
        initial_comment="Here.",
    )
    (message,) = slack.messages("D_PM")
    assert (message.text, message.subtype) == ("Here.", "file_share")
    (file,) = message.files
    assert (file["id"], file["title"], file["name"]) == (
        answer["file"]["id"],
        "The card",
        "card.md",
    )
    response = httpx.get(file["url_private_download"])
    assert response.text == "# A card"
    assert response.headers["content-disposition"].startswith("attachment")


def test_an_upload_needs_its_scope():
    with server.start(application=Application(scopes=("chat:write",))) as slack:
        from slack_sdk import WebClient

        client = WebClient(token=slack.bot_token, base_url=slack.api_url)
        with pytest.raises(SlackApiError, match="missing_scope"):
            client.files_upload_v2(channel="D_PM", content="x", filename="x.md")


def test_other_bytes_than_were_announced_are_refused(client):
    address = client.files_getUploadURLExternal(filename="x.md", length=3)["upload_url"]
    assert httpx.post(address, content=b"four").status_code == 400
    assert httpx.post(address, content=b"yes").status_code == 200
    assert httpx.post(address, content=b"yes").status_code == 404


@pytest.mark.parametrize("files", [[{"id": "F_NONE"}], [], "x"])
def test_an_upload_that_does_not_exist_cannot_be_completed(slack, client, files):
    with pytest.raises((SlackApiError, SlackRequestError)):
        client.api_call("files.completeUploadExternal", json={"files": files, "channel_id": "D_PM"})
    assert slack.messages("D_PM") == ()


def test_what_was_not_uploaded_cannot_be_shared(client):
    announced = client.files_getUploadURLExternal(filename="x.md", length=3)
    with pytest.raises(SlackApiError, match="file_update_failed"):
        client.files_completeUploadExternal(files=[{"id": announced["file_id"]}], channel_id="D_PM")


def test_a_person_shares_a_file_that_the_app_is_told_of_and_can_read(slack, client):
    ts = slack.person("U_PM").share_file("C_GENERAL", "churn.md", b"# Churn", "Look")
    (message,) = [each for each in slack.messages("C_GENERAL") if each.ts == ts]
    (file,) = message.files
    assert (message.subtype, file["name"], file["user"]) == ("file_share", "churn.md", "U_PM")
    assert httpx.get(file["url_private_download"]).text == "# Churn"
