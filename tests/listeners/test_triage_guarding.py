"""Who may do what with a triage, and what is left when something goes wrong."""

import threading

import pytest
from triage_actor import (
    CHANNEL,
    Triager,
    find_element,
    shown,
    stored,
    view_text,
)

from advisor.database.claims import give_back_all
from advisor.database.triages import share as share_triage
from advisor.errors import AdvisorError
from advisor.privacy import erase_person
from listeners.asks import Ask
from listeners.claiming import claim_ask
from listeners.recovery import recover
from listeners.triaging import SAVED
from listeners.views.triage_post import GONE


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

    bot.rest()
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
