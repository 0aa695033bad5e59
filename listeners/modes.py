"""The three ways to run: Socket Mode, HTTP, or the local workspace; chosen by which tokens are set."""

import signal
import sys
import threading
from contextlib import AbstractContextManager, nullcontext
from enum import Enum

import structlog
from slack_bolt import App

from advisor.bootstrap import Services
from advisor.errors import AdvisorError, SettingsError
from advisor.settings import Settings
from listeners.application import build_app
from listeners.clients import clients_of_one_team
from listeners.desk import Desk, build_desk
from listeners.local import local_workspace
from listeners.recovery import Recovery
from listeners.socket_mode import serve_socket
from listeners.watching import Watch

DRAIN_SECONDS = 10.0

log = structlog.get_logger()


class Mode(Enum):
    """How Slack reaches us."""

    SOCKET = "socket"
    HTTP = "http"
    LOCAL = "local"


def choose_mode(settings: Settings) -> Mode:
    """Returns the mode for which the tokens are set.

    Raises:
        SettingsError: some are set and others are missing; the message names them.

    """
    bot, app_token = bool(settings.slack_bot_token), bool(settings.slack_app_token)
    secret = bool(settings.slack_signing_secret)
    installable = bool(settings.slack_client_id and settings.slack_client_secret)
    if bool(settings.slack_client_id) != bool(settings.slack_client_secret):
        raise SettingsError("Set both SLACK_CLIENT_ID and SLACK_CLIENT_SECRET, or neither.")
    if app_token and not bot:
        raise SettingsError("SLACK_APP_TOKEN is set, but SLACK_BOT_TOKEN is missing.")
    if app_token:
        return Mode.SOCKET
    if secret and (bot or installable):
        return Mode.HTTP
    if bot:
        raise SettingsError(
            "SLACK_BOT_TOKEN is set, but neither SLACK_APP_TOKEN (for Socket Mode) nor SLACK_SIGNING_SECRET (for HTTP)."
        )
    if secret or installable:
        raise SettingsError(
            "HTTP mode needs SLACK_SIGNING_SECRET and SLACK_BOT_TOKEN, or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET."
        )
    return Mode.LOCAL


def open_mode(settings: Settings) -> AbstractContextManager[Settings]:
    """Returns the settings to run with: as they are, or joined to a local workspace while it runs."""
    # From the first moment, so that being told to end also ends the local workspace.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    if choose_mode(settings) is Mode.LOCAL:
        return local_workspace(settings)
    return nullcontext(settings)


def run(services: Services) -> int:
    """Serves until the process is told to end; returns the exit status."""
    settings = services.settings
    app, desk = build(settings, services)
    serve = _http if choose_mode(settings) is Mode.HTTP else serve_socket
    recovery, watch = Recovery(desk), Watch(desk)
    # The first triage must not wait for its model; the process serves meanwhile.
    desk.errands.submit(lambda: _warm_up(services))
    stopped = _stop_on_signals()
    recovery.start()
    watch.start()
    try:
        return serve(app, settings, desk, stopped=stopped)
    finally:
        watch.stop()
        drained = recovery.stop(drain_seconds=DRAIN_SECONDS)
        log.info("stopped", drained=drained)


def _http(app: App, settings: Settings, desk: Desk, *, stopped: threading.Event) -> int:
    # The web server is not loaded where none is needed.
    from listeners.web import serve_http

    return serve_http(app, settings, desk, stopped=stopped)


def build(settings: Settings, services: Services) -> tuple[App, Desk]:
    """Returns the app and its desk for the mode of these settings."""
    over_http = choose_mode(settings) is Mode.HTTP
    if over_http and settings.slack_client_id:
        # Slack's store of installations takes a tenth of what a start imports.
        from listeners.installations import (
            build_oauth,
            clients_of_installations,
            read_installations,
        )

        oauth = build_oauth(settings, services.database)
        desk = build_desk(
            services,
            client_for=clients_of_installations(
                settings, read_installations(settings, services.database)
            ),
        )
        return build_app(settings, desk, oauth=oauth, over_http=True), desk
    desk = build_desk(services, client_for=clients_of_one_team(settings))
    return build_app(settings, desk, over_http=over_http), desk


def _warm_up(services: Services) -> None:
    try:
        services.triage.warm_up()
    except AdvisorError as error:
        # Whoever triages is told the same; answers do not need it.
        log.warning("triage_not_warm", reason=str(error))


def _stop_on_signals() -> threading.Event:
    stopped = threading.Event()

    def stop(*_: object) -> None:
        stopped.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    return stopped
