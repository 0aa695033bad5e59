"""The portfolio on the Home tab."""

from slack_fakes import build_assessment
from triage_actor import (
    Triager,
    fill,
    find_element,
    shown,
    stored,
    view_text,
)

from advisor.database.triages import save_triage
from advisor.models import Description


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


def test_every_part_of_a_real_sized_portfolio_fits(bot, priya, database):
    for number in range(60):
        save_triage(
            database, Description(f"Idea {number}: " + "<&> " * 200), build_assessment(),
            team="T_LOCAL", owner="U_PM", flow=str(number),
        )  # fmt: skip
    assert "And 20 more" in view_text(open_home(bot, priya.person))
