"""The builders of messages, modals and the Home tab."""

import json

import pytest
from slack_fakes import build_answer as answer
from slack_fakes import build_citation as citation

from advisor.feedback.votes import REASONS
from listeners.views.answer import build_answer
from listeners.views.home import PROMPTS, ReleaseFacts, build_home
from listeners.views.reason_modal import build_reason_modal, build_thanks_modal
from listeners.views.source_modal import build_source_modal

OWN = "https://guide.example.com"


def kinds(message):
    return [block["type"] for block in message.blocks]


def test_an_answer_ends_with_thumbs_that_name_it():
    (message,) = build_answer(answer(id="A1"))
    (thumbs,) = message.blocks[-1]["elements"]
    assert message.blocks[-1]["type"] == "context_actions"
    assert thumbs["action_id"] == "feedback"
    assert thumbs["positive_button"]["value"] == "up:A1"
    assert thumbs["negative_button"]["value"] == "down:A1"


def test_sources_without_an_address_are_buttons():
    given = answer(id="A1", citations=(citation(1), citation(2)))
    (message,) = build_answer(given)
    buttons = message.blocks[1]["elements"]
    assert [each["value"] for each in buttons] == ["A1:1", "A1:2"]
    assert len({each["action_id"] for each in buttons}) == 2
    assert buttons[0]["text"]["text"].startswith("[1] Precision and recall › Which")
    assert all(len(each["text"]["text"]) <= 75 for each in buttons)


def test_a_button_names_the_section_alone_where_that_tells_it():
    (message,) = build_answer(answer(citations=(citation(1),)))
    assert message.blocks[1]["elements"][0]["text"]["text"].startswith("[1] Which comes first")


def test_sources_with_an_address_are_links():
    given = answer(
        citations=(citation(1, url=OWN + "/precision#x"), citation(2, url=OWN + "/recall"))
    )
    (message,) = build_answer(given, own_url=OWN)
    assert kinds(message) == ["markdown", "context", "context", "actions", "context_actions"]
    text = message.blocks[1]["elements"][0]["text"]
    assert text.startswith(f"<{OWN}/precision#x|[1] Precision and recall › Which")


def test_a_source_with_a_foreign_address_is_a_button():
    (message,) = build_answer(
        answer(citations=(citation(1, url="https://evil.example"),)), own_url=OWN
    )
    assert "evil" not in json.dumps(message.blocks)
    assert kinds(message) == ["markdown", "actions", "actions", "context_actions"]


def test_notices_and_suggestions_stand_between_sources_and_thumbs():
    given = answer(notices=("Generated.",), suggestions=("One?", "Two?", "Three?", "Four?"))
    (message,) = build_answer(given, notices=("No images.",))
    assert kinds(message) == [
        "markdown",
        "actions",
        "context",
        "context",
        "actions",
        "actions",
        "context_actions",
    ]
    assert [each["value"] for each in message.blocks[4]["elements"]] == ["One?", "Two?", "Three?"]


def test_no_suggestions_no_row():
    message = build_answer(answer(citations=()))[0]
    assert kinds(message) == ["markdown", "actions", "context_actions"]


def test_every_answer_can_be_asked_why():
    for shareable in (False, True):
        (message,) = build_answer(answer(id="A1"), shareable=shareable)
        why = message.blocks[-2]["elements"][-1]
        assert (why["action_id"], why["value"]) == ("why", "A1")
        assert why["text"]["text"] == "Why this answer?"


def test_a_shared_answer_names_its_question_and_who_shared_it():
    (message,) = build_answer(answer(), question="what is\n<!here> drift?", shared_by="U1")
    assert message.body.startswith("**Question:** what is &lt;!here&gt; drift?\n\n")
    assert {"type": "mrkdwn", "text": "Shared by <@U1>"} in message.blocks[2]["elements"]


def test_the_button_to_share_carries_the_answer():
    (message,) = build_answer(answer(id="A1"), shareable=True)
    assert message.blocks[-2]["elements"][0]["action_id"] == "share"
    assert message.blocks[-2]["elements"][0]["value"] == "A1"


def test_every_message_has_plain_text_too():
    (message,) = build_answer(answer("**Recall** comes <!channel> first."))
    assert message.text == "Recall comes &lt;!channel&gt; first."


def test_a_long_answer_with_many_sources_keeps_slacks_limits():
    citations = tuple(citation(number, url=OWN + "/p" * 60) for number in range(1, 20))
    messages = build_answer(answer("Long sentence here. " * 3000, citations=citations), own_url=OWN)
    for message in messages:
        assert len(json.dumps(message.blocks)) < 13_200
        assert len(message.blocks) <= 50


def test_the_source_modal_shows_the_whole_passage():
    view = build_source_modal(citation(3))
    assert view["title"]["text"] == "Source [3]"
    assert view["blocks"][0]["text"]["text"] == "Which comes first for a medical test?"
    assert "• A *missed* disease" in view["blocks"][1]["text"]["text"]
    assert all(len(block["text"]["text"]) <= 3000 for block in view["blocks"][1:-1])


def test_the_reason_modal_offers_all_reasons_and_carries_the_answer():
    view = build_reason_modal("A1")
    assert view["private_metadata"] == "A1"
    options = view["blocks"][0]["element"]["options"]
    assert [each["value"] for each in options] == list(REASONS)
    assert all(len(each["text"]["text"]) <= 75 for each in options)


@pytest.mark.parametrize(
    "view", [build_reason_modal("A"), build_thanks_modal(), build_source_modal(citation())]
)
def test_titles_of_modals_fit(view):
    assert all(
        len(view[part]["text"]) <= 24 for part in ("title", "submit", "close") if part in view
    )


def test_the_home_names_the_live_release_with_its_date():
    text = json.dumps(build_home(ReleaseFacts(7, "2026-11-22T03:00:00Z", 34, 210)))
    assert "release 7 of 2026-11-22, 34 pages, 210 sections" in text
    assert all(json.dumps(message) in text for _, message in PROMPTS)


def test_the_home_says_when_no_release_is_live():
    assert "No release of the guide is live yet" in json.dumps(build_home(None))
