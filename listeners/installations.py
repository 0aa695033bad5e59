"""Installations: one token from the settings, or one for each workspace that installed the app."""

import logging

from slack_bolt.authorization.authorize import InstallationStoreAuthorize
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk import WebClient
from slack_sdk.oauth.installation_store import InstallationStore
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore

from advisor.database import Database
from advisor.settings import Settings
from listeners.clients import ClientFor, NotInstalledError, build_client

STATE_SECONDS = 600
SCOPES = (
    "app_mentions:read", "assistant:write", "channels:history", "chat:write", "commands", "files:read", "files:write",
    "groups:history", "im:history", "im:write", "mpim:history", "users:read",
)  # fmt: skip


def clients_of_installations(settings: Settings, store: InstallationStore) -> ClientFor:
    """Returns the clients where each workspace has its own token."""

    def client_for(team: str, enterprise: str) -> WebClient:
        bot = store.find_bot(enterprise_id=enterprise or None, team_id=team or None)
        if bot is None and enterprise:
            bot = store.find_bot(enterprise_id=enterprise, team_id=None, is_enterprise_install=True)
        if bot is None:
            raise NotInstalledError("The app is not installed in that workspace.")
        return build_client(settings, token=bot.bot_token)

    return client_for


def read_installations(settings: Settings, database: Database) -> InstallationStore:
    """Returns the installations to look up before each ack: nobody waits for a writer there."""
    return SQLAlchemyInstallationStore(client_id=settings.slack_client_id, engine=database.engine)


def build_oauth(settings: Settings, database: Database) -> OAuthSettings:
    """Returns the OAuth flow with its stores in our database, their tables created."""
    store = SQLAlchemyInstallationStore(
        client_id=settings.slack_client_id, engine=database.writing_engine
    )
    states = SQLAlchemyOAuthStateStore(
        expiration_seconds=STATE_SECONDS, engine=database.writing_engine
    )
    store.metadata.create_all(database.engine)
    states.metadata.create_all(database.engine)
    oauth = OAuthSettings(
        client_id=settings.slack_client_id,
        client_secret=settings.slack_client_secret,
        scopes=list(SCOPES),
        installation_store=store,
        state_store=states,
        installation_store_bot_only=True,
    )
    # Without the cache, each request would ask the database and auth.test before the ack.
    oauth.authorize = InstallationStoreAuthorize(
        logger=logging.getLogger("slack_bolt"),
        client_id=settings.slack_client_id,
        client_secret=settings.slack_client_secret,
        installation_store=read_installations(settings, database),
        bot_only=True,
        cache_enabled=True,
        client=build_client(settings),
    )
    return oauth
