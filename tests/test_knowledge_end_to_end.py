"""The guide's owner at work, with the real core, the real builder in its process, and the local Slack."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from slack_bolt import BoltRequest
from small_guide import write_guide

import workspace.server
from advisor.bootstrap import build_services
from advisor.database.releases import live_release
from advisor.settings import Settings
from ingest.beside import builder_beside
from listeners.admins import REFUSAL
from listeners.modes import build
from listeners.socket_mode import serve_socket
from listeners.watching import Watch
from workspace.handle import PATIENCE

ROOT = Path(__file__).parent.parent
BUILD_SECONDS = 150
DRIFT = """# Model drift

## When do we retrain a model after drift?

We retrain a machine learning model {days} days after its data has drifted.
"""
QUESTION = "When do we retrain a model after drift?"
CARDS = "What does a model card list?"
LABELS = "How do we label training data for the churn model?"


def make_pdf(*lines):
    """A PDF of one page with these lines."""
    text = "".join(
        f"BT /F1 12 Tf 50 {740 - 20 * n} Td ({line}) Tj ET\n" for n, line in enumerate(lines)
    )
    fonts = "/Resources << /Font << /F1 5 0 R >> >>"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R {fonts} >>",
        f"<< /Length {len(text)} >>\nstream\n{text}endstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    made, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(made))
        made += f"{number} 0 obj\n{body}\nendobj\n"
    rows = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    start = len(made)
    made += f"xref\n0 6\n0000000000 65535 f \n{rows}trailer\n<< /Size 6 /Root 1 0 R >>\n"
    return f"{made}startxref\n{start}\n%%EOF\n".encode()


class Owner:
    """The admin in #launch, which is the admins' channel here."""

    def __init__(self, slack):
        self.slack = slack
        self.person = slack.person("U_ADMIN")

    def messages(self):
        return [each for each in self.slack.bot_messages("G_LAUNCH") if not each.visible_to]

    def wait(self, *texts, seconds=BUILD_SECONDS):
        """The newest lasting message that shows all these texts."""

        def find():
            found = [each for each in self.messages() if all(text in shown(each) for text in texts)]
            return found[-1] if found else None

        return self.slack.wait_for(find, seconds)

    def press(self, action_id, message):
        button = next(
            element
            for block in message.blocks
            for element in block.get("elements", ())
            if element.get("action_id") == action_id
        )
        return self.person.click(message.ts, action_id, button["value"])

    def publish(self, number):
        self.press("knowledge_publish", self.wait(f"Release {number} is built"))
        return self.wait(f"Release {number} is live.")

    def ask(self, question):
        return shown(answer_to(self.slack, question))

    def promote(self, **values):
        """Makes a golden question of the answer that was voted down."""
        self.person.slash("/knowledge", "golden votes", "G_LAUNCH")
        told = self.slack.wait_for(
            lambda: [
                each
                for each in self.person.sees("G_LAUNCH")
                if each.visible_to == "U_ADMIN" and "voted down" in shown(each)
            ]
        )
        self.press("golden_promote", told[-1])
        # The details of a build, which she looked at before, are still open.
        view = self.slack.wait_for(
            lambda: (
                (found := self.person.modal)
                and found.content["title"]["text"] == "Golden question"
                and found
            )
        )
        self.person.submit_view(view.id, values)
        self.slack.wait_for(lambda: "measured by it" in str(self.person.modal.content))
        return str(view.content)


def answer_to(slack, question):
    """The bot's answer to a question of the PM."""
    ts = slack.person("U_PM").mention("C_GENERAL", question)
    (message,) = slack.wait_for(lambda: slack.bot_messages("C_GENERAL", ts))
    return message


def shown(message):
    return json.dumps(message.blocks, ensure_ascii=False)


@pytest.fixture
def folder(tmp_path):
    write_guide(tmp_path / "knowledge")
    (tmp_path / "knowledge" / "drift.md").write_text(DRIFT.format(days=12), encoding="utf-8")
    return tmp_path / "knowledge"


@pytest.fixture
def started(tmp_path, folder, models, monkeypatch):
    """The bot with its builder beside it, over a small guide whose first release is live."""
    data_dir = tmp_path / "data"
    data_dir.mkdir()
    (data_dir / "models").symlink_to(models)
    for name, value in (("DATA_DIR", data_dir), ("KNOWLEDGE_DIR", folder)):
        monkeypatch.setenv(name, str(value))
    command = [sys.executable, "-m", "ingest", "--json"]
    subprocess.run(command, cwd=ROOT, env=os.environ, check=True, timeout=300, capture_output=True)
    monkeypatch.chdir(ROOT)
    with workspace.server.start(ack_timeout=PATIENCE, trigger_lifetime=PATIENCE) as slack:
        settings = Settings(
            data_dir=data_dir,
            knowledge_dir=folder,
            admin_channel="G_LAUNCH",
            slack_bot_token=slack.bot_token,
            slack_app_token=slack.app_token,
            slack_api_url=slack.api_url,
        )
        services = build_services(settings)
        app, desk = build(settings, services)
        stopped, watch = threading.Event(), Watch(desk)
        thread = threading.Thread(
            target=serve_socket, args=(app, settings, desk), kwargs={"stopped": stopped}
        )
        thread.start()
        watch.start()
        slack.wait_for_socket()
        with builder_beside(settings, services.database):
            yield slack, app, services
        watch.stop()
        stopped.set()
        thread.join(10)
        services.close()


def test_the_owner_refreshes_publishes_goes_back_adds_and_teaches(started, folder):
    slack, app, services = started
    ada = Owner(slack)
    (folder / "drift.md").write_text(DRIFT.format(days=77), encoding="utf-8")
    (folder / "bad.md").write_text("---\ntitle: never closed\n", encoding="utf-8")

    # A refresh is one message that lives, and changes nothing before it is published.
    ada.person.slash("/knowledge", "refresh", "G_LAUNCH")
    held = ada.wait("Release 2 is built", "`drift.md`", "`bad.md`", "not closed")
    updates = [call for call in slack.calls_of("chat.update") if call.payload["ts"] == held.ts]
    told = json.dumps([call.payload["blocks"] for call in updates], ensure_ascii=False)
    assert "Embed what is new" in told
    assert len(ada.messages()) == 1
    assert "12 days" in ada.ask(QUESTION)

    # Somebody else replays the button: nothing happens.
    ada.press("knowledge_details", held)
    payload = json.loads(json.dumps(slack.deliveries_of("block_actions")[-1].payload))
    payload["user"] = {"id": "U_PM", "team_id": "T_LOCAL"}
    payload["actions"][0]["action_id"] = "knowledge_publish"
    payload["response_url"] = slack.url + slack.state.response_urls.issue("U_PM", "G_LAUNCH")
    app.dispatch(BoltRequest(body=payload, mode="socket_mode"))
    priya = slack.person("U_PM")
    refused = slack.wait_for(
        lambda: [each for each in priya.sees("G_LAUNCH") if each.visible_to == "U_PM"]
    )
    assert refused[0].text.startswith(REFUSAL[:40])
    assert live_release(services.database) == 1

    # Published, it answers; rolled back, the old one answers again.
    ada.publish(2)
    assert "77 days" in ada.ask(QUESTION)
    ada.person.slash("/knowledge", "rollback", "G_LAUNCH")
    ada.wait("Release 1 is live.", "Before, release 2 was live.")
    assert "12 days" in ada.ask(QUESTION)

    # What was wrong with it becomes a golden question, with the section that the admin expects.
    answer = answer_to(slack, QUESTION)
    value = f"down:{answer.metadata['event_payload']['answer']}"
    priya.click(answer.ts, "feedback", value)
    asked_why = slack.wait_for(lambda: priya.modal)
    priya.submit_view(asked_why.id, {"reason": "outdated", "comment": "It is 77 days now."})
    slack.wait_for(lambda: "Thank you" in str(priya.modal.content))
    offered = ada.promote(question=QUESTION, section="0", facts="77 days")
    assert QUESTION in offered
    assert "drift.md" in offered

    # A PDF becomes a page that is cited with its page number.
    lines = ("Model cards", "A model card lists 26 fields for each machine learning model.")
    ts = ada.person.share_file("C_GENERAL", "model-cards.pdf", make_pdf(*lines))
    ada.person.shortcut("add_to_guide", ts)
    asked = ada.wait("Approve this page?", "26 fields")
    ada.press("proposal_approve", asked)
    ada.wait("Approved: a build with it follows.")
    ada.wait("Release 3 is built", "`pages/model-cards.pdf`", f"won: {QUESTION}", "1 of 1 right")
    ada.publish(3)
    answer = ada.ask(CARDS)
    assert "26 fields" in answer
    assert "p. 1" in answer

    # A thread becomes a page, and the page from before is still there.
    root = priya.say("C_PRODUCT", LABELS)
    words = "We label the training data of the churn model with three annotators for each example."
    last = slack.person("U_ENG").say("C_PRODUCT", words, root)
    ada.person.shortcut("teach_from_thread", last)
    ada.press("proposal_approve", ada.wait("Approve this page?", "three annotators"))
    held = ada.wait("Release 4 is built")
    assert "model-cards" not in shown(held)
    ada.publish(4)
    assert "three annotators" in ada.ask(LABELS)
    assert "26 fields" in ada.ask(CARDS)
