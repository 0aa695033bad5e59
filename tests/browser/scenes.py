"""What people do in the page, found as they find it: by roles and names."""

import re

from playwright.sync_api import Locator, Page, expect

QUESTION = "Precision or recall for a medical test?"
FOLLOW_UP = "And which error lowers recall?"
IDEA = (
    "Our support agents read every e-mail to decide which of five teams it is for, and customers "
    "wait a day. We have 40,000 old e-mails labelled with the right team."
)


def conversation(page: Page, name: str) -> Locator:
    """A row of the side bar."""
    bar = page.get_by_role("navigation", name="Conversations")
    return bar.get_by_role("button", name=re.compile(rf"^{re.escape(name)}(\s*\d+ unread)?$"))


def composer(page: Page, place: str) -> Locator:
    return page.get_by_placeholder(f"Message {place}", exact=True)


def reply_field(page: Page) -> Locator:
    return thread(page).get_by_placeholder("Reply…")


def thread(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Thread")


def messages_of(place: Page | Locator, name: str) -> Locator:
    """The messages of one author; the app's are those of advisor."""
    return place.get_by_role("article", name=re.compile(rf"^{name}, "))


def private_cards(page: Page) -> Locator:
    """What only this person sees, in the conversation at hand."""
    return page.get_by_role("article").filter(has_text="Only visible to you")


def say(field: Locator, text: str) -> None:
    field.fill(text)
    field.press("Enter")


def ask(page: Page, question: str, *, place: str) -> Locator:
    """Asks in a channel; returns the answer in its thread once it is whole."""
    say(composer(page, place), f"@advisor {question}")
    answer = messages_of(thread(page), "advisor").last
    expect(thumb(answer, "helpful")).to_be_visible()
    return answer


def thumb(answer: Locator, word: str) -> Locator:
    return answer.get_by_role("button", name=f"Rate this answer as {word}", exact=True)


def modal(page: Page, name: str) -> Locator:
    return page.get_by_role("dialog", name=name)
