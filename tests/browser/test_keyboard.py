"""The page without a mouse."""

from playwright.sync_api import Locator, Page, expect
from scenes import QUESTION, composer, conversation, messages_of, modal, thread, thumb

MOST_STEPS = 60
HAS_FOCUS = "element => element === document.activeElement"


def walk_to(page: Page, target: Locator, key: str = "Tab") -> None:
    """Presses a key until the target has the focus, which must show."""
    expect(target).to_be_visible()
    for _ in range(MOST_STEPS):
        if target.evaluate(HAS_FOCUS):
            break
        page.keyboard.press(key)
    expect(target).to_be_focused()


def test_a_question_is_asked_rated_and_left_without_a_mouse(visit):
    page = visit(with_tour=True)
    walk_to(page, page.get_by_role("button", name="Not now"))
    page.keyboard.press("Enter")
    room = conversation(page, "keyboard")
    walk_to(page, room)
    page.keyboard.press("Enter")
    walk_to(page, composer(page, "#keyboard"))
    page.keyboard.type("@adv")
    expect(page.get_by_role("option", name="advisor")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")

    answer = messages_of(thread(page), "advisor").last
    down = thumb(answer, "not helpful")
    walk_to(page, down)
    page.keyboard.press("Space")
    reason = modal(page, "What was wrong?")
    walk_to(page, reason.get_by_role("radio").first)
    page.keyboard.press("ArrowDown")
    expect(reason.get_by_role("radio", checked=True)).to_have_count(1)
    walk_to(page, reason.get_by_role("button", name="Send"))
    page.keyboard.press("Enter")
    thanks = modal(page, "Thank you")
    expect(thanks).to_be_visible()
    page.keyboard.press("Escape")
    expect(thanks).to_be_hidden()
    expect(down).to_be_focused()

    walk_to(page, page.get_by_role("button", name="Close thread"), key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(thread(page)).to_be_hidden()
    walk_to(page, conversation(page, "general"), key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(composer(page, "#general")).to_be_visible()


def test_arrows_move_through_menus_and_escape_returns(visit):
    page = visit("C_KEYBOARD")
    switch = page.get_by_role("button", name="You are Priya Nair")
    walk_to(page, switch)
    page.keyboard.press("Enter")
    items = page.get_by_role("menuitem")
    expect(items.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(items.nth(1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(items).to_have_count(0)
    expect(switch).to_be_focused()
