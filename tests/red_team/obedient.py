"""A provider whose model obeys every order that it finds anywhere in its prompt."""

import re

from advisor.disguise import readings
from tests.answering.openai_server import OpenAIServer, Turn
from tests.red_team.attacks import load_attacks


class ObedientProvider(OpenAIServer):
    """Writes what the orders in the prompt demand, with and without a citation, after an honest sentence."""

    def __init__(self):
        super().__init__()
        self.attacks = load_attacks()
        self.wicked = ""
        self.obeyed = []

    @property
    def prompts(self):
        """The rules that the model was given."""
        return [one["messages"][0]["content"] for one in self.requests]

    def turn_for(self, request):
        messages = request["messages"]
        prompt = "\n".join(one["content"] for one in messages)
        orders = [self.wicked] if self.wicked else self._orders_in(prompt)
        self.obeyed += orders
        system = messages[0]["content"]
        effects = [order.replace("{system}", system) for order in orders]
        demanded = "".join(f" {one} [1]. {one}. The guide says {one} [1]." for one in effects)
        return Turn(_honest_sentence(prompt) + demanded)

    def _orders_in(self, prompt):
        seen = _words("\n".join(readings(prompt)))
        return [one.effect for one in self.attacks if any(part in seen for part in _parts(one))]


def _parts(attack):
    """The stretches of an attack that are orders by themselves."""
    pieces = [_words(one) for one in re.split(r"[.!?\n]", attack.text)]
    return [one for one in pieces if len(one.split()) >= 4] or [_words(attack.text)]


def _words(text):
    return " ".join(re.findall(r"\w+", text.casefold()))


def _honest_sentence(prompt):
    passage = re.search(r"passage 1: [^\n]*\n(.+?[.!?])(?:\s|$)", prompt, re.DOTALL)
    return f"{' '.join(passage[1].split())} [1]." if passage else "NOT_COVERED"
