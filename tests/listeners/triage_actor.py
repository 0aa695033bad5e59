"""What a person does with a card, in few words."""

import json

from advisor.database.triages import list_triages

CHANNEL = "C_GENERAL"


def find_element(blocks, action_id):
    """The first button or menu with this action id; None if there is none."""
    for block in blocks:
        for element in (*block.get("elements", ()), block.get("accessory") or {}):
            if element.get("action_id") == action_id:
                return element
    return None


def actions_of(blocks):
    return [
        element["action_id"]
        for block in blocks
        for element in (*block.get("elements", ()), block.get("accessory") or {})
        if "action_id" in element
    ]


class Triager:
    """One person and their private cards."""

    def __init__(self, bot, user="U_PM", channel=CHANNEL):
        self.bot, self.user, self.channel = bot, user, channel
        self.person = bot.slack.person(user)

    def private(self):
        """What only this person sees in the channel."""
        return [each for each in self.person.sees(self.channel) if each.visible_to == self.user]

    def start(self, text="Agents read each mail to find its team.", count=1):
        """Uses the command and returns the card."""
        delivery = self.person.slash("/triage", text, self.channel)
        assert delivery.acked
        return self.wait(count)

    def wait(self, count=1):
        found = self.bot.slack.wait_for(lambda: (each := self.private())[count - 1 :] and each)
        return found[count - 1]

    def card(self):
        """The latest state of the first card."""
        return self.private()[0]

    def wait_for_card(self, *texts):
        """The card, once it shows all these texts."""
        self.bot.slack.wait_for(lambda: all(each in shown(self.card()) for each in texts))
        return self.card()

    def press(self, action_id, message=None):
        """Uses a button of the card."""
        card = message or self.card()
        button = find_element(card.blocks, action_id)
        assert button, f"no {action_id} among {actions_of(card.blocks)}"
        return self.person.click(card.ts, action_id, button.get("value"))

    def choose(self, action_id, value):
        """Uses a menu of the card."""
        card = self.card()
        menu = find_element(card.blocks, action_id)
        (option,) = [
            each["value"] for each in menu["options"] if each["value"].endswith(f":{value}")
        ]
        return self.person.click(card.ts, action_id, option)

    def modal(self, title):
        """The modal with this title, once it is open."""
        return self.bot.slack.wait_for(
            lambda: (view := self.person.modal) and view.content["title"]["text"] == title and view
        )


def shown(message):
    return json.dumps(message.blocks, ensure_ascii=False)


def view_text(view):
    return json.dumps(view.content["blocks"], ensure_ascii=False)


def stored(bot, user="U_PM"):
    """What this person finds in the portfolio."""
    return list_triages(bot.services.database, team="T_LOCAL", user=user)


def wait_for_stored(bot, condition, user="U_PM"):
    return bot.slack.wait_for(
        lambda: (found := [each for each in stored(bot, user) if condition(each)]) and found[0]
    )


def chosen(message, action_id):
    return find_element(message.blocks, action_id)["initial_option"]


def public(bot, channel=CHANNEL):
    return [each for each in bot.slack.bot_messages(channel) if not each.visible_to]


def fill(priya, title="Triage an idea", **values):
    view = priya.modal(title)
    return priya.person.submit_view(view.id, values)
