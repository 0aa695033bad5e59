"""The button "Why this answer?", as a view and end to end."""

import json

import pytest
from slack_fakes import build_answer, build_citation
from sqlalchemy import delete

from advisor.answering.explain import explain
from advisor.database.tables import answers
from listeners.modals import TOO_LATE
from listeners.views.why_modal import build_forgotten_modal, build_why_modal

CHANNEL = "C_GENERAL"
TRACE = {
    "passages": [
        {
            "chunk": "chunk-1",
            "document": "a.md",
            "heading": "Metrics <!channel> & more",
            "text": "Unused: the cited words are shown.",
            "score": 0.91,
            "cosine": 0.66,
            "lexical": 0.5,
        },
        {
            "chunk": "chunk-9",
            "document": "b.md",
            "heading": "Another page",
            "text": "See [this](https://evil.example) and <@U1>, `code`.\n\n- item",
            "score": 0.41,
            "cosine": 0.4,
            "lexical": 0.02,
        },
    ],
    "estimate": {"probability": 0.82, "threshold": 0.4, "evidence": {"coverage": 0.75}},
}


def texts(view):
    return "\n".join(
        block["text"]["text"] for block in view["blocks"] if block["type"] == "section"
    )


def explained(**changes):
    return build_why_modal(explain(build_answer(trace=TRACE, **changes), question="is it <b>?"))


def test_the_modal_shows_the_estimate_the_passages_and_their_scores():
    text = texts(explained())
    assert "How sure: 82 % (answers below 40 % are refused)." in text
    assert "cited as [1]; score 0.91 (cosine 0.66, words 0.50)\n>Recall comes first." in text
    assert "read, not cited; score 0.41" in text


def test_what_documents_and_users_wrote_is_quoted_escaped_and_without_links():
    text = texts(explained())
    assert "*You asked:* is it &lt;b&gt;?" in text
    assert "&lt;!channel&gt; &amp; more" in text
    assert "&lt;@U1&gt;" in text
    assert "evil" not in text


def test_the_modal_keeps_slacks_limits_whatever_the_trace_holds():
    row = TRACE["passages"][1] | {"heading": "&" * 4000, "text": "<" * 9000}
    checks = [{"sentence": n, "verdict": "cut", "reason": "&" * 50} for n in range(200)]
    trace = {"passages": [row] * 40, "checks": checks}
    view = build_why_modal(explain(build_answer(trace=trace), question="<" * 9000))
    assert len(view["blocks"]) <= 100
    assert len(view["title"]["text"]) <= 24
    assert all(
        len(block["text"]["text"]) <= 3000 for block in view["blocks"] if block["type"] == "section"
    )
    assert len(json.dumps(view)) < 250_000


def test_an_answer_without_a_trace_is_still_explained():
    view = build_why_modal(explain(build_answer(citations=(), trace={})))
    assert "Quoted from the guide" in texts(view)
    assert "You asked" not in texts(view)


@pytest.fixture
def answered(bot):
    """An answer in a thread: the message and the answer's id."""
    answering = bot.answering
    answering.answer = lambda question: build_answer(citations=(build_citation(1),), trace=TRACE)
    ts = bot.slack.person("U_PM").mention(CHANNEL, "what is drift?")
    (message,) = bot.wait_for_replies(ts)
    return message, message.metadata["event_payload"]["answer"]


def click_why(bot, message, user):
    person = bot.slack.person(user)
    button = message.blocks[-2]["elements"][-1]
    person.click(message.ts, button["action_id"], button["value"])
    return bot.slack.wait_for(lambda: person.modal).content


def test_the_asker_sees_why_with_the_question(bot, answered):
    view = click_why(bot, answered[0], "U_PM")
    assert "*You asked:* what is drift?" in texts(view)
    assert "How sure: 82 %" in texts(view)


def test_others_who_see_the_answer_see_why_without_the_question(bot, answered):
    view = click_why(bot, answered[0], "U_ENG")
    assert "what is drift?" not in json.dumps(view)
    assert "How sure: 82 %" in texts(view)


def test_after_a_restart_an_old_answer_is_still_explained(bot, answered, start_bot):
    # Two processes share the socket's events: either of them knows all that it needs.
    start_bot()
    for _ in range(4):
        assert "How sure: 82 %" in texts(click_why(bot, answered[0], "U_ENG"))


def test_of_an_erased_answer_it_is_said_kindly(bot, answered):
    message, answer_id = answered
    with bot.services.database.write() as connection:
        connection.execute(delete(answers).where(answers.c.id == answer_id))
    assert texts(click_why(bot, message, "U_PM")) == texts(build_forgotten_modal())


def test_a_click_that_slack_no_longer_takes_is_answered_in_words(bot, answered):
    message, _ = answered
    bot.slack.fail("views.open", 1, error="expired_trigger_id")
    priya = bot.slack.person("U_PM")
    button = message.blocks[-2]["elements"][-1]
    priya.click(message.ts, button["action_id"], button["value"])
    found = bot.slack.wait_for(
        lambda: [each for each in priya.sees(CHANNEL) if each.visible_to == "U_PM"]
    )
    assert found[0].text == TOO_LATE
