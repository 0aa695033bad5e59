"""What the page is driven against: the local workspace, and beside it `bot.py` as its own process."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import workspace.server
from workspace.handle import PATIENCE, Handle
from workspace.inputs import load_tour
from workspace.manifest import load_manifest
from workspace.people import BOT, Channel, build_seed

ROOT = Path(__file__).parents[2]
TOUR = ROOT / "listeners" / "local_tour.json"
START_SECONDS = 180
STOP_SECONDS = 60
INGEST_SECONDS = 300
# What the child must not inherit: it would join another Slack, or ask a model that costs.
NOT_INHERITED = ("SLACK_", "LLM_", "DATABASE_", "CHROMA_", "ADMIN_", "KNOWLEDGE_", "DATA_DIR")


def find_chromium() -> str | None:
    """Returns the path of a Chromium on this machine, if there is one."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for path in map(shutil.which, names) if path), None)


@contextmanager
def open_stage(
    home: Path, *, rooms: tuple[str, ...] = (), variables: Mapping[str, str] | None = None
) -> Iterator[Handle]:
    """Yields the workspace once the bot has joined it; `home` holds what `furnish` put there.

    `rooms` are further channels, so that scenes do not stand in each other's way.
    """
    seed = build_seed()
    members = frozenset(each.id for each in seed.people) | {BOT}
    further = tuple(Channel(f"C_{name.upper()}", name, members=members) for name in rooms)
    with workspace.server.start(
        seed=replace(seed, channels=(*seed.channels, *further)),
        application=load_manifest(ROOT / "manifest.yaml"),
        tour=load_tour(TOUR),
        # Slack gives three seconds, which a busy machine may take.
        ack_timeout=PATIENCE,
        trigger_lifetime=PATIENCE,
    ) as slack:
        tokens = {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_API_URL": slack.api_url,
        }
        with run_bot(home, tokens | dict(variables or {})):
            slack.wait_for_socket(timeout=START_SECONDS)
            yield slack


@contextmanager
def open_house(home: Path) -> Iterator[str]:
    """Yields the address that `bot.py` prints where no Slack is configured: it brings its own."""
    with run_bot(home, {"WORKSPACE_PORT": "0"}) as process:
        line = process.stdout.readline().decode() if process.stdout else ""
        yield line.rpartition(" ")[2].strip()


@contextmanager
def run_bot(home: Path, variables: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Yields `bot.py` as a child process, which ends with the block."""
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(NOT_INHERITED)
    }
    folders = {"DATA_DIR": str(home / "data"), "KNOWLEDGE_DIR": str(home / "knowledge")}
    with (home / "bot.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "bot.py")],
            cwd=ROOT,
            env=inherited | folders | dict(variables),
            stdout=subprocess.PIPE,
            stderr=log,
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.communicate(timeout=STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()


def furnish(home: Path, *, data_dir: Path, folders: tuple[str, ...] = ()) -> Path:
    """Returns `home` with a guide of its own, and a copy of the data in which it is live.

    With `folders` the guide is only these: a refresh of a part takes seconds.
    """
    home.mkdir(parents=True, exist_ok=True)
    database = "advisor.sqlite3"
    left = shutil.ignore_patterns("models", "benchmarks", f"{database}*")
    shutil.copytree(data_dir, home / "data", ignore=left)
    (home / "data" / "models").symlink_to((data_dir / "models").resolve())
    # Others may have it open: what they wrote last does not stand in the file itself.
    with (
        closing(sqlite3.connect(data_dir / database)) as source,
        closing(sqlite3.connect(home / "data" / database)) as copy,
    ):
        source.backup(copy)
    if folders:
        for name in folders:
            shutil.copytree(ROOT / "knowledge" / name, home / "knowledge" / name)
        ingest(home)
    else:
        # Without the questions that a refresh would search for, one by one.
        left = shutil.ignore_patterns("questions.jsonl")
        shutil.copytree(ROOT / "knowledge", home / "knowledge", ignore=left)
    return home


def ingest(home: Path) -> None:
    """Makes the guide of `home` live, however much smaller than the one before it is."""
    environment = os.environ | {
        "DATA_DIR": str(home / "data"),
        "KNOWLEDGE_DIR": str(home / "knowledge"),
    }
    subprocess.run(
        [sys.executable, "-m", "ingest", "--force", "--json"],
        cwd=ROOT,
        env=environment,
        check=True,
        timeout=INGEST_SECONDS,
        capture_output=True,
    )
