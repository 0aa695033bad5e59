"""Acks of the real bot over HTTP at a steady pace, with real answers in flight."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from pathlib import Path

import numpy as np

import workspace.server
from advisor.settings import Settings
from benchmarks.children import child_environment
from benchmarks.start import PATIENCE, ROOT, scratch_data
from workspace.people import Channel, Person, Seed, build_seed

# So many people that none of them reaches the limit of questions per minute.
PEOPLE = 120
PER_SECOND = 20
CHANNEL = "C_GENERAL"
SECRET = "local-signing-secret"  # noqa: S105 - the local workspace's, which everybody may know


def measure_load(settings: Settings, questions: list[str], *, seconds: int) -> dict[str, float]:
    """Returns the ack's milliseconds, and how many questions were lost or answered twice."""
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    with (
        scratch_data(settings.data_dir) as data_dir,
        workspace.server.start(event_url=f"{url}/slack/events", seed=_crowd()) as slack,
    ):
        bot = _start_bot(data_dir, slack, port)
        try:
            slack.wait_for(lambda: _is_up(f"{url}/readyz"), PATIENCE)
            asked = _ask_steadily(slack, questions, seconds=seconds)
            slack.wait_for(lambda: len(_replies(slack)) >= len(asked), PATIENCE)
            time.sleep(1)
            replies = _replies(slack)
        finally:
            bot.terminate()
            bot.wait(PATIENCE)
        acks = [1000 * (delivery.ack_seconds or PATIENCE) for delivery in slack.deliveries]
    return {
        "questions": float(len(asked)),
        "lost": float(sum(ts not in replies for ts in asked)),
        "answered_twice": float(sum(count > 1 for count in replies.values())),
        "ack_p50_ms": float(np.percentile(acks, 50)),
        "ack_p99_ms": float(np.percentile(acks, 99)),
        "ack_max_ms": max(acks),
    }


def _ask_steadily(
    slack: workspace.server.Handle, questions: list[str], *, seconds: int
) -> list[str]:
    asked: list[str] = []
    began = time.monotonic()
    for number in range(seconds * PER_SECOND):
        time.sleep(max(0.0, began + number / PER_SECOND - time.monotonic()))
        person = slack.person(f"U_{number % PEOPLE}")
        asked.append(person.mention(CHANNEL, questions[number % len(questions)]))
    return asked


def _replies(slack: workspace.server.Handle) -> Counter[str]:
    return Counter(str(message.thread_ts) for message in slack.bot_messages(CHANNEL))


def _start_bot(
    data_dir: Path, slack: workspace.server.Handle, port: int
) -> subprocess.Popen[bytes]:
    environment = child_environment(
        DATA_DIR=str(data_dir),
        DATABASE_URL="",
        SLACK_API_URL=slack.api_url,
        SLACK_BOT_TOKEN=slack.bot_token,
        SLACK_APP_TOKEN="",
        SLACK_SIGNING_SECRET=SECRET,
        PORT=str(port),
    )
    return subprocess.Popen(
        [sys.executable, "bot.py"], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL
    )


def _crowd() -> Seed:
    seed = build_seed()
    crowd = tuple(
        Person(f"U_{number}", f"user{number}", f"User {number}") for number in range(PEOPLE)
    )
    everyone = frozenset(person.id for person in (*seed.people, *crowd))
    return Seed((*seed.people, *crowd), (Channel(CHANNEL, "general", members=everyone),))


def _is_up(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as response:  # noqa: S310 - loopback
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
