"""From `bot.py` to the first answer, where nothing is configured."""

import resource

from playwright.sync_api import expect
from scenes import QUESTION, ask
from stage import furnish, open_house
from window import Troubles, open_window, skip_tour

# Of the processor, so that nothing counts that runs beside the tests; a quiet machine takes 15 in all.
SECONDS = 60


def test_the_first_answer_comes_soon_after_the_start(chromium, home, tmp_path):
    furnish(tmp_path / "fresh", data_dir=home / "data")
    before = seconds_of_children()
    with open_house(tmp_path / "fresh") as address:
        troubles = Troubles(address)
        page = skip_tour(open_window(chromium, address, troubles=troubles))
        expect(ask(page, QUESTION, place="#general")).to_contain_text("recall")
        page.context.close()
    assert 0 < seconds_of_children() - before < SECONDS
    assert troubles.found == []


def seconds_of_children():
    """What the child processes that have ended took of the processor."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
