"""How long the bot takes from its start to the first answer, and how much memory it then holds."""

import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

import workspace.server
from advisor.settings import Settings
from benchmarks.children import child_environment

ROOT = Path(__file__).parent.parent
PATIENCE = 60.0
QUESTION = "precision or recall for a medical test?"


def measure_start(settings: Settings) -> dict[str, float]:
    """Returns seconds to the socket and to the first answer, and resident megabytes afterwards."""
    with workspace.server.start() as slack, scratch_data(settings.data_dir) as data_dir:
        environment = child_environment(
            DATA_DIR=str(data_dir),
            DATABASE_URL="",
            LLM_MODEL="",
            SLACK_API_URL=slack.api_url,
            SLACK_BOT_TOKEN=slack.bot_token,
            SLACK_APP_TOKEN=slack.app_token,
        )
        started = time.perf_counter()
        bot = subprocess.Popen(
            [sys.executable, "bot.py"], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL
        )
        try:
            slack.wait_for_socket(timeout=PATIENCE)
            joined = time.perf_counter()
            thread = slack.person("U_PM").mention("C_GENERAL", QUESTION)
            slack.wait_for(lambda: slack.bot_messages("C_GENERAL", thread), PATIENCE)
            answered = time.perf_counter()
            memory = psutil.Process(bot.pid).memory_info().rss / 2**20
        finally:
            bot.terminate()
            bot.wait(PATIENCE)
    return {
        "socket_seconds": joined - started,
        "first_answer_seconds": answered - started,
        "resident_megabytes": memory,
    }


@contextmanager
def scratch_data(data_dir: Path) -> Iterator[Path]:
    """A data folder with the same releases and a copy of the database, so that nothing is left behind."""
    with TemporaryDirectory() as name:
        scratch = Path(name)
        for part in ("releases", "models"):
            (scratch / part).symlink_to((data_dir / part).resolve())
        with (
            closing(sqlite3.connect(data_dir / "advisor.sqlite3")) as source,
            closing(sqlite3.connect(scratch / "advisor.sqlite3")) as target,
        ):
            source.backup(target)
        yield scratch
