"""`python -m workspace`: starts a local Slack and prints its address once it is ready."""

import argparse
import errno
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from workspace.application import Application
from workspace.events import SENT
from workspace.handle import Handle
from workspace.inputs import InputError, load_tour
from workspace.manifest import load_manifest
from workspace.methods import SCOPES
from workspace.seed_file import load_seed
from workspace.server import SIGNING_SECRET, start

VERIFY_EVERY = 1.0
# Who starts the app and the workspace together opens the page before the app has joined.
FIRST_WAIT = 30.0


class Parser(argparse.ArgumentParser):
    """A command line that refuses in one sentence."""

    def error(self, message: str) -> NoReturn:
        """End with status 2."""
        self.exit(2, f"{message[:1].upper()}{message[1:]}; --help lists the options.\n")


def build_parser() -> Parser:
    """Return the command line."""
    parser = Parser(prog="python -m workspace", description=__doc__, allow_abbrev=False)
    parser.add_argument("--port", type=_read_port, default=4390, help="0 takes a free one")
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--socket", action="store_true", help="deliver over Socket Mode (the default)")
    way.add_argument(
        "--bot-url", "--event-url", type=_read_url, help="deliver signed HTTP requests there"
    )
    parser.add_argument("--signing-secret", default=SIGNING_SECRET, help=f"else {SIGNING_SECRET}")
    parser.add_argument("--manifest", type=Path, help="the Slack app's manifest, YAML or JSON")
    parser.add_argument("--seed", type=Path, help="people, and channels if given, as JSON")
    parser.add_argument(
        "--state", type=Path, help="keep everything in this file, and go on from it"
    )
    parser.add_argument("--tour", type=Path, help="a tour that the page shows, as JSON")
    parser.add_argument("--quiet", action="store_true", help="print the address, nothing more")
    parser.add_argument("--rate-limit", action="store_true", help="enforce Slack's rate limits")
    parser.add_argument(
        "--until-input-ends",
        action="store_true",
        help="end with the standard input, so that no killed program leaves its workspace behind",
    )
    return parser


def _read_port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: choose one from 0 to 65535")
    return int(text)


def _read_url(text: str) -> str:
    try:
        parts = urlsplit(text)
        is_sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_sound = False
    if not is_sound:
        hint = "write it as http://127.0.0.1:3000/slack/events"
        raise argparse.ArgumentTypeError(f"{text!r} is no address of a bot: {hint}")
    return text


def main(arguments: list[str] | None = None) -> int:
    """Serve until interrupted; returns the exit status."""
    options = build_parser().parse_args(arguments)
    try:
        handle = _start(options)
    except InputError as error:
        return _fail(str(error))
    except (OSError, OverflowError) as error:
        if getattr(error, "errno", None) == errno.EADDRINUSE:
            return _fail(f"Port {options.port} is taken: choose another with --port, or 0 for any.")
        return _fail(f"The local workspace cannot start: {error}")
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        if options.until_input_ends:
            threading.Thread(target=_end_with_input, daemon=True).start()
        print(handle.url, flush=True)
        if not options.quiet:
            _tell(handle, options)
        handle.join()
    except KeyboardInterrupt:
        pass
    finally:
        handle.stop()
    return 0


def _end_with_input() -> None:
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def _fail(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


def _start(options: argparse.Namespace) -> Handle:
    return start(
        options.port,
        event_url=options.bot_url,
        signing_secret=options.signing_secret,
        rate_limit=options.rate_limit,
        seed=load_seed(options.seed) if options.seed else None,
        application=load_manifest(options.manifest) if options.manifest else build_any_app(),
        state_file=options.state,
        tour=load_tour(options.tour) if options.tour else None,
        first_wait=FIRST_WAIT,
    )


def build_any_app() -> Application:
    """Return an app of which nothing is known: it has all scopes and events, and any command."""
    return Application(
        name="bot", scopes=SCOPES, events=tuple(sorted(SENT)), commands=None, shortcuts=()
    )


def _tell(handle: Handle, options: argparse.Namespace) -> None:
    application = handle.state.application
    lines = [
        f"SLACK_BOT_TOKEN={application.bot_token}",
        f"SLACK_APP_TOKEN={application.app_token}",
        f"Web API: {handle.api_url}",
        f"OAuth: {handle.url}oauth/v2/authorize",
        f"SLACK_CLIENT_ID={application.client_id}",
        f"SLACK_CLIENT_SECRET={application.client_secret}",
    ]
    unsent = sorted(set(application.events) - SENT)
    if unsent:
        lines.append(f"This workspace never sends: {', '.join(unsent)}.")
    print("\n".join(lines), file=sys.stderr)
    if options.bot_url:
        threading.Thread(target=tell_verification, args=(handle,), daemon=True).start()


def tell_verification(handle: Handle) -> None:
    """Send url_verification until the bot is there, and tell what came of it."""
    trouble = handle.verify_url()
    while trouble and trouble.endswith("connection_failed."):
        time.sleep(VERIFY_EVERY)
        trouble = handle.verify_url()
    print(trouble or "The bot answered the url_verification.", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
