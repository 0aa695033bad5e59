"""Makes the pictures of docs/screenshots, or with `--all FOLDER` those of each theme and width.

It drives a copy of the live guide, and prints how long the bot takes from its start to the first answer.
"""

import argparse
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright
from scenes import (
    IDEA,
    QUESTION,
    ask,
    composer,
    conversation,
    messages_of,
    private_cards,
    say,
    thread,
    thumb,
)
from stage import ROOT, find_chromium, furnish, open_house, open_stage
from window import FLAGS, NARROW, WIDE, open_window, skip_tour

from advisor.settings import load_settings
from workspace.handle import Handle

FOLDER = ROOT / "docs" / "screenshots"
CHANGED = "metrics/precision-and-recall.md"
NEWS = "\n## How often do we review our precision?\n\nWe review our precision every 77 days.\n"
BUILD = 400_000
VARIANTS = {
    "": {"size": WIDE},
    "-dark": {"size": WIDE, "is_dark": True},
    "-narrow": {"size": NARROW, "scale": 2},
    "-narrow-dark": {"size": NARROW, "scale": 2, "is_dark": True},
}
# Which pictures the documentation shows.
SHOWN = (
    "answer",
    "answer-dark",
    "answer-narrow",
    "home",
    "inspector",
    "knowledge",
    "tour",
    "triage",
    "triage-narrow",
)


@dataclass(frozen=True)
class Scene:
    """A picture: how it comes about, once, and how each window comes to look at it."""

    name: str
    look: Callable[[Page], None]
    user: str = "U_PM"
    room: str = "C_GENERAL"
    with_tour: bool = False
    # How high the wide window is, where the usual one would cut the scene.
    height: int = WIDE[1]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--all", type=Path, help="all scenes in each theme and width, into this folder"
    )
    options = parser.parse_args()
    chromium = find_chromium()
    if not chromium:
        print("There is no Chromium on this machine: apt-get install chromium", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        data_dir = load_settings().data_dir
        print(f"From start to the first answer: {tell_start(browser, Path(folder), data_dir)}")
        home = furnish(Path(folder) / "home", data_dir=data_dir)
        taken, only = options.all or FOLDER, None if options.all else SHOWN
        with open_stage(home) as slack:
            take_all(FIRST_VISIT, browser, slack, taken, only=only)
            happen(browser, slack, home)
            take_all(SCENES, browser, slack, taken, only=only)
        browser.close()
    return 0


def tell_start(browser: Browser, folder: Path, data_dir: Path) -> str:
    """How long `bot.py` takes until its page is open, and until a question is answered in it."""
    home = furnish(folder / "start", data_dir=data_dir)
    begun = time.monotonic()
    with open_house(home) as address:
        page = skip_tour(open_window(browser, address))
        opened = time.monotonic() - begun
        ask(page, QUESTION, place="#general")
        answered = time.monotonic() - begun
        page.context.close()
    return f"{answered:.1f} s, of which {opened:.1f} s until the page is open"


def happen(browser: Browser, slack: Handle, home: Path) -> None:
    """What the pictures show comes about, as people make it so."""
    with window(browser, slack) as page:
        answer = ask(page, QUESTION, place="#general")
        thumb(answer, "helpful").click()
        expect(thumb(answer, "helpful")).to_have_attribute("aria-pressed", "true")
        conversation(page, "launch").click()
        ask(page, QUESTION, place="launch")
        conversation(page, "product").click()
        say(composer(page, "#product"), f"/triage {IDEA}")
        card = private_cards(page).last
        expect(card).to_contain_text("Question 1 of")
        for number in (2, 3):
            card.get_by_role("button", name="Yes", exact=True).click()
            expect(card).not_to_contain_text(f"Question {number - 1} of")
    with (home / "knowledge" / CHANGED).open("a", encoding="utf-8") as page:
        page.write(NEWS)
    with window(browser, slack, user="U_ADMIN") as page:
        conversation(page, "advisor").click()
        say(composer(page, "advisor"), "/knowledge refresh")
        report = messages_of(page, "advisor").last
        expect(report).to_contain_text("is built and not live yet", timeout=BUILD)


@contextmanager
def window(browser: Browser, slack: Handle, **options) -> Iterator[Page]:
    page = skip_tour(open_window(browser, slack.url, **options))
    yield page
    page.context.close()


def take_all(
    scenes: tuple["Scene", ...],
    browser: Browser,
    slack: Handle,
    folder: Path,
    *,
    only: tuple[str, ...] | None,
) -> None:
    """Takes the pictures of these scenes, or those of them that are named."""
    folder.mkdir(parents=True, exist_ok=True)
    for scene in scenes:
        for ending, options in VARIANTS.items():
            name = f"{scene.name}{ending}"
            if only is not None and name not in only:
                continue
            size = (WIDE[0], scene.height) if options["size"] == WIDE else options["size"]
            fitting = options | {"size": size}
            page = open_window(browser, slack.url, user=scene.user, room=scene.room, **fitting)
            if not scene.with_tour:
                skip_tour(page)
            scene.look(page)
            page.mouse.move(5, 5)
            page.screenshot(path=folder / f"{name}.png")
            page.context.close()
            print(f"{name}.png: {(folder / f'{name}.png').stat().st_size // 1024} kB")


def look_at_answer(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^1 reply")).first.click()
    pressed = thumb(messages_of(thread(page), "advisor").last, "helpful")
    expect(pressed).to_be_visible()
    pressed.evaluate("element => element.scrollIntoView({ block: 'end' })")


def look_at_card(page: Page) -> None:
    card = private_cards(page).last
    expect(card).to_be_visible()
    card.evaluate("element => element.scrollIntoView({ block: 'start' })")


def look_at_report(page: Page) -> None:
    report = messages_of(page, "advisor").last
    expect(report).to_contain_text("is built and not live yet")


def look_at_home(page: Page) -> None:
    open_from_bar(page, "advisor Home")
    expect(page.get_by_role("main")).to_contain_text("Ask me about building products with AI")


def look_at_tour(page: Page) -> None:
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_text("Step 1 of 4")).to_be_visible()


def look_at_inspector(page: Page) -> None:
    if page.get_by_role("button", name="Show conversations").is_visible():
        page.get_by_role("button", name="Show conversations").click()
    page.get_by_role("button", name="Inspect", exact=True).click()
    inspector = page.get_by_role("complementary", name="Inspector")
    # What has passed since the last question.
    inspector.get_by_role("searchbox").fill("G_LAUNCH")
    inspector.get_by_role("button", name=re.compile("app_mention")).last.click()
    expect(inspector.get_by_role("region", name="Payload")).to_be_visible()


def open_from_bar(page: Page, name: str) -> None:
    opener = page.get_by_role("button", name="Show conversations")
    if opener.is_visible():
        opener.click()
    conversation(page, name).click()


FIRST_VISIT = (Scene("tour", look_at_tour, with_tour=True),)
SCENES = (
    Scene("answer", look_at_answer, height=1060),
    Scene("triage", look_at_card, room="C_PRODUCT", height=1060),
    Scene("knowledge", look_at_report, user="U_ADMIN", room="D_ADMIN"),
    Scene("home", look_at_home),
    Scene("inspector", look_at_inspector, room="G_LAUNCH"),
)

if __name__ == "__main__":
    sys.exit(main())
