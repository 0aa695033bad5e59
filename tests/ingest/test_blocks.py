from ingest.blocks import join_units, quotable, split_units


def test_sentences_list_items_and_rows_are_quoted_one_by_one():
    text = (
        "Ask first. Then build.\n\n- one item. Still the item.\n- two\n  - nested\n\n"
        "1. first\n2. second\n\n| A | B |\n|---|---|\n| x | y |\n| z |  |"
    )
    assert quotable(text) == [
        "Ask first.",
        "Then build.",
        "one item. Still the item.",
        "two",
        "nested",
        "1. first",
        "2. second",
        "x: y",
        "z",
    ]


def test_a_row_of_a_wide_table_names_its_columns():
    text = "| Tool | What | Price |\n|---|---|---|\n| Colab | notebooks | free |"
    assert quotable(text) == ["Colab; What: notebooks; Price: free"]


def test_a_caveat_is_quoted_whole_and_another_quotation_by_sentence():
    assert quotable("> Caveat: One half. The other half.") == ["Caveat: One half. The other half."]
    assert quotable("> She said so.\n> He agreed.") == ["She said so.", "He agreed."]


def test_code_is_one_quotation_with_its_fence():
    assert quotable("```py\nx = 1. Y\n\ny = 2\n```") == ["```py\nx = 1. Y\n\ny = 2\n```"]


def test_units_join_to_the_text_they_came_from():
    text = (
        "One. Two.\n\n- a\n- b\n  - c\n\n> Caveat: mind the gap.\n\n"
        "| A | B |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\n```\ncode\n```"
    )
    assert join_units(split_units(text)) == text


def test_a_later_part_of_a_table_has_its_header_again():
    units = split_units("| A | B |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |")
    assert join_units(units[1:]) == "| A | B |\n|---|---|\n| 3 | 4 |"


def test_tags_of_html_are_left_out_of_quotations():
    assert quotable("<details>\n<summary>More here.</summary>\n</details>") == ["More here."]
