"""The conversation of triage through the local workspace: from the form to the card, and all that is done with it."""

import json
import threading
import time

import pytest
from slack_bolt import BoltRequest
from slack_fakes import OPEN, build_assessment
from triage_actor import CHANNEL, Triager, actions_of, find_element, shown, view_text

from advisor.database.claims import give_back_all
from advisor.database.triages import history_of, list_triages, save_triage
from advisor.database.triages import share as share_triage
from advisor.errors import AdvisorError
from advisor.models import Description
from advisor.privacy import erase_person
from listeners.asks import Ask
from listeners.claiming import claim_ask
from listeners.modals import TOO_LATE
from listeners.recovery import recover
from listeners.shortcuts.triage_this import EMPTY
from listeners.triage_asks import have_done
from listeners.triaging import CANNOT_POST, SAVED
from listeners.views.triage_post import GONE
from listeners.views.triage_submitted import EMPTY as NO_PROBLEM


@pytest.fixture
def priya(bot):
    return Triager(bot)


def stored(bot, user="U_PM"):
    return list_triages(bot.services.database, team="T_LOCAL", user=user)


def wait_for_stored(bot, condition, user="U_PM"):
    return bot.slack.wait_for(
        lambda: (found := [each for each in stored(bot, user) if condition(each)]) and found[0]
    )


def chosen(message, action_id):
    return find_element(message.blocks, action_id)["initial_option"]


def public(bot, channel=CHANNEL):
    return [each for each in bot.slack.bot_messages(channel) if not each.visible_to]


def fill(priya, title="Triage an idea", **values):
    view = priya.modal(title)
    return priya.person.submit_view(view.id, values)


# --- from the form, the text, a message, an idea


def test_the_command_opens_the_form_and_the_form_gives_a_private_card(bot, priya):
    delivery = priya.person.slash("/triage", "", CHANNEL)
    assert delivery.acked
    fill(priya, problem="Agents read each mail.", data="40,000 mails", volume="400 a day")
    card = priya.wait()
    assert "Agents read each mail." in shown(card)
    assert bot.services.triage.described[0].data == "40,000 mails"
    assert priya.person.modal is None
    assert public(bot) == []
    (triage,) = stored(bot)
    assert triage.owner == "U_PM"
    assert not triage.shared


def test_the_form_asks_for_the_problem_and_nothing_else(bot, priya):
    priya.person.slash("/triage", "", CHANNEL)
    fill(priya, problem="   ")
    view = priya.modal("Triage an idea")
    assert view.errors == {"problem": NO_PROBLEM}
    fill(priya, problem="Agents read each mail.")
    priya.wait()


def test_a_technology_in_the_form_is_asked_for_its_problem_once(bot, priya):
    priya.person.slash("/triage", "", CHANNEL)
    fill(priya, problem="We want to use GPT.", today="nothing")
    view = bot.slack.wait_for(
        lambda: (
            (view := priya.person.modal)
            and "Which problem is it about?" in view_text(view)
            and view
        )
    )
    assert stored(bot) == ()
    assert view.values["today"]["text"]["value"] == "nothing"
    priya.person.submit_view(view.id, {"problem": "Agents read each mail, and customers wait."})
    assert "Agents read each mail" in shown(priya.wait())


def test_a_form_that_is_sent_twice_makes_one_triage(bot, priya):
    priya.person.slash("/triage", "", CHANNEL)
    view = priya.modal("Triage an idea")
    bot.services.triage.gate = threading.Event()
    first = priya.person.submit_view(view.id, {"problem": "Agents read each mail."})
    payload = dict(first.payload)
    bot.services.triage.gate.set()
    priya.wait()

    bot.app.dispatch(BoltRequest(body=payload, mode="socket_mode"))
    bot.settle()
    assert len(stored(bot)) == 1
    assert len(priya.private()) == 1


def test_a_text_after_the_command_is_triaged_at_once(bot, priya):
    started = time.monotonic()
    card = priya.start("Nurses decide each morning whom to call first.")
    assert time.monotonic() - started < 1.5
    assert "Nurses decide each morning" in shown(card)
    assert find_element(card.blocks, "triage_details")
    assert [each for each in bot.slack.person("U_ENG").sees(CHANNEL) if each.user == "U_BOT"] == []


def test_a_form_that_comes_too_late_is_said_so(bot, priya):
    bot.slack.fail("views.open", 1, error="expired_trigger_id")
    priya.person.slash("/triage", "", CHANNEL)
    assert priya.wait().text == TOO_LATE


def test_the_shortcut_triages_a_message_once(bot, priya):
    ts = bot.slack.person("U_ENG").say(CHANNEL, "we sort all parcels by hand & it takes hours")
    priya.person.shortcut("triage_this", ts)
    assert "we sort all parcels by hand &amp; it takes hours" in shown(priya.wait())
    priya.person.shortcut("triage_this", ts)
    bot.settle()
    assert len(stored(bot)) == 1
    assert len(priya.private()) == 1


def test_a_message_without_text_cannot_be_triaged(bot, priya):
    ts = bot.slack.person("U_ENG").say(CHANNEL, "<@U_PM>")
    priya.person.shortcut("triage_this", ts)
    assert priya.wait().text == EMPTY


def test_an_idea_in_a_mention_is_answered_and_offered_to_be_triaged(bot, priya):
    ts = priya.person.mention(CHANNEL, "could AI do this: sort our support mails by team?")
    (answer,) = bot.wait_for_replies(ts)
    assert "You asked: could AI" in answer.blocks[0]["text"]
    priya.press("triage_idea", answer)
    card = priya.wait()
    assert "sort our support mails by team" in shown(card)
    assert card.thread_ts == ts
    assert find_element(card.blocks, "triage_details")


def test_a_question_is_not_offered_to_be_triaged(bot, priya):
    ts = priya.person.mention(CHANNEL, "what is drift?")
    (answer,) = bot.wait_for_replies(ts)
    assert "triage_idea" not in actions_of(answer.blocks)


def test_in_direct_messages_the_card_is_a_lasting_message(bot, priya):
    channel = priya.person.direct_message
    ts = priya.person.dm("we would like a model that ranks our leads for the sales team")
    (answer,) = bot.wait_for_replies(ts, channel=channel)
    priya.press("triage_idea", answer)
    card = bot.wait_for_replies(ts, 2, channel=channel)[1]
    assert card.visible_to is None
    priya.person.click(
        card.ts, "triage_status", find_element(card.blocks, "triage_status")["options"][2]["value"]
    )
    bot.slack.wait_for(
        lambda: (
            '"text": "Status: Building"'
            in json.dumps(chosen(bot.replies(ts, channel)[1], "triage_status"))
        )
    )
    assert len(bot.replies(ts, channel)) == 2


def test_the_command_in_the_bots_direct_messages_posts_there(bot, priya):
    channel = priya.person.direct_message
    priya.person.slash("/triage", "Agents read each mail.", channel)
    (card,) = bot.slack.wait_for(lambda: bot.slack.bot_messages(channel))
    assert card.visible_to is None


# --- the missing facts


def test_facts_are_asked_one_at_a_time_until_the_verdict_stands(bot, priya):
    card = priya.start()
    assert "Question 1 of 3" in shown(card)
    assert OPEN["rules"] in shown(card)
    priya.press("triage_answer:no")
    priya.wait_for_card("Question 2 of 3", OPEN["data"], "too complex for rules")
    priya.press("triage_answer:yes")
    priya.wait_for_card("Question 3 of 3", OPEN["allowed"], "The verdict stays")
    priya.press("triage_answer:yes")
    card = priya.wait_for_card("the data may be used")
    assert not [each for each in actions_of(card.blocks) if each.startswith("triage_answer")]
    assert OPEN["worth"] in shown(card)
    priya.press("triage_details")
    fill(priya, "Add details", reply_worth="yes")
    card = priya.wait_for_card(
        "The verdict changed from “facts are missing” to “AI fits: classification”",
        "worth its cost",
    )
    assert len(priya.private()) == 1
    assert bot.services.triage.described[-1].replies == dict.fromkeys(
        ("rules", "data", "allowed", "worth"), "yes"
    )


def test_a_double_click_answers_once(bot, priya):
    card = priya.start()
    priya.press("triage_answer:no", card)
    # The same click once more: a new one might meet the next question, which the card shows by then.
    again = dict(bot.slack.deliveries_of("block_actions")[-1].payload)
    bot.app.dispatch(BoltRequest(body=again, mode="socket_mode"))
    priya.wait_for_card("Question 2")
    bot.settle()
    (triage,) = stored(bot)
    history = history_of(bot.services.database, triage.id, team="T_LOCAL", user="U_PM")
    assert [each.kind for each in history].count("replied") == 1


def test_an_answer_in_words_becomes_part_of_the_description(bot, priya):
    priya.start()
    priya.press("triage_words")
    view = priya.modal("Answer a question")
    assert OPEN["rules"] in view_text(view)
    priya.person.submit_view(view.id, {"words": "There are eleven rules, and they fail."})
    bot.slack.wait_for(lambda: len(bot.services.triage.described) == 2)
    assert bot.services.triage.described[1].today == "There are eleven rules, and they fail."
    bot.settle()
    assert len(priya.private()) == 1


def test_a_technology_gets_no_verdict_until_the_problem_is_told(bot, priya):
    card = priya.start("We want to use GPT for our support.")
    assert actions_of(card.blocks) == ["triage_words"]
    priya.press("triage_words")
    view = priya.modal("Answer a question")
    priya.person.submit_view(view.id, {"words": "Customers wait two days for an answer."})
    card = priya.wait_for_card("Customers wait two days", "Question 1 of 3")
    assert len(priya.private()) == 1


def test_details_triage_it_again_and_can_take_a_reply_back(bot, priya):
    priya.start()
    priya.press("triage_answer:no")
    priya.wait_for_card("Question 2")
    priya.press("triage_details")
    assert "names a technology" not in view_text(priya.modal("Add details"))
    fill(
        priya,
        "Add details",
        data="40,000 mails with their team",
        reply_rules="no",
        reply_data="yes",
    )
    card = priya.wait_for_card("rules are enough")
    assert "Rules first" in shown(card)
    described = bot.services.triage.described[-1]
    assert described.data == "40,000 mails with their team"
    assert described.replies == {"rules": "no", "data": "yes"}
    assert len(priya.private()) == 1


def test_when_the_card_can_no_longer_be_replaced_a_new_one_comes(bot, priya):
    card = priya.start()
    bot.slack.state.delete(card)
    url = bot.slack.state.response_urls
    url._issued.clear()
    triage = stored(bot)[0]

    task = {"do": "reply", "triage": triage.id, "key": "rules", "reply": "yes"}
    ask = Ask(
        kind="triage", team="T_LOCAL", channel=CHANNEL, user="U_PM", task=task, replaces=True,
        response_url=f"{bot.slack.url}respond/gone",
    )  # fmt: skip
    have_done(bot.desk, ask, key="k")
    assert "Question 2" in shown(priya.wait())


def test_in_direct_messages_a_reply_below_the_card_answers_its_question(bot, priya):
    channel = priya.person.direct_message
    priya.person.slash("/triage", "Agents read each mail.", channel)
    (card,) = bot.slack.wait_for(lambda: bot.slack.bot_messages(channel))
    bot.settle()
    priya.person.dm("No.", card.ts)
    (second,) = bot.wait_for_replies(card.ts, channel=channel)
    assert "too complex for rules" in shown(second)
    assert "Question 2 of 3" in shown(second)
    priya.person.dm("we keep 40,000 mails with their team", card.ts)
    bot.wait_for_replies(card.ts, 2, channel=channel)
    assert bot.services.triage.described[-1].data == "we keep 40,000 mails with their team"
    priya.person.dm("what is a baseline?", card.ts)
    answer = bot.wait_for_replies(card.ts, 3, channel=channel)[2]
    assert "You asked: what is a baseline?" in answer.blocks[0]["text"]
    assert len(stored(bot)) == 1


def test_in_direct_messages_the_problem_can_be_told_in_a_reply(bot, priya):
    channel = priya.person.direct_message
    priya.person.slash("/triage", "We want to use GPT.", channel)
    (asked,) = bot.slack.wait_for(lambda: bot.slack.bot_messages(channel))
    bot.settle()
    priya.person.dm("Customers wait two days for an answer.", asked.ts)
    (card,) = bot.wait_for_replies(asked.ts, channel=channel)
    assert "Customers wait two days" in shown(card)
    assert "Question 1 of 3" in shown(card)


# --- what its owner changes


def test_a_correction_is_stored_with_what_it_replaced(bot, priya):
    priya.start()
    priya.choose("triage_correct", "ranking")
    priya.wait_for_card("you chose: ranking")
    triage = wait_for_stored(bot, lambda each: each.chosen == "ranking")
    assert triage.assessment.capability == "classification"
    priya.choose("triage_correct", "none")
    priya.wait_for_card("you chose: no ai needed")


def test_the_status_is_kept_and_shown(bot, priya):
    priya.start()
    priya.choose("triage_status", "exploring")
    wait_for_stored(bot, lambda each: each.status == "exploring")
    bot.slack.wait_for(
        lambda: '"text": "Status: Exploring"' in json.dumps(chosen(priya.card(), "triage_status"))
    )


# --- sharing, handing over, saving


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


# --- memory and the Home tab


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


def open_home(bot, person):
    person.open_home()
    return bot.slack.wait_for(lambda: person.home)


def test_the_home_shows_own_and_shared_triages_and_opens_them(bot, priya):
    erik = Triager(bot, "U_ENG")
    erik.start("Parcels are sorted by hand.")
    priya.start("Agents read each mail.")
    home = open_home(bot, priya.person)
    assert "Agents read each mail" in view_text(home)
    assert "Parcels are sorted" not in view_text(home)
    triage = stored(bot)[0]
    priya.person.click_view(home.id, "triage_open", triage.id)
    view = priya.modal("Triage")
    button = find_element(view.content["blocks"], "triage_answer:no")
    priya.person.click_view(view.id, "triage_answer:no", button["value"])
    bot.slack.wait_for(lambda: "Question 2" in view_text(priya.person.modal))
    bot.settle()
    assert len(priya.private()) == 1


def test_details_can_be_added_from_the_home(bot, priya):
    priya.start("Agents read each mail.")
    home = open_home(bot, priya.person)
    triage = stored(bot)[0]
    priya.person.click_view(home.id, "triage_open", triage.id)
    card = priya.modal("Triage")
    priya.person.click_view(card.id, "triage_details", triage.id)
    fill(priya, "Add details", reply_rules="no")
    bot.slack.wait_for(
        lambda: (
            (view := priya.person.modal)
            and view.id == card.id
            and "rules are enough" in view_text(view)
        )
    )


def test_an_idea_started_on_the_home_comes_as_a_direct_message(bot, priya):
    home = open_home(bot, priya.person)
    priya.person.click_view(home.id, "triage_new", "new")
    fill(priya, problem="Agents read each mail.")
    (card,) = bot.slack.wait_for(lambda: bot.slack.bot_messages("D_PM"))
    assert "Agents read each mail." in shown(card)


def test_the_portfolio_is_exported_as_a_file(bot, priya):
    priya.start("=cmd() agents read each mail.")
    home = open_home(bot, priya.person)
    priya.person.click_view(home.id, "triage_export", "csv")
    priya.person.click_view(home.id, "triage_export", "csv")
    (message,) = bot.slack.wait_for(lambda: bot.slack.bot_messages("D_PM"))
    content = bot.slack.state.files.find(message.files[0]["id"]).content.decode()
    assert content.splitlines()[0].startswith("id,title,problem,status")
    assert "'=cmd()" in content
    bot.settle()
    assert len(bot.slack.bot_messages("D_PM")) == 1


# --- who may do what, and what goes wrong


def forge(card, action_id, old, new):
    """What a client that was tampered with would send: another's triage behind one's own button."""
    element = find_element(card.blocks, action_id)
    if "options" in element:
        for option in element["options"]:
            option["value"] = option["value"].replace(old, new)
        element.pop("initial_option", None)
    else:
        element["value"] = element["value"].replace(old, new)
    return element


@pytest.mark.parametrize(
    "action", ["triage_answer:no", "triage_correct", "triage_status", "triage_save"]
)
@pytest.mark.parametrize("is_shared", [True, False])
def test_another_persons_triage_cannot_be_changed_by_a_forged_click(
    bot, priya, action, is_shared, database
):
    erik = Triager(bot, "U_ENG")
    erik.start("Parcels are sorted by hand.")
    (theirs,) = stored(bot, "U_ENG")
    if is_shared:
        share_triage(database, theirs.id, team="T_LOCAL", user="U_ENG")
    card = priya.start()
    own = next(each for each in stored(bot) if each.owner == "U_PM")
    element = forge(card, action, own.id, theirs.id)
    value = element["options"][-1]["value"] if "options" in element else element["value"]
    priya.person.click(card.ts, action, value)
    if is_shared and action == "triage_save":
        assert priya.wait(2).text == SAVED
        return
    refusal = priya.wait(2)
    assert GONE in refusal.text or "Only its owner" in refusal.text
    after = next(each for each in stored(bot, "U_ENG") if each.id == theirs.id)
    assert (after.status, after.chosen, after.description) == ("idea", "", theirs.description)


@pytest.mark.parametrize(
    "action", ["triage_details", "triage_words", "triage_share", "triage_hand"]
)
def test_a_forged_form_shows_nothing_of_another_persons_triage(bot, priya, action):
    erik = Triager(bot, "U_ENG")
    erik.start("Parcels are sorted by hand.")
    card = priya.start()
    element = forge(card, action, stored(bot)[0].id, stored(bot, "U_ENG")[0].id)
    priya.person.click(card.ts, action, element["value"])
    view = priya.modal("Triage")
    assert GONE in view_text(view)
    assert "Parcels" not in view_text(view)


def test_a_forged_value_is_refused_politely(bot, priya):
    card = priya.start()
    button = find_element(card.blocks, "triage_answer:no")
    button["value"] = "nonsense"
    priya.person.click(card.ts, "triage_answer:no", "nonsense")
    assert GONE in priya.wait(2).text


def test_an_error_of_the_core_is_one_plain_sentence(bot, priya):
    bot.services.triage.error = AdvisorError("The model is missing: run make.")
    assert priya.start().text == "The model is missing: run make."
    bot.services.triage.error = RuntimeError("secret")
    text = priya.start(count=2).text
    assert "Something went wrong on my side" in text
    assert "secret" not in text
    assert stored(bot) == ()


def test_what_a_killed_process_left_behind_is_triaged_after_its_restart(bot, priya, start_bot):

    task = {"do": "assess", "description": {"problem": "Agents read each mail."}}
    ask = Ask(kind="triage", team="T_LOCAL", channel=CHANNEL, user="U_PM", task=task)
    assert claim_ask(bot.desk, ask, key="left")
    give_back_all(bot.services.database, owner=bot.desk.owner)
    assert recover(bot.desk) == 1
    assert "Agents read each mail." in shown(priya.wait())
    assert len(stored(bot)) == 1


def test_a_full_pool_says_so_and_keeps_nothing_half_done(start_bot):
    bot = start_bot(workers=1, queue_limit=0)
    priya = Triager(bot)
    bot.services.triage.gate = threading.Event()
    erik = Triager(bot, "U_ENG")
    erik.person.slash("/triage", "Parcels are sorted by hand.", CHANNEL)
    bot.slack.wait_for(lambda: bot.services.triage.described)
    assert "many questions right now" in priya.start().text
    bot.services.triage.gate.set()
    erik.wait()


def test_a_triage_that_is_erased_is_gone_kindly(bot, priya):

    card = priya.start()
    bot.settle()
    erase_person(bot.services.database, "U_PM")
    priya.press("triage_save", card)
    assert priya.wait(2).text == GONE


def test_every_part_of_a_real_sized_portfolio_fits(bot, priya, database):
    for number in range(60):
        save_triage(
            database, Description(f"Idea {number}: " + "<&> " * 200), build_assessment(),
            team="T_LOCAL", owner="U_PM", flow=str(number),
        )  # fmt: skip
    assert "And 20 more" in view_text(open_home(bot, priya.person))
