"""A Bolt app that is not ours, over Socket Mode and over HTTP: each thing it does, it does here."""

import logging
import socket
import threading

import foreign_app
import httpx
import pytest
import uvicorn
from ending import end
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.starlette.handler import SlackRequestHandler
from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.routing import Route

from workspace import server
from workspace.__main__ import tell_verification
from workspace.errors import PersonError
from workspace.handle import PATIENCE

SECRET = "the-signing-secret"


def start_bot():
    """Serve Bolt's own HTTP adapter; returns its address, where to put the app, and how to stop."""
    place = {}

    async def take(request):
        return await SlackRequestHandler(place["app"]).handle(request)

    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/slack/events"
    routes = [Route("/slack/events", take, methods=["POST"])]
    config = uvicorn.Config(Starlette(routes=routes), log_level="error", lifespan="off", ws="none")
    web = uvicorn.Server(config)
    thread = threading.Thread(target=web.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()

    def stop():
        web.should_exit = True
        thread.join(5)

    return url, place, stop


@pytest.fixture(scope="module", params=["socket", "http"])
def slack(request, lunch, closing):
    """The local Slack with the foreign app connected to it, one way or the other."""
    if request.param == "socket":
        handle = server.start(application=lunch, ack_timeout=PATIENCE, trigger_lifetime=PATIENCE)
        client = WebClient(token=handle.bot_token, base_url=handle.api_url)
        app = foreign_app.build(client)
        handler = SocketModeHandler(app, handle.app_token)
        handler.connect()
        handle.wait_for_socket()

        def stop():
            end(handler.client)
    else:
        url, place, stop = start_bot()
        handle = server.start(
            application=lunch,
            event_url=url,
            signing_secret=SECRET,
            ack_timeout=PATIENCE,
            trigger_lifetime=PATIENCE,
        )
        client = WebClient(token=handle.bot_token, base_url=handle.api_url)
        app = place["app"] = foreign_app.build(client, signing_secret=SECRET)
    handle.lunch = app
    yield handle

    def stop_both():
        stop()
        handle.stop()

    closing(stop_both)


@pytest.fixture
def app(slack):
    slack.lunch.seen.clear()
    slack.lunch.orders.clear()
    return slack.lunch


@pytest.fixture
def priya(slack):
    return slack.person("U_PM")


def texts(slack, channel="C_GENERAL"):
    return [message.text for message in slack.messages(channel)]


def order(slack, priya, dish="soup", city="porto"):
    priya.slash("/lunch", channel="C_GENERAL")
    modal = slack.wait_for(lambda: priya.modal)
    priya.suggest("city", city[:2], view_id=modal.id)
    return priya.submit_view(modal.id, {"dish": dish, "city": city})


def test_a_commands_ack_is_shown_in_the_channel(slack, app, priya):
    priya.slash("/lunch", "list")
    assert texts(slack)[-1] == "0 orders"
    assert slack.messages("C_GENERAL")[-1].visible_to is None


def test_an_order_goes_from_command_to_modal_to_message_to_button(slack, app, priya):
    delivery = order(slack, priya)
    assert delivery.acked
    message = slack.wait_for(
        lambda: [m for m in slack.messages("C_GENERAL") if m.text == "<@U_PM> orders soup in porto"]
    )[-1]
    assert app.orders == [("soup", "porto")]
    assert app.seen == ["/lunch", "block_suggestion", "view_submission"]
    priya.click(message.ts, "cancel", "soup")
    slack.wait_for(lambda: texts(slack)[-1] == "cancelled")
    assert app.orders == []


def test_an_external_select_offers_what_the_app_answers(slack, app, priya):
    priya.slash("/lunch")
    modal = slack.wait_for(lambda: priya.modal)
    found = priya.suggest("city", "b", view_id=modal.id)
    assert [each["value"] for each in found["options"]] == ["bergen", "bologna"]
    with pytest.raises(PersonError, match="has no option 'aarhus'"):
        priya.submit_view(modal.id, {"dish": "soup", "city": "aarhus"})
    priya.suggest("city", "po", view_id=modal.id)
    assert priya.submit_view(modal.id, {"dish": "soup", "city": "bergen"}).acked


def test_the_page_asks_for_options_over_http(slack, app, priya):
    priya.slash("/lunch")
    modal = slack.wait_for(lambda: priya.modal)
    given = {"user": "U_PM", "action_id": "city", "query": "ta", "view_id": modal.id}
    answer = httpx.post(f"{slack.url}page/suggest", json=given).json()
    assert [each["value"] for each in answer["options"]] == ["tartu"]
    given["action_id"] = "nothing"
    refused = httpx.post(f"{slack.url}page/suggest", json=given)
    assert (refused.status_code, refused.json()["ok"]) == (400, False)
    priya.close_view(modal.id)


def test_errors_of_a_submission_stay_in_the_modal(slack, app, priya):
    order(slack, priya, dish="pizza")
    assert priya.modal.errors == {"dish": "No pizza today."}
    view_id = priya.modal.id
    priya.close_view(view_id)
    slack.wait_for(lambda: view_id in app.closed)


def test_a_global_shortcut_opens_the_modal(slack, app, priya):
    delivery = priya.shortcut("order_anywhere")
    assert delivery.event_type == "shortcut"
    assert "response_url" not in delivery.payload
    modal = slack.wait_for(lambda: priya.modal)
    assert modal.content["private_metadata"] == "C_GENERAL"
    priya.close_view(modal.id)


def test_a_message_shortcut_answers_privately(slack, app, priya):
    ts = slack.person("U_ENG").say("C_GENERAL", "two soups")
    priya.shortcut("order_this", ts)
    message = slack.wait_for(
        lambda: [m for m in slack.messages("C_GENERAL") if m.text == "Ordered: two soups"]
    )[0]
    assert message.visible_to == "U_PM"


@pytest.mark.parametrize(("callback_id", "ts"), [("order_this", None), ("nobody", None)])
def test_a_shortcut_that_the_app_does_not_have_is_refused(app, priya, callback_id, ts):
    with pytest.raises(PersonError, match="no global shortcut"):
        priya.shortcut(callback_id, ts)


def test_the_home_is_published_and_its_button_works(slack, app, priya):
    app.orders.append(("soup", "porto"))
    priya.open_home()
    home = slack.wait_for(
        lambda: priya.home and "1 orders" in str(priya.home.content) and priya.home
    )
    priya.click_view(home.id, "clear")
    slack.wait_for(lambda: "0 orders" in str(priya.home.content))


def test_mentions_messages_and_reactions_are_heard(slack, app, priya):
    ts = priya.mention("C_GENERAL", "hello")
    slack.wait_for(lambda: slack.bot_messages("C_GENERAL", ts))
    assert slack.bot_messages("C_GENERAL", ts)[0].text == "Hungry, <@U_PM>?"
    tea = priya.say("C_GENERAL", "some tea please")
    slack.wait_for(lambda: slack.state.message("C_GENERAL", tea).reactions)
    assert slack.state.message("C_GENERAL", tea).reactions == (("tea", "U_BOT"),)
    priya.react(tea, "heart")
    slack.wait_for(lambda: "Thanks!" in texts(slack))


def test_an_error_in_a_listener_reaches_the_apps_error_handler(slack, app, priya, caplog):
    caplog.set_level(logging.CRITICAL)
    app.may_break.clear()
    assert priya.slash("/lunch", "break").acked
    app.may_break.set()
    slack.wait_for(lambda: "Something broke." in texts(slack))


def test_a_direct_message_reaches_the_app(slack, app, priya):
    ts = priya.dm("tea")
    slack.wait_for(lambda: slack.state.find(ts).reactions)


def test_a_group_direct_message_reaches_the_app(slack, app):
    client = app.client
    group = client.conversations_open(users="U_PM,U_ENG", return_im=True)["channel"]
    assert group["is_mpim"]
    again = client.conversations_open(users=["U_ENG", "U_PM"])
    assert (again["channel"]["id"], again["already_open"]) == (group["id"], True)
    ts = slack.person("U_ENG").say(group["id"], "tea for all")
    slack.wait_for(lambda: slack.state.find(ts).reactions)
    delivery = slack.deliveries_of("message")[-1].payload["event"]
    assert delivery["channel_type"] == "mpim"


def test_bolt_answers_the_url_verification(slack, capsys):
    answer = httpx.post(f"{slack.url}control/verify")
    if slack.state.sockets:
        assert answer.json()["error"] == "Socket Mode has no URL to verify."
        return
    assert answer.json() == {"ok": True}
    tell_verification(slack)
    assert capsys.readouterr().err == "The bot answered the url_verification.\n"


def test_bolt_refuses_another_signing_secret(lunch):
    url, place, stop = start_bot()
    try:
        with server.start(
            application=lunch, event_url=url, signing_secret="another", retry_delays=()
        ) as slack:
            client = WebClient(token=slack.bot_token, base_url=slack.api_url)
            place["app"] = foreign_app.build(client, signing_secret=SECRET)
            person = slack.person("U_PM")
            assert not person.slash("/lunch", "list").acked
            assert person.notices == ['/lunch failed with the error "dispatch_failed"']
            assert "http_error" in slack.verify_url()
    finally:
        stop()
