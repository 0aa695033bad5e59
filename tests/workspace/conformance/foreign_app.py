"""A Bolt app that is not ours: a board of orders for lunch, with most things that Bolt can do."""

import threading

from slack_bolt import App

CITIES = ["Aarhus", "Bergen", "Bologna", "Porto", "Tartu"]


def plain(text):
    return {"type": "plain_text", "text": text}


def option(text):
    return {"text": plain(text), "value": text.lower()}


def order_form(note=""):
    city = {
        "type": "external_select",
        "action_id": "city",
        "min_query_length": 1,
        "placeholder": plain("Where?"),
    }
    dish = {"type": "plain_text_input", "action_id": "dish"}
    return {
        "type": "modal",
        "callback_id": "order",
        "notify_on_close": True,
        "private_metadata": note,
        "title": plain("Lunch"),
        "submit": plain("Order"),
        "blocks": [
            {"type": "input", "block_id": "dish", "label": plain("Dish"), "element": dish},
            {"type": "input", "block_id": "city", "label": plain("City"), "element": city},
        ],
    }


def build_board(orders):
    button = {"type": "button", "action_id": "clear", "text": plain("Clear"), "value": "all"}
    return {
        "type": "home",
        "blocks": [
            {"type": "header", "text": plain(f"{len(orders)} orders")},
            {"type": "actions", "elements": [button]},
        ],
    }


def build(client, **options):
    """Return the app; `app.seen` is what its middleware saw, `app.orders` what was ordered."""
    app = App(client=client, **options)
    app.seen, app.orders, app.closed = [], [], []
    app.may_break = threading.Event()
    _add_middleware(app)
    _add_commands(app)
    _add_form(app)
    _add_events(app)
    return app


def _add_middleware(app):
    @app.use
    def note(body, context, next_):
        app.seen.append(body.get("type") or body.get("command"))
        context["orders"] = app.orders
        next_()

    @app.error
    def apologise(error, body, respond, logger):
        respond(text="Something broke.")


def _add_commands(app):
    @app.command("/lunch")
    def lunch(ack, command, client, respond):
        if command["text"] == "list":
            ack(response_type="in_channel", text=f"{len(app.orders)} orders")
        elif command["text"] == "break":
            ack()
            app.may_break.wait(60)  # Bolt takes back an ack when its listener fails at once.
            raise RuntimeError("broken")
        else:
            ack()
            view = order_form(command["channel_id"])
            client.views_open(trigger_id=command["trigger_id"], view=view)

    @app.shortcut("order_anywhere")
    def order_anywhere(ack, shortcut, client):
        ack()
        client.views_open(trigger_id=shortcut["trigger_id"], view=order_form("C_GENERAL"))

    @app.shortcut({"type": "message_action", "callback_id": "order_this"})
    def order_this(ack, shortcut, respond):
        ack()
        respond(f"Ordered: {shortcut['message']['text']}")


def _add_form(app):
    @app.options("city")
    def suggest(ack, payload):
        found = [each for each in CITIES if each.lower().startswith(payload["value"].lower())]
        ack(options=[option(each) for each in found])

    @app.view("order")
    def submit(ack, view, client, body, context):
        values = view["state"]["values"]
        dish = values["dish"]["dish"]["value"]
        if "pizza" in dish:
            ack(response_action="errors", errors={"dish": "No pizza today."})
            return
        ack()
        city = values["city"]["city"]["selected_option"]["value"]
        context["orders"].append((dish, city))
        button = {"type": "button", "action_id": "cancel", "text": plain("Cancel"), "value": dish}
        client.chat_postMessage(
            channel=view["private_metadata"],
            text=f"<@{body['user']['id']}> orders {dish} in {city}",
            blocks=[
                {"type": "section", "text": {"type": "mrkdwn", "text": f"{dish} in {city}"}},
                {"type": "actions", "elements": [button]},
            ],
        )

    @app.view_closed("order")
    def close(ack, view):
        ack()
        app.closed.append(view["id"])

    @app.action({"action_id": "cancel"})
    def cancel(ack, action, respond):
        ack()
        app.orders[:] = [each for each in app.orders if each[0] != action["value"]]
        respond(text="cancelled", replace_original=True)

    @app.action("clear")
    def clear(ack, body, client):
        ack()
        app.orders.clear()
        client.views_publish(user_id=body["user"]["id"], view=build_board(app.orders))


def _add_events(app):
    @app.event("app_home_opened")
    def show_board(event, client):
        if event["tab"] == "home":
            client.views_publish(user_id=event["user"], view=build_board(app.orders))

    @app.event("app_mention")
    def greet(event, say):
        say(f"Hungry, <@{event['user']}>?", thread_ts=event["ts"])

    @app.message("tea")
    def offer_tea(message, client):
        client.reactions_add(channel=message["channel"], timestamp=message["ts"], name="tea")

    @app.event("reaction_added")
    def thank(event, say):
        if event["reaction"] == "heart":
            say(channel=event["item"]["channel"], text="Thanks!")

    @app.event("message")
    def leave_the_rest():
        pass
