"""Triages go further: shared, handed to engineers, saved as a file, remembered."""

from slack_fakes import OPEN
from triage_actor import Triager, actions_of, public, shown, stored, view_text, wait_for_stored

from listeners.triaging import CANNOT_POST, SAVED


def share(priya, action="triage_share", title="Share this triage", channel="C_PRODUCT", note=""):
    priya.press(action)
    view = priya.modal(title)
    return priya.person.submit_view(view.id, {"where": channel, "note": note})


def test_a_triage_is_shared_with_who_shares_it_and_then_the_team_may_open_it(bot, priya):
    priya.start()
    erik = bot.slack.person("U_ENG")
    share(priya, note="What do you think, <!channel>?")
    (message,) = bot.slack.wait_for(lambda: public(bot, "C_PRODUCT"))
    assert "Shared by <@U_PM>" in shown(message)
    assert "<!channel>" not in shown(message)
    assert set(actions_of(message.blocks)) == {"triage_source:1", "triage_open"}
    wait_for_stored(bot, lambda each: each.shared)
    priya.wait_for_card("Your team sees this triage")
    bot.settle()
    erik.click(message.ts, "triage_open", stored(bot)[0].id)
    view = bot.slack.wait_for(lambda: erik.modal)
    assert "A triage by <@U_PM>" in view_text(view)
    assert "triage_details" not in actions_of(view.content["blocks"])


def test_engineers_get_a_summary_with_the_open_questions(bot, priya):
    priya.start()
    share(priya, "triage_hand", "Hand to engineers")
    (message,) = bot.slack.wait_for(lambda: public(bot, "C_PRODUCT"))
    assert OPEN["data"] in shown(message)
    assert "Handed over by <@U_PM>" in shown(message)
    wait_for_stored(bot, lambda each: each.shared)


def test_a_channel_without_the_bot_gets_the_card_by_the_address_of_the_choice(bot, priya):
    priya.start()
    share(priya, channel="C_RANDOM")
    (message,) = bot.slack.wait_for(lambda: public(bot, "C_RANDOM"))
    assert "Shared by <@U_PM>" in shown(message)


def test_where_nothing_can_be_posted_its_owner_is_told_and_nothing_is_shared(bot, priya):
    priya.start()
    bot.slack.fail("chat.postMessage", 1, error="not_in_channel")
    bot.slack.state.response_urls.issue = lambda *_, **__: "respond/none"
    share(priya, channel="C_RANDOM")
    bot.slack.wait_for(
        lambda: (
            [each for each in bot.slack.messages("D_PM") if CANNOT_POST in each.text]
            or [each for each in priya.private() if each.text == CANNOT_POST]
        )
    )
    assert not stored(bot)[0].shared


def test_a_triage_is_saved_as_a_file_into_the_direct_messages(bot, priya):
    priya.start("Agents read each mail to find its team.")
    priya.press("triage_save")
    (message,) = bot.slack.wait_for(lambda: bot.slack.bot_messages("D_PM"))
    assert message.files[0]["name"].startswith("triage-agents-read-each-mail")
    content = bot.slack.state.files.find(message.files[0]["id"]).content.decode()
    assert "Agents read each mail to find its team." in content
    assert priya.wait(2).text == SAVED


def test_a_file_without_its_scope_comes_as_text(bot, priya):
    priya.start()
    bot.slack.fail("files.getUploadURLExternal", 1, error="missing_scope")
    priya.press("triage_save")
    note, text = bot.slack.wait_for(lambda: (found := bot.slack.bot_messages("D_PM"))[1:] and found)
    assert "files:write" in note.text
    assert "Agents read each mail" in shown(text)


def test_a_new_triage_remembers_a_similar_one_and_opens_it(bot, priya):
    priya.start("Agents read each mail to find its team.")
    priya.choose("triage_status", "dropped")
    wait_for_stored(bot, lambda each: each.status == "dropped")
    bot.settle()
    card = priya.start("Agents read each mail to find its team, too.", count=2)
    assert "Similar to “Agents read each mail to find its team”" in shown(card)
    assert "now dropped" in shown(card)
    priya.press("triage_open:similar", card)
    assert "Agents read each mail to find its team." in view_text(priya.modal("Triage"))


def test_what_others_keep_private_is_not_remembered(bot, priya):
    erik = Triager(bot, "U_ENG")
    erik.start("Agents read each mail to find its team.")
    card = priya.start("Agents read each mail to find its team, too.")
    assert "Similar to" not in shown(card)
