"""The inspector: what passed between Slack and the bot, and what goes wrong on demand."""

import re

from playwright.sync_api import expect
from scenes import QUESTION, ask


def test_requests_are_inspected_and_one_is_made_to_fail(visit):
    page = visit("C_TROUBLES")
    page.get_by_role("button", name="Inspect", exact=True).click()
    inspector = page.get_by_role("complementary", name="Inspector")
    inspector.get_by_role("tab", name="Faults").click()
    inspector.get_by_role("textbox", name="Of which method or delivery").fill("chat.postMessage")
    inspector.get_by_role("button", name=re.compile("^Rate limit")).click()
    expect(inspector.get_by_role("region", name="Still to go wrong")).to_contain_text("1 left")
    inspector.get_by_role("tab", name="Requests").click()
    inspector.get_by_role("button", name="Clear", exact=True).click()

    ask(page, QUESTION, place="#troubles")
    mention = inspector.get_by_role("button", name=re.compile("app_mention")).last
    expect(mention).to_contain_text(re.compile(r"acked.*ack .*answer ", re.DOTALL))
    mention.click()
    record = inspector.get_by_role("region", name="app_mention")
    expect(record).to_contain_text("Time to ack")
    expect(record.get_by_role("region", name="Payload")).to_contain_text(QUESTION)

    posts = inspector.get_by_role("button", name=re.compile("chat.postMessage"))
    expect(posts.first).to_contain_text("429")
    expect(posts.last).to_contain_text("200")
    inspector.get_by_role("button", name=re.compile("^Failed")).click()
    expect(posts).to_have_count(1)
    inspector.press("Escape")
    expect(inspector).to_be_hidden()
    expect(page.get_by_role("button", name="Inspect", exact=True)).to_be_focused()
