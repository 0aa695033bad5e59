"""The stage of all browser tests: one workspace, one bot, one Chromium."""

import pytest
from playwright.sync_api import sync_playwright
from stage import find_chromium, furnish, open_stage
from window import FLAGS, Troubles, open_window, skip_tour

# A channel for each scene: none stands in another's way.
ROOMS = ("questions", "ideas", "keyboard", "narrow", "papers", "couples", "troubles", "looks")
# A part of the guide: building a release of it takes seconds.
FOLDERS = ("metrics", "fit", "capabilities")


@pytest.fixture(scope="session")
def chromium():
    path = find_chromium()
    if not path:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def home(chromium, guide_data_dir, tmp_path_factory):
    return furnish(tmp_path_factory.mktemp("home"), data_dir=guide_data_dir, folders=FOLDERS)


@pytest.fixture(scope="session")
def slack(home):
    with open_stage(home, rooms=ROOMS) as slack:
        yield slack


@pytest.fixture
def visit(chromium, slack):
    """Opens windows; after the test none of them may have met an error or asked another server."""
    troubles, pages = Troubles(slack.url), []

    def open_one(room="C_GENERAL", *, with_tour=False, **options):
        pages.append(open_window(chromium, slack.url, room=room, troubles=troubles, **options))
        return pages[-1] if with_tour else skip_tour(pages[-1])

    yield open_one
    for page in pages:
        page.context.close()
    assert troubles.found == []
