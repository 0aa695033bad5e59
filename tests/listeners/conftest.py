import threading
import time
from dataclasses import dataclass, replace

import pytest
from slack_bolt import App
from slack_fakes import FakeAnswering, FakeServices
from slack_sdk.web import WebClient
from triage_actor import Triager

import workspace.server
from advisor.database import open_database
from advisor.database.claims import find_claim
from advisor.settings import Settings
from listeners.application import build_app
from listeners.clients import clients_of_one_team
from listeners.desk import build_desk
from listeners.recovery import Recovery
from listeners.socket_mode import serve_socket
from workspace.handle import PATIENCE


@dataclass
class Bot:
    """The bot in this process, joined to a local Slack over Socket Mode."""

    slack: workspace.server.Handle
    services: FakeServices
    desk: object
    recovery: Recovery
    app: App

    @property
    def answering(self):
        return self.services.answering

    def replies(self, thread_ts, channel="C_GENERAL"):
        return self.slack.bot_messages(channel, thread_ts)

    def claim_of(self, message):
        """What is held of the question that this message answers."""
        return find_claim(self.services.database, message.metadata["event_payload"]["claim"])

    def wait_for_replies(self, thread_ts, count=1, channel="C_GENERAL"):
        return self.slack.wait_for(
            lambda: (found := self.replies(thread_ts, channel))[count - 1 :] and found
        )

    def settle(self):
        """Waits until all that was delivered has been acknowledged and worked off."""
        self.slack.wait_for(lambda: all(each.done for each in self.slack.deliveries))
        # Bolt acknowledges an event before its listener has handed it to the pool: once all its threads
        # meet, none of them is at a listener.
        executor = self.app.listener_runner.listener_executor
        meeting = threading.Barrier(executor._max_workers)
        for future in [executor.submit(meeting.wait, PATIENCE) for _ in range(meeting.parties)]:
            future.result(PATIENCE)
        assert self.desk.pool.drain(PATIENCE)
        assert self.desk.errands.drain(PATIENCE)

    def rest(self):
        """Ends its own recovery, so that nobody but the test takes over what a process left behind."""
        self.recovery.stop(drain_seconds=PATIENCE)
        self.recovery._thread.join(PATIENCE)

    def texts(self, thread_ts, channel="C_GENERAL"):
        return [message.text for message in self.replies(thread_ts, channel)]


@pytest.fixture
def settings(tmp_path):
    return Settings(
        data_dir=tmp_path,
        slack_bot_token="xoxb-local-bot",
        slack_app_token="xapp-local-app",
        workers=4,
        queue_limit=16,
    )


@pytest.fixture
def database(settings):
    database = open_database(settings)
    yield database
    database.close()


@pytest.fixture
def slack():
    # Slack gives three seconds, which a busy machine may take: how quick the bot is, others measure.
    with workspace.server.start(
        retry_delays=(0.2, 0.5, 1.0), ack_timeout=PATIENCE, trigger_lifetime=PATIENCE
    ) as handle:
        yield handle


@pytest.fixture(scope="session")
def ending():
    """Threads on their way to their end."""
    threads = []
    yield threads
    for thread in threads:
        thread.join(3)


@pytest.fixture
def start_bot(slack, settings, database, ending):
    """Starts the bot; keyword arguments change its settings."""
    stops = []

    def start(**changes):
        own = replace(settings, slack_api_url=slack.api_url, **changes)
        services = FakeServices(own, database, FakeAnswering(database))
        desk = build_desk(services, client_for=clients_of_one_team(own))
        app = build_app(own, desk)
        stopped, recovery = threading.Event(), Recovery(desk)
        thread = threading.Thread(
            target=serve_socket, args=(app, own, desk), kwargs={"stopped": stopped}, daemon=True
        )
        thread.start()
        recovery.start()
        stops.append((stopped, thread, recovery))
        slack.wait_for_socket()
        return Bot(slack, services, desk, recovery, app)

    yield start
    for stopped, thread, recovery in stops:
        stopped.set()
        # The SDK closes when something arrives, such as the end of the socket; the thread behind it
        # takes another second, which nobody needs to wait for.
        time.sleep(0.1)
        slack.drop_sockets(polite=False)
        ending.append(thread)
        recovery.stop(drain_seconds=2)


@pytest.fixture
def bot(start_bot):
    return start_bot()


@pytest.fixture
def client(slack):
    return WebClient(token="xoxb-local-bot", base_url=slack.api_url)


@pytest.fixture
def priya(bot):
    return Triager(bot)
