import pytest

from ingest.plain import plain_text


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("See [the guide](https://example.com/a_(b)?c=d) now.", "See the guide now."),
        ('[x](y "a title") and [z][ref]', "x and z"),
        ("![A chart](chart.png) shows", "A chart shows"),
        ("[![Build](badge.svg)](https://ci)", "Build"),
        ("**bold** _it_ `code` ~~gone~~", "bold _it_ code gone"),
        ("| A | B |\n|---|:-:|\n| 1 | 2 |", "A B\n1 2"),
        ("> Caveat: mind\n> the gap", "Caveat: mind\nthe gap"),
        ("a <b>tag</b><br/> and 1 < 2 > 0", "a  tag   and 1 < 2 > 0"),
        ("- item\n\n- other", "- item\n- other"),
        ("---", ""),
        ("![](only-a-picture.png)", ""),
        (r"lib/\_http\_client and \[x\]", "lib/_http_client and [x]"),
        ("snake_case and __dunder__", "snake_case and dunder"),
        ("", ""),
    ],
)
def test_the_words_stay_and_the_marks_go(markdown, expected):
    assert plain_text(markdown).split() == expected.split()


@pytest.mark.timeout(20)
def test_it_is_fast_on_hostile_text():
    for text in ("[" * 200_000, "[a](" * 50_000, "|" * 200_000, "<a " * 60_000, "> " * 90_000):
        plain_text(text)
