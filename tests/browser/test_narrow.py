"""The page on a phone, and in the dark."""

from playwright.sync_api import expect
from scenes import QUESTION, composer, conversation, say, thread, thumb
from window import NARROW

OVERHANG = "document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
GROUND = "getComputedStyle(document.querySelector('main')).backgroundColor"


def test_a_question_is_asked_and_rated_on_a_phone(visit):
    page = visit(size=NARROW)
    bar = page.get_by_role("navigation", name="Conversations")
    expect(bar).to_be_hidden()
    page.get_by_role("button", name="Show conversations").click()
    conversation(page, "narrow").click()
    expect(bar).to_be_hidden()
    say(composer(page, "#narrow"), f"@advisor {QUESTION}")
    page.get_by_role("button", name="1 reply").click()
    expect(composer(page, "#narrow")).to_be_hidden()
    answer = thread(page).get_by_role("article").last
    thumb(answer, "helpful").click()
    expect(thumb(answer, "helpful")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(OVERHANG) == 0
    thread(page).get_by_role("button", name="Back to #narrow").click()
    expect(composer(page, "#narrow")).to_be_visible()


def test_the_page_is_dark_as_the_system_is_until_somebody_chooses(visit):
    page = visit(is_dark=True)
    dark = page.evaluate(GROUND)
    page.get_by_role("button", name="Light", exact=True).click()
    expect(page.get_by_role("button", name="Dark", exact=True)).to_be_visible()
    light = page.evaluate(GROUND)
    assert (sum_of(dark) < 200, sum_of(light) > 600) == (True, True)
    page.reload()
    expect(page.get_by_role("button", name="Dark", exact=True)).to_be_visible()
    assert page.evaluate(GROUND) == light


def sum_of(colour):
    """Red, green and blue of `rgb(r, g, b)` together."""
    return sum(int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(","))
