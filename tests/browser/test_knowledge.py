"""The guide, as its admin refreshes and publishes it, and as others may not."""

from looks import faults_of
from playwright.sync_api import expect
from scenes import composer, conversation, messages_of, private_cards, say

NEWS = "\n## How often do we review our precision?\n\nWe review our precision every 77 days.\n"
BUILD = 150_000


def test_an_admin_refreshes_and_publishes_the_guide(visit, home):
    with (home / "knowledge/metrics/precision-and-recall.md").open("a", encoding="utf-8") as page:
        page.write(NEWS)
    page = visit("C_TROUBLES", user="U_ADMIN")
    conversation(page, "advisor").click()
    say(composer(page, "advisor"), "/knowledge refresh")
    report = messages_of(page, "advisor").filter(has_text="precision-and-recall.md").last
    expect(report).to_contain_text("is built and not live yet", timeout=BUILD)
    expect(report).to_contain_text("Golden questions")
    assert faults_of(page) == []
    report.get_by_role("button", name="Publish", exact=True).click()
    expect(report).to_contain_text("is live.")
    say(composer(page, "advisor"), "How often do we review our precision?")
    expect(messages_of(page, "advisor").last).to_contain_text("every 77 days")


def test_others_may_not_touch_the_guide(visit):
    page = visit("C_TROUBLES")
    say(composer(page, "#troubles"), "/knowledge refresh")
    expect(private_cards(page).last).to_contain_text("Only the guide's admins can do that")
