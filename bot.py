"""Starts the bot: settings, services, and Slack over Socket Mode or HTTP, or a local workspace."""

import sys

from advisor.bootstrap import build_services
from advisor.errors import AdvisorError
from advisor.logs import configure_logging
from advisor.settings import load_settings, silence_call_home
from advisor.warm_up import start_warm_up
from ingest.beside import builder_beside
from listeners.modes import open_mode, run


def main() -> int:
    """Runs until it is told to end; returns the exit status."""
    silence_call_home()
    try:
        settings = load_settings()
        configure_logging(settings)
        with open_mode(settings) as settings:
            services = build_services(settings)
            start_warm_up(services.index)
            try:
                with builder_beside(settings, services.database):
                    return run(services)
            finally:
                services.close()
    except AdvisorError as error:
        sys.stderr.write(f"{error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
