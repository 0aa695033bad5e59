"""An idea: described in a modal, judged on a card, corrected, and shared with a channel."""

from playwright.sync_api import expect
from scenes import IDEA, composer, conversation, messages_of, modal, private_cards, say


def test_an_idea_is_triaged_corrected_and_shared(visit):
    page = visit("C_IDEAS")
    say(composer(page, "#ideas"), "/triage")
    form = modal(page, "Triage an idea")
    form.get_by_role("textbox", name="What is the problem").fill(IDEA)
    form.get_by_role("button", name="Triage", exact=True).click()
    expect(form).to_be_hidden()

    card = private_cards(page).last
    expect(card).to_contain_text("Classification")
    expect(card).to_contain_text("Question 1 of")
    card.get_by_role("button", name="Yes", exact=True).click()
    expect(card).to_contain_text("Question 2 of")

    correction = card.get_by_role("combobox", name="Correct the capability")
    correction.click()
    card.get_by_role("option", name="Ranking").click()
    expect(card).to_contain_text("you chose: ranking")

    card.get_by_role("button", name="Share to a channel").click()
    sharing = modal(page, "Share this triage")
    sharing.get_by_role("combobox", name="Which channel?").fill("product")
    sharing.get_by_role("option", name="product").click()
    sharing.get_by_role("button", name="Share", exact=True).click()
    expect(sharing).to_be_hidden()
    expect(card).to_contain_text("Your team sees this triage")

    conversation(page, "product").click()
    shared = messages_of(page, "advisor").last
    expect(shared).to_contain_text("Shared by @Priya Nair")
    expect(shared).to_contain_text("you chose: ranking")
