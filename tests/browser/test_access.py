"""Each main scene is readable to everybody: axe finds nothing serious, light or dark, wide or narrow."""

import re

from looks import faults_of
from playwright.sync_api import expect
from scenes import IDEA, QUESTION, ask, composer, conversation, modal, private_cards, say, thumb


def test_the_first_visit(visit):
    page = visit("C_LOOKS", with_tour=True)
    assert faults_of(page) == []
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("Step 1 of 4")).to_be_visible()
    assert faults_of(page) == []


def test_an_answer_in_its_thread_and_what_opens_above_it(visit):
    page = visit("C_LOOKS")
    answer = ask(page, QUESTION, place="#looks")
    assert faults_of(page) == []
    thumb(answer, "not helpful").click()
    reason = modal(page, "What was wrong?")
    expect(reason.get_by_role("radio").first).to_be_visible()
    assert faults_of(page) == []
    page.keyboard.press("Escape")
    expect(reason).to_be_hidden()


def test_a_card(visit):
    page = visit("C_LOOKS")
    say(composer(page, "#looks"), f"/triage {IDEA}")
    expect(private_cards(page).last).to_contain_text("Classification")
    assert faults_of(page) == []


def test_the_home_and_the_form_of_an_idea(visit):
    page = visit()
    conversation(page, "advisor Home").click()
    expect(page.get_by_role("main")).to_contain_text("Ask me about building products with AI")
    assert faults_of(page) == []
    conversation(page, "random").click()
    say(composer(page, "#random"), "/triage")
    form = modal(page, "Triage an idea")
    expect(form).to_be_visible()
    assert faults_of(page) == []
    page.keyboard.press("Escape")
    expect(form).to_be_hidden()


def test_the_inspector_and_its_faults(visit):
    page = visit("C_LOOKS")
    page.get_by_role("button", name="Inspect", exact=True).click()
    inspector = page.get_by_role("complementary", name="Inspector")
    inspector.get_by_role("button", name=re.compile("apps.connections.open")).last.click()
    expect(inspector.get_by_role("region", name="Response")).to_be_visible()
    assert faults_of(page) == []
    inspector.get_by_role("tab", name="Faults").click()
    assert faults_of(page) == []


def test_faults_are_found_where_there_are_some(visit):
    page = visit("C_LOOKS")
    page.evaluate("document.querySelector('main h2').style.color = '#aaa'")
    page.evaluate("document.querySelector('main').style.minWidth = '2000px'")
    found = faults_of(page)
    assert any("color-contrast" in each for each in found)
    assert any("beside the window" in each for each in found)
