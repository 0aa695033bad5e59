"""Files and threads become pages: proposed, read, approved or rejected; by admins only."""

import json

import pytest
from knowledge_actor import Keeper, shown
from slack_bolt import BoltRequest
from triage_actor import actions_of

from advisor.database.jobs import list_jobs
from advisor.database.proposals import list_proposals, read_proposal
from ingest.slack_pages import read_proposals
from listeners.admins import REFUSAL
from listeners.managing_pages import HOW_TO_TEACH, NO_FILE, NOTHING_SAID
from listeners.watching import Watch

PAGE = b"# Churn\n\n## What is churn?\n\nChurn is the share of customers who leave in a month.\n"
ALL = ("waiting", "proposed", "approved", "rejected", "failed", "removed")


@pytest.fixture
def bot(start_bot):
    bot = start_bot(admin_channel="G_LAUNCH")
    watch = Watch(bot.desk)
    watch.start()
    yield bot
    watch.stop()


@pytest.fixture
def ada(bot):
    return Keeper(bot)


@pytest.fixture
def read(bot, settings, database):
    """Does what the builder does with proposals, as soon as there are some."""

    def read(count=1):
        bot.slack.wait_for(lambda: len(list_proposals(database, "waiting")) >= count)
        read_proposals(settings, database)
        bot.desk.changed.set()

    return read


def asked(ada, *texts):
    return ada.message(*texts, channel="G_LAUNCH")


def add(ada, read, name="churn.md", content=PAGE):
    ts = ada.person.share_file("C_GENERAL", name, content, "Look at this")
    ada.person.shortcut("add_to_guide", ts)
    read()
    return ts


def proposals(database, *statuses):
    return list_proposals(database, *(statuses or ALL))


def test_a_messages_file_is_proposed_approved_and_built(bot, ada, read, database):
    add(ada, read)
    message = asked(ada, "Approve this page?", "Churn", "pages/churn.md", "who leave in a month")
    assert "by Ada Okafor" in shown(message)
    assert "#general" in shown(message)
    ada.press("proposal_approve", message)
    bot.slack.wait_for(lambda: "Approved: a build" in shown(ada.messages("G_LAUNCH")[0]))
    bot.slack.wait_for(lambda: list_jobs(database))
    (job,) = list_jobs(database)
    assert (job.kind, job.place.channel, job.requested_by) == ("refresh", "G_LAUNCH", "U_ADMIN")
    (proposal,) = proposals(database)
    assert (proposal.status, proposal.decided_by) == ("approved", "U_ADMIN")


def test_a_page_is_rejected(bot, ada, read, database):
    add(ada, read)
    ada.press("proposal_reject", asked(ada, "Approve this page?"))
    message = asked(ada, "Rejected.")
    assert actions_of(message.blocks) == []
    assert list_jobs(database) == []


def test_the_title_is_edited_in_a_form(bot, ada, read, database):
    add(ada, read)
    ada.press("proposal_title", asked(ada, "Approve this page?"))
    view = ada.modal()
    ada.person.submit_view(view.id, {"title": "Churn, in short"})
    asked(ada, "Churn, in short")
    assert proposals(database)[0].title == "Churn, in short"


def test_a_file_in_the_direct_messages_is_added_with_a_word(bot, ada, read, database):
    ada.person.share_file(ada.channel, "Our Churn (v2).TXT", PAGE, "Add this to the guide please!")
    read()
    asked(ada, "pages/our-churn-v2.txt")
    bot.slack.wait_for(lambda: "I am reading" in str([m.blocks for m in ada.messages()]))


def test_the_command_takes_the_last_file_of_the_direct_messages(bot, ada, read):
    assert NO_FILE[:40] in shown(ada.told("add"))
    ada.person.share_file(ada.channel, "churn.md", PAGE, "")
    bot.settle()
    assert "I am reading" in shown(ada.told("add", "C_GENERAL"))
    read()
    asked(ada, "pages/churn.md", "private conversation")


def test_a_file_that_cannot_be_a_page_is_told_with_its_reason(bot, ada, read):
    add(ada, read, "broken.pdf", b"this is no pdf")
    asked(ada, "This cannot be a page.", "it is not a PDF")


def test_a_file_of_another_kind_is_refused_at_once(bot, ada, database):
    ts = ada.person.share_file("C_GENERAL", "macro.xlsm", b"x")
    ada.person.shortcut("add_to_guide", ts)
    told = bot.slack.wait_for(lambda: ada.private("C_GENERAL"))
    assert "I make pages of Markdown" in shown(told[0])
    assert proposals(database) == []


def test_the_same_file_is_proposed_once(bot, ada, read, database):
    ts = add(ada, read)
    asked(ada, "Approve this page?")
    ada.person.shortcut("add_to_guide", ts)
    bot.slack.wait_for(
        lambda: "was proposed before" in str([m.blocks for m in ada.private("C_GENERAL")])
    )
    assert len(proposals(database)) == 1


def test_a_file_that_does_not_lie_in_slack_is_not_fetched(bot, ada, database):
    ts = ada.person.share_file("C_GENERAL", "churn.md", PAGE)
    ada.person.shortcut("add_to_guide", ts)
    bot.settle()
    payload = json.loads(json.dumps(bot.slack.deliveries_of("message_action")[-1].payload))
    for url in (
        "https://evil.example/x.md",
        "http://127.0.0.1:1/x.md",
        "https://slack.com.evil.example/x",
    ):
        payload["message"]["files"][0]["url_private_download"] = url
        payload["trigger_id"] = url
        before = len(ada.private("C_GENERAL"))
        bot.app.dispatch(BoltRequest(body=payload, mode="socket_mode"))
        told = bot.slack.wait_for(lambda before=before: ada.private("C_GENERAL")[before:])
        assert "does not lie in Slack" in shown(told[0])


def teach(ada, *said):
    """A thread of these words, by Erik and Priya in turns, and the shortcut on its last message."""
    erik, priya = ada.bot.slack.person("U_ENG"), ada.bot.slack.person("U_PM")
    root = priya.say("C_PRODUCT", said[0])
    last = root
    for number, words in enumerate(said[1:]):
        last = (erik, priya)[number % 2].say("C_PRODUCT", words, root)
    ada.person.shortcut("teach_from_thread", last)
    return root


def test_a_thread_becomes_a_page_with_its_link_and_authors(bot, ada, read, database):
    root = teach(
        ada,
        "How do we measure churn?",
        "We count who left in a month & divide by who was there.\n# not a heading\n• first\n• second",
        "Thanks <!channel>",
    )
    read()
    message = asked(
        ada, "How do we measure churn?", "divide by who was there", "Approve this page?"
    )
    text = shown(message)
    assert "Priya Nair" in text
    assert "Erik Lund" in text
    assert root.replace(".", "") in text
    (proposal,) = proposals(database)
    assert proposal.permalink
    assert [author.name for author in proposal.authors] == ["Priya Nair", "Erik Lund"]
    assert proposal.findings["sections"] == 1


def test_a_thread_without_an_answer_is_no_page(bot, ada, database):
    teach(ada, "How do we measure churn?")
    told = bot.slack.wait_for(lambda: ada.private("C_PRODUCT"))
    assert NOTHING_SAID in shown(told[0])
    assert proposals(database) == []


def test_where_the_thread_cannot_be_read_our_own_record_stands_in(bot, ada, read, database):
    bot.slack.fail("conversations.replies", 1, error="missing_scope")
    teach(ada, "How do we measure churn?", "We count who left in a month.")
    read()
    asked(ada, "We count who left in a month.")


def test_how_a_thread_is_taught_is_told(bot, ada):
    assert HOW_TO_TEACH[:40] in shown(ada.told("teach"))


def test_a_page_is_taken_out_again(bot, ada, read, database):
    add(ada, read)
    ada.press("proposal_approve", asked(ada, "Approve this page?"))
    bot.slack.wait_for(lambda: proposals(database, "approved"))
    assert "left out of the next release" in shown(ada.told("remove pages/churn.md"))
    assert proposals(database, "removed")
    assert "No page from Slack" in shown(ada.told("remove pages/churn.md"))


def forge(bot, pam, payload, **changes):
    key = bot.slack.state.response_urls.issue("U_PM", pam.channel)
    body = json.loads(json.dumps(payload)) | {
        "user": {"id": "U_PM", "team_id": "T_LOCAL"},
        "trigger_id": f"forged-{json.dumps(changes)}",
        "channel": {"id": pam.channel, "name": "directmessage"},
        "response_url": bot.slack.url + key,
        **changes,
    }
    bot.app.dispatch(BoltRequest(body=body, mode="socket_mode"))


@pytest.mark.parametrize("action", ["proposal_approve", "proposal_reject", "proposal_title"])
def test_who_replays_a_button_of_a_proposal_is_refused(bot, ada, read, database, action):
    add(ada, read)
    ada.press("proposal_title", asked(ada, "Approve this page?"))
    payload = bot.slack.deliveries_of("block_actions")[-1].payload
    pam = Keeper(bot, "U_PM")
    forge(bot, pam, payload, actions=[{**payload["actions"][0], "action_id": action}])
    assert REFUSAL in shown(bot.slack.wait_for(pam.private)[0])
    assert pam.person.modal is None
    assert read_proposal(database, 1).status == "proposed"


def test_a_forged_form_changes_no_title(bot, ada, read, database):
    add(ada, read)
    ada.press("proposal_title", asked(ada, "Approve this page?"))
    view = ada.modal()
    ada.person.submit_view(view.id, {"title": "Churn, in short"})
    bot.slack.wait_for(lambda: proposals(database)[0].title == "Churn, in short")
    payload = json.loads(json.dumps(bot.slack.deliveries_of("view_submission")[-1].payload))
    payload["user"] = {"id": "U_PM", "team_id": "T_LOCAL"}
    payload["view"]["state"]["values"]["title"]["text"]["value"] = "Forged"
    response = bot.app.dispatch(BoltRequest(body=payload, mode="socket_mode"))
    assert "Only the guide's admins" in response.body
    assert proposals(database)[0].title == "Churn, in short"


@pytest.mark.parametrize("shortcut", ["add_to_guide", "teach_from_thread"])
def test_the_shortcuts_are_for_admins(bot, database, shortcut):
    pam = Keeper(bot, "U_PM", "C_GENERAL")
    ts = pam.person.share_file("C_GENERAL", "churn.md", PAGE, "We know this now.")
    pam.person.shortcut(shortcut, ts)
    assert REFUSAL in shown(bot.slack.wait_for(pam.private)[0])
    assert proposals(database) == []


def test_a_file_with_the_word_from_somebody_else_is_refused(bot, database):
    pam = Keeper(bot, "U_PM")
    pam.person.share_file(pam.channel, "churn.md", PAGE, "add")
    bot.slack.wait_for(lambda: REFUSAL[:40] in str([m.blocks for m in pam.messages()]))
    assert proposals(database) == []


def test_words_of_a_page_call_nobody(bot, ada, read):
    add(
        ada, read, content=b"# <!channel> & <@U_PM>\n\nAsk <!here> at https://evil.example/x now.\n"
    )
    text = shown(asked(ada, "Approve this page?"))
    assert "<!channel>" not in text
    assert "<!here>" not in text
    assert "<@U_PM>" not in text
