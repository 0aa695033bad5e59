"""From `bot.py` to the first answer, where nothing is configured."""

import time

from playwright.sync_api import expect
from scenes import QUESTION, ask
from stage import furnish, open_house
from window import Troubles, open_window, skip_tour

# 15 on a quiet machine; what runs beside the tests takes its share.
SECONDS = 60


def test_the_first_answer_comes_soon_after_the_start(chromium, home, tmp_path):
    furnish(tmp_path / "fresh", data_dir=home / "data")
    begun = time.monotonic()
    with open_house(tmp_path / "fresh") as address:
        troubles = Troubles(address)
        page = skip_tour(open_window(chromium, address, troubles=troubles))
        expect(ask(page, QUESTION, place="#general")).to_contain_text("recall")
        assert time.monotonic() - begun < SECONDS
        page.context.close()
    assert troubles.found == []
