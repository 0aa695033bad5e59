"""The bot as a process of its own, with a core of a few lines: `bot_process.py DATA_DIR API_URL SECONDS [PORT]`."""

import sys
from pathlib import Path

from slack_fakes import FakeAnswering, FakeServices

from advisor.database import open_database
from advisor.logs import configure_logging
from advisor.settings import Settings
from listeners.modes import run


def main():
    data_dir, api_url, seconds, *port = sys.argv[1:]
    tokens = {"slack_signing_secret": "local-signing-secret", "port": int(port[0])} if port else {}
    settings = Settings(
        data_dir=Path(data_dir),
        slack_api_url=api_url,
        slack_bot_token="xoxb-local-bot",
        slack_app_token="" if port else "xapp-local-app",
        workers=16,
        queue_limit=64,
        **tokens,
    )
    configure_logging(settings)
    database = open_database(settings)
    answering = FakeAnswering(database, seconds=float(seconds))
    return run(FakeServices(settings, database, answering))


if __name__ == "__main__":
    sys.exit(main())
