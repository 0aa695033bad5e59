"""Long answers are split where a reader would split them."""

import pytest

from listeners.views.message import MESSAGE_LENGTH, TEXT_LENGTH, build_messages, split_markdown


def test_short_text_stays_whole():
    assert split_markdown("one\n\ntwo", 100) == ("one\n\ntwo",)


def test_empty_text_is_one_empty_part():
    assert split_markdown("", 100) == ("",)


def test_text_is_cut_between_paragraphs():
    parts = split_markdown("a" * 40 + "\n\n" + "b" * 40 + "\n\n" + "c" * 40, 90)
    assert parts == ("a" * 40 + "\n\n" + "b" * 40, "c" * 40)


def test_a_fence_is_not_cut_at_its_blank_lines():
    fence = "```\nfirst\n\nsecond\n```"
    assert split_markdown("x" * 30 + "\n\n" + fence, 40) == ("x" * 30, fence)


def test_a_fence_that_is_too_long_is_closed_and_opened_again():
    fence = "```python\n" + "\n".join(f"line {number}" for number in range(50)) + "\n```"
    parts = split_markdown(fence, 100)
    assert len(parts) > 1
    assert all(part.startswith("```python\n") and part.endswith("\n```") for part in parts)
    assert "".join(part[10:-4] + "\n" for part in parts) == fence[10:-4] + "\n"


def test_a_table_that_is_too_long_repeats_its_head():
    table = "| a | b |\n|---|---|\n" + "\n".join(f"| {number} | x |" for number in range(40))
    parts = split_markdown(table, 120)
    assert len(parts) > 1
    assert all(part.startswith("| a | b |\n|---|---|\n") for part in parts)


def test_a_long_paragraph_is_cut_at_sentences():
    parts = split_markdown(("This is a sentence. " * 20).strip(), 100)
    assert all(part.endswith(".") and len(part) <= 100 for part in parts)


@pytest.mark.parametrize(
    "text", ["x" * 500, "&amp;" * 200, "word " * 200, "```\n" + "y" * 500 + "\n```"]
)
def test_no_part_is_longer_than_the_limit_and_no_entity_is_cut(text):
    parts = split_markdown(text, 97)
    assert all(len(part) <= 97 for part in parts)
    assert all(part.count("&") == part.count(";") for part in parts)


def test_the_footer_stands_under_the_last_message_only():
    body = "\n\n".join("p" * 3000 for _ in range(10))
    messages = build_messages(
        body, text="plain " * 1000, footer=({"type": "divider"},), reserve=500
    )
    assert len(messages) > 2
    assert all(len(message.body) <= MESSAGE_LENGTH - 500 for message in messages)
    assert [bool(message.footer) for message in messages] == [False] * (len(messages) - 1) + [True]
    assert all(len(message.text) <= TEXT_LENGTH for message in messages)
