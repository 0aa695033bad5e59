"""Tables of answers in Slack."""

from listeners.views.message import build_messages
from listeners.views.table import build_body

TABLE = "| Ranking | Recommendation |\n| --- | --- |\n| orders [1] | a \\| b &amp; c [2] |\n|  | more [2] |"


def cells(block):
    return [[cell["text"] for cell in row] for row in block["rows"]]


def test_text_without_a_table_is_one_markdown_block():
    assert build_body("one | two\n\n- three") == [
        {"type": "markdown", "text": "one | two\n\n- three"}
    ]
    assert build_body("") == []


def test_a_table_is_a_block_of_its_own_between_its_texts():
    before, table, after = build_body(f"For you:\n\n{TABLE}\n\nCaveat: mind. [1]")
    assert before == {"type": "markdown", "text": "For you:"}
    assert table["type"] == "table"
    assert cells(table) == [
        ["Ranking", "Recommendation"],
        ["orders [1]", "a | b & c [2]"],
        [" ", "more [2]"],
    ]
    assert after == {"type": "markdown", "text": "Caveat: mind. [1]"}


def test_only_the_first_table_of_a_message_is_drawn_for_slack_takes_one():
    kinds = [block["type"] for block in build_body(f"{TABLE}\n\n{TABLE}")]
    assert kinds == ["table", "markdown"]


def test_cells_are_plain_text_so_that_nothing_in_them_is_read_as_markup():
    (message,) = build_messages(TABLE, text="fallback")
    assert {cell["type"] for row in message.blocks[0]["rows"] for cell in row} == {"raw_text"}


def test_rows_of_another_width_than_the_head_are_made_to_fit():
    table = build_body("| a | b |\n|---|---|\n| 1 |\n| 1 | 2 | 3 |")[0]
    assert cells(table) == [["a", "b"], ["1", " "], ["1", "2"]]
