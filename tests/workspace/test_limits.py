import pytest
from shapes import button, feedback, modal, plain, section, text_input

from workspace.errors import SlackError
from workspace.limits import check_message, check_view


def refusal(body, **options):
    with pytest.raises(SlackError) as caught:
        check_message(body, **options)
    return caught.value


def view_refusal(view):
    with pytest.raises(SlackError) as caught:
        check_view(view)
    return caught.value


def actions(*elements):
    return {"type": "actions", "elements": list(elements)}


TABLE = {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]]}
GOOD_BLOCKS = {
    "a section at its limit": section("x" * 3000),
    "ten fields": {"type": "section", "fields": [plain("x" * 2000)] * 5},
    "a header at its limit": {"type": "header", "text": plain("x" * 150)},
    "markdown at its limit": {"type": "markdown", "text": "x" * 12_000},
    "a button at its limit": actions(button("x" * 75, value="v" * 2000)),
    "25 buttons": actions(*[button(action_id=f"a{n}") for n in range(25)]),
    "feedback buttons": feedback(),
    "ten context elements": {"type": "context", "elements": [plain("x")] * 10},
    "an input": text_input(max_length=3000),
    "a table": TABLE,
    "a divider": {"type": "divider"},
    "an image": {"type": "image", "image_url": "https://x.org/a.png", "alt_text": "a"},
}
BAD_BLOCKS = {
    "an unknown block": {"type": "fancy"},
    "no block": "section",
    "a section without text": {"type": "section"},
    "a section that is too long": section("x" * 3001),
    "an empty section": section(""),
    "a text of an unknown type": {"type": "section", "text": {"type": "html", "text": "x"}},
    "eleven fields": {"type": "section", "fields": [plain("x")] * 11},
    "a field that is too long": {"type": "section", "fields": [plain("x" * 2001)]},
    "a header that is too long": {"type": "header", "text": plain("x" * 151)},
    "a header in mrkdwn": {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
    "markdown that is too long": {"type": "markdown", "text": "x" * 12_001},
    "eleven context elements": {"type": "context", "elements": [plain("x")] * 11},
    "a button in a context": {"type": "context", "elements": [button()]},
    "26 buttons": actions(*[button(action_id=f"a{n}") for n in range(26)]),
    "no buttons": actions(),
    "two buttons of one action": actions(button(), button()),
    "a button text that is too long": actions(button("x" * 76)),
    "a button value that is too long": actions(button(value="v" * 2001)),
    "a button address that is too long": actions(button(url="https://" + "v" * 3000)),
    "an action_id that is too long": actions(button(action_id="a" * 256)),
    "a block_id that is too long": section(block_id="b" * 256),
    "a button of unknown style": actions(button(style="huge")),
    "feedback among actions": actions(*feedback()["elements"]),
    "a button among context actions": {"type": "context_actions", "elements": [button()]},
    "six context actions": {"type": "context_actions", "elements": feedback()["elements"] * 6},
    "a hundred and one rows": {**TABLE, "rows": TABLE["rows"] * 101},
    "a table with 21 cells": {**TABLE, "rows": [TABLE["rows"][0] * 21]},
    "an image without alt text": {"type": "image", "image_url": "https://x.org/a.png"},
    "an input that takes too much": text_input(max_length=3001),
    "a select without options": actions({"type": "static_select", "action_id": "s"}),
    "an option value that is too long": actions(
        {"type": "static_select", "options": [{"text": plain("x"), "value": "v" * 151}]}
    ),
    "a type that is a list": {"type": ["section"]},
    "fields that are a text": {"type": "section", "fields": "x"},
    "elements that are numbers": {"type": "actions", "elements": [1]},
    "a task without a title": {"type": "task_card", "task_id": "1"},
}


@pytest.mark.parametrize("block", GOOD_BLOCKS.values(), ids=GOOD_BLOCKS)
def test_blocks_within_slacks_limits_pass(block):
    check_message({"blocks": [block]})


@pytest.mark.parametrize("block", BAD_BLOCKS.values(), ids=BAD_BLOCKS)
def test_blocks_beyond_slacks_limits_are_invalid(block):
    assert refusal({"blocks": [block]}).error == "invalid_blocks"


def test_the_refusal_of_a_block_points_at_the_place():
    problem = refusal({"text": "x", "blocks": [section(), section("x" * 3001)]}).details
    assert problem["errors"] == [
        "must be less than 3001 characters [json-pointer:/blocks/1/text/text]"
    ]
    assert problem["response_metadata"]["messages"][0].startswith("[ERROR] must be less")


def test_a_message_takes_fifty_blocks_and_not_one_more():
    check_message({"blocks": [section()] * 50})
    assert refusal({"blocks": [section()] * 51}).error == "invalid_blocks"


def test_two_blocks_of_one_id_are_invalid():
    assert refusal({"blocks": [section(block_id="b"), section(block_id="b")]}).error


def test_all_blocks_together_hold_about_13200_characters():
    check_message({"blocks": [section("x" * 3000)] * 4})
    assert refusal({"blocks": [section("x" * 2900)] * 5}).error == "msg_blocks_too_long"


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({}, "no_text"),
        ({"text": ""}, "no_text"),
        ({"text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
        ({"markdown_text": "y", "blocks": [section()]}, "markdown_text_conflict"),
        ({"markdown_text": "y" * 12_001}, "msg_too_long"),
        ({"text": "x", "attachments": [{}] * 101}, "too_many_attachments"),
        ({"text": "x", "blocks": {"type": "section"}}, "invalid_blocks_format"),
        ({"text": "x", "metadata": {"event_type": "a"}}, "invalid_metadata_format"),
    ],
)
def test_messages_that_slack_refuses_get_slacks_word_for_it(body, error):
    assert refusal(body).error == error


def test_an_update_takes_four_thousand_characters_of_text():
    check_message({"text": "x" * 4000}, is_update=True)
    assert refusal({"text": "x" * 4001}, is_update=True).error == "msg_too_long"


@pytest.mark.parametrize(
    "view",
    [
        modal(title="x" * 25),
        modal(submit=plain("x" * 25)),
        modal(close=plain("x" * 25)),
        modal(private_metadata="x" * 3001),
        modal(callback_id="x" * 256),
        modal(*[section()] * 101),
        modal(text_input(), submit=None),
        modal({"type": "markdown", "text": "x"}),
        modal(feedback()),
        {"type": "modal", "blocks": [section()]},
        {"type": "window", "blocks": []},
        {"type": "home"},
        modal(private_metadata=7),
        modal(submit="Save"),
        None,
    ],
)
def test_views_that_slack_refuses_are_invalid_arguments(view):
    assert view_refusal(view).error == "invalid_arguments"


def test_a_view_of_more_than_250_kb_is_too_large():
    blocks = [section("x" * 2900) for _ in range(90)]
    assert view_refusal({"type": "home", "blocks": blocks}).error == "view_too_large"


def test_a_view_at_its_limits_passes():
    check_view(modal(*[section()] * 100, title="x" * 24, private_metadata="x" * 3000))
