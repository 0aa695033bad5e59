"""The local workspace: without tokens, a Slack of one's own is started beside the bot."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from advisor.errors import AdvisorError
from advisor.settings import Settings

HOST = "127.0.0.1"
PORTS_TRIED = 50
STOP_SECONDS = 5
TOUR = Path(__file__).parent / "local_tour.json"
MANIFEST = Path(__file__).parents[1] / "manifest.yaml"
# Those of the local workspace; no other Slack takes them.
BOT_TOKEN = "xoxb-local-bot"  # noqa: S105
APP_TOKEN = "xapp-local-app"  # noqa: S105


class WorkspaceError(AdvisorError):
    """The local workspace cannot be started."""


@contextmanager
def local_workspace(settings: Settings) -> Iterator[Settings]:
    """Starts the local workspace, yields settings that join it, and ends it.

    Raises:
        WorkspaceError: it does not start.

    """
    port = find_free_port(settings.workspace_port)
    state = settings.data_dir / "workspace" / "state.json"
    state.parent.mkdir(parents=True, exist_ok=True)
    child = subprocess.Popen(  # noqa: S603 - our own module, our own interpreter
        [sys.executable, "-m", "workspace", *_options(port, state)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        address = child.stdout.readline().strip() if child.stdout else ""
        if not address.startswith("http"):
            raise WorkspaceError(
                "The local workspace did not start; set SLACK_BOT_TOKEN and SLACK_APP_TOKEN to use Slack instead."
            )
        sys.stdout.write(f"The local workspace is open: {address}\n")
        sys.stdout.flush()
        yield replace(
            settings,
            slack_bot_token=BOT_TOKEN,
            slack_app_token=APP_TOKEN,
            slack_api_url=f"{address.rstrip('/')}/api/",
        )
    finally:
        _end(child)


def _options(port: int, state: Path) -> list[str]:
    """What was said is kept, and the workspace knows our commands by our manifest, where there is one."""
    options = ["--port", str(port), "--state", str(state), "--tour", str(TOUR)]
    if MANIFEST.is_file():
        options += ["--manifest", str(MANIFEST)]
    return [*options, "--quiet", "--until-input-ends"]


def find_free_port(first: int) -> int:
    """Returns the first free port from there on; 0 stays 0, which takes any.

    Raises:
        WorkspaceError: none of the next ones is free.

    """
    if first == 0:
        return 0
    for port in range(first, min(first + PORTS_TRIED, 65536)):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
    raise WorkspaceError(f"No port from {first} on is free; set WORKSPACE_PORT to another one.")


def _end(child: subprocess.Popen[str]) -> None:
    child.terminate()
    try:
        child.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe:
            pipe.close()
