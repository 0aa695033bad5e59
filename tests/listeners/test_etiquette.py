"""When a message is answered, and when the bot keeps quiet."""

import pytest

from advisor.database.threads import Place, Thread
from listeners.asks import read_text
from listeners.etiquette import Heard, Move, asks_to_stop, decide, is_from_person, mentions_in

BOT = "UBOT"
PLACE = Place("T", "C", "1.0")


def thread(*, has_others=False, muted=False):
    return Thread(PLACE, "UASKER", has_others, muted)


def heard(user="UASKER", text="and for B2B?", *, direct=False, reply=True, mentions=()):
    return Heard(user, text, is_direct=direct, is_reply=reply, mentions=frozenset(mentions))


@pytest.mark.parametrize(
    ("message", "known", "move"),
    [
        (heard(mentions=[BOT], reply=False), None, Move.ANSWER),
        (heard(reply=False), None, Move.IGNORE),
        (heard(), None, Move.IGNORE),
        (heard(), thread(), Move.ANSWER),
        (heard(user="UOTHER"), thread(), Move.NOTE_OTHER),
        (heard(user="UOTHER"), thread(has_others=True), Move.IGNORE),
        (heard(), thread(has_others=True), Move.IGNORE),
        (heard(mentions=[BOT]), thread(has_others=True), Move.ANSWER),
        (heard(user="UOTHER", mentions=[BOT]), thread(has_others=True), Move.ANSWER),
        (heard(mentions=["UBOB"]), thread(), Move.IGNORE),
        (heard(), thread(muted=True), Move.IGNORE),
        (heard(mentions=[BOT]), thread(muted=True), Move.ANSWER),
        (heard(text="stop"), thread(), Move.MUTE),
        (heard(text="stop"), thread(has_others=True), Move.IGNORE),
        (heard(text="stop", mentions=[BOT]), thread(has_others=True), Move.MUTE),
        (heard(text="stop", mentions=[BOT]), None, Move.MUTE),
        (heard(user="UOTHER", text="stop"), thread(), Move.NOTE_OTHER),
        (heard(direct=True, reply=False), None, Move.ANSWER),
        (heard(direct=True), None, Move.ANSWER),
        (heard(direct=True), thread(muted=True), Move.IGNORE),
        (heard(direct=True, mentions=[BOT]), thread(muted=True), Move.ANSWER),
        (heard(direct=True, text="stop"), thread(), Move.MUTE),
    ],
)
def test_the_rules_of_a_thread(message, known, move):
    assert decide(message, known, bot=BOT) is move


@pytest.mark.parametrize(
    "text",
    [
        "stop",
        "Stop.",
        "STOP!",
        "stop please",
        "please stop",
        "be quiet",
        "Be quiet, please!",
        "mute",
        "shut up",
    ],
)
def test_stop_in_many_words(text):
    assert asks_to_stop(text)


@pytest.mark.parametrize(
    "text", ["when should we stop training?", "stop words", "non-stop", "how to be quiet", ""]
)
def test_a_question_about_stopping_is_a_question(text):
    assert not asks_to_stop(text)


@pytest.mark.parametrize(
    ("event", "person"),
    [
        ({"user": "U1", "ts": "1.0"}, True),
        ({"user": "U1", "ts": "1.0", "subtype": "file_share"}, True),
        ({"user": "U1", "ts": "1.0", "subtype": "thread_broadcast"}, True),
        ({"user": "U1", "ts": "1.0", "subtype": "message_changed"}, False),
        ({"user": "U1", "ts": "1.0", "subtype": "channel_join"}, False),
        ({"user": "U1", "ts": "1.0", "bot_id": "B1"}, False),
        ({"user": "U1", "ts": "1.0", "hidden": True}, False),
        ({"user": BOT, "ts": "1.0"}, False),
        ({"ts": "1.0"}, False),
    ],
)
def test_only_what_people_write_counts(event, person):
    assert is_from_person(event, bot=BOT) is person


def test_a_group_that_is_named_is_somebody_else():
    assert mentions_in("<!subteam^S123|@data> and <!subteam^S9>?") == {"S123", "S9"}


def test_mentions_are_found_with_and_without_names():
    assert mentions_in("<@U1> and <@W2|bob> but not <!here>") == {"U1", "W2"}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("<@UBOT> what is drift?", "what is drift?"),
        ("a &lt; b &amp;&amp; c", "a < b && c"),
        ("see <https://a.example|the page>", "see the page"),
        ("see <https://a.example>", "see https://a.example"),
        ("in <#C1|general> <!here>", "in #general"),
        ("nul \x00 and \ud800 surrogate", "nul  and  surrogate"),
        ("<@UBOT>", ""),
    ],
)
def test_slacks_tokens_are_read_as_words(text, read):
    assert read_text(text) == read
