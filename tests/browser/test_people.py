"""Several people in several windows, and what one of them alone sees; files that they share."""

import re

from playwright.sync_api import expect
from scenes import QUESTION, composer, messages_of, private_cards, say


def test_a_private_answer_is_seen_by_its_person_until_it_is_shared(visit):
    page = visit("C_COUPLES")
    page.get_by_role("button", name="You are Priya Nair").click()
    page.get_by_role("menuitem", name=re.compile("^Erik Lund Engineer")).click()
    expect(page.get_by_role("button", name="You are Erik Lund")).to_be_visible()
    page.get_by_role("button", name="You are Erik Lund").click()
    with page.context.expect_page() as opened:
        page.get_by_role("menuitem", name="Priya Nair in a new window").click()
    priya = opened.value
    priya.get_by_role("navigation", name="Conversations").get_by_role(
        "button", name="couples"
    ).click()
    say(composer(priya, "#couples"), f"/ask {QUESTION}")
    card = private_cards(priya).last
    expect(card).to_contain_text("recall")
    say(composer(priya, "#couples"), "Anybody else unsure?")
    expect(page.get_by_text("Anybody else unsure?")).to_be_visible()
    expect(private_cards(page)).to_have_count(0)
    expect(messages_of(page, "advisor")).to_have_count(0)

    card.get_by_role("button", name="Share to channel").click()
    expect(messages_of(page, "advisor").last).to_contain_text("recall")


def test_a_file_is_attached_sent_and_downloaded(visit):
    page = visit("C_PAPERS")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Attach a file").click()
    chooser.value.set_files(
        {"name": "churn.md", "mimeType": "text/markdown", "buffer": b"# Churn\n\nWho leaves?\n"}
    )
    expect(page.get_by_role("button", name="Remove churn.md")).to_be_visible()
    say(composer(page, "#papers"), "Our notes on churn")
    message = messages_of(page, "Priya Nair").last
    expect(message).to_contain_text("Our notes on churn")
    with page.expect_download() as download:
        message.get_by_role("link", name="churn.md").click()
    assert download.value.path().read_bytes() == b"# Churn\n\nWho leaves?\n"
