"""`python -m workspace`: starts a local Slack and prints its address once it is ready."""

import argparse
import sys
from pathlib import Path

from workspace.people import load_seed
from workspace.server import SIGNING_SECRET, start


def build_parser() -> argparse.ArgumentParser:
    """Return the command line."""
    parser = argparse.ArgumentParser(prog="python -m workspace", description=__doc__)
    parser.add_argument("--port", type=int, default=4390, help="0 takes a free one")
    parser.add_argument("--event-url", help="deliver signed HTTP there instead of Socket Mode")
    parser.add_argument("--signing-secret", default=SIGNING_SECRET)
    parser.add_argument("--rate-limit", action="store_true", help="enforce Slack's rate limits")
    parser.add_argument("--seed", type=Path, help="people, and channels if given, as JSON")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Serve until interrupted; returns the exit status."""
    options = build_parser().parse_args(arguments)
    try:
        handle = start(
            options.port,
            event_url=options.event_url,
            signing_secret=options.signing_secret,
            rate_limit=options.rate_limit,
            seed=load_seed(options.seed) if options.seed else None,
        )
    except (OSError, ValueError, TypeError) as error:
        print(f"The local workspace cannot start: {error}", file=sys.stderr)
        return 1
    print(handle.url, flush=True)
    state = handle.state.application
    print(f"bot token {state.bot_token}, app token {state.app_token}", file=sys.stderr)
    try:
        handle.join()
    except KeyboardInterrupt:
        handle.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
