"""The Bolt app: its client, the hand-over of our parts to listeners, and all listeners."""

import logging
import os
import re
from collections.abc import Callable

from slack_bolt import App, BoltContext, BoltResponse
from slack_bolt.oauth.oauth_settings import OAuthSettings

from advisor.settings import Settings
from listeners import actions, commands, events, shortcuts, views
from listeners.clients import build_client
from listeners.desk import Desk
from listeners.errors import report

# Bolt and the SDK read these by themselves, and would then set up things that we did not ask for.
READ_BY_BOLT = (
    "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_CLIENT_ID",
    "SLACK_CLIENT_SECRET", "SLACK_VERIFICATION_TOKEN",
)  # fmt: skip


def build_app(
    settings: Settings, desk: Desk, *, oauth: OAuthSettings | None = None, over_http: bool = False
) -> App:
    """Returns the app with all listeners; requests are verified when they come over HTTP."""
    forget_variables()
    app = App(
        # At each request Bolt sets the level of the logger of this name: never that of a package of ours, whose records
        # would be lost.
        name="slack_bolt.advisor",
        # As it is: Bolt gives loggers of its own making a level of their own.
        logger=logging.getLogger("slack_bolt"),
        client=build_client(settings, token=None if oauth else settings.slack_bot_token),
        oauth_settings=oauth,
        signing_secret=settings.slack_signing_secret,
        request_verification_enabled=over_http,
        # The first request asks auth.test, and its answer is kept: no network before there is need.
        token_verification_enabled=False,
    )

    def hand_over(context: BoltContext, next: Callable[[], BoltResponse]) -> BoltResponse:  # noqa: A002 - Bolt's name
        context.update(desk=desk, services=desk.services)
        return next()

    def handle_error(error: Exception) -> None:
        desk.metrics.errors.inc()
        report(error)

    app.middleware(hand_over)
    app.error(handle_error)
    for package in (events, commands, shortcuts, actions, views):
        package.register(app)
    if oauth:
        # Those who install from the manifest for several workspaces subscribe to these two events as well.
        app.enable_token_revocation_listeners()
    # Last: what nobody listens to would be delivered again and again.
    app.event(re.compile(""))(lambda: None)
    return app


def forget_variables() -> None:
    """Takes Slack's variables out of the environment, once the settings have been read from it."""
    for name in READ_BY_BOLT:
        os.environ.pop(name, None)
