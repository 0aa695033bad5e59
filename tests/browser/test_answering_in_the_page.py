"""A question in the page: the answer, its thumbs, its sources, and what is asked after it."""

import re

from playwright.sync_api import expect
from scenes import FOLLOW_UP, QUESTION, ask, messages_of, modal, reply_field, say, thread, thumb


def test_an_answer_stands_in_the_thread_with_sources_and_is_rated(visit):
    page = visit("C_QUESTIONS")
    answer = ask(page, QUESTION, place="#questions")
    expect(answer).to_contain_text("recall")
    expect(answer).to_contain_text("[1]")
    expect(answer).not_to_contain_text("**")

    answer.get_by_role("button", name=re.compile(r"^\[1\]")).click()
    source = modal(page, "Source [1]")
    expect(source).to_contain_text("recall")
    source.get_by_role("button", name="Close").last.click()
    expect(source).to_be_hidden()
    answer.hover()
    expect(answer.get_by_role("button", name="More actions")).to_be_visible()

    thumb(answer, "helpful").click()
    expect(thumb(answer, "helpful")).to_have_attribute("aria-pressed", "true")
    thumb(answer, "not helpful").click()
    reason = modal(page, "What was wrong?")
    reason.get_by_role("button", name="Send").click()
    expect(reason.get_by_role("alert")).to_be_visible()
    reason.get_by_role("radio", name="Something is missing").check()
    reason.get_by_role("textbox", name="Anything else?").fill("Which threshold?")
    reason.get_by_role("button", name="Send").click()
    thanks = modal(page, "Thank you")
    expect(thanks).to_contain_text("Your reason goes to the guide's owner")
    thanks.get_by_role("button", name="Close").last.click()
    page.reload()
    answer = messages_of(thread(page), "advisor").last
    expect(thumb(answer, "not helpful")).to_have_attribute("aria-pressed", "true")
    expect(thumb(answer, "helpful")).to_have_attribute("aria-pressed", "false")

    say(reply_field(page), FOLLOW_UP)
    answers = messages_of(thread(page), "advisor")
    expect(answers).to_have_count(2)
    expect(answers.last).to_contain_text("false negative")
