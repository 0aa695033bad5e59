import pytest

from ingest.sentences import split_sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"], id="plain"),
        pytest.param("Use it, e.g. Slack, i.e. Chat. Then go.", None, id="latin abbreviations"),
        pytest.param("It is A vs. B in Fig. 3 of No. 7. Next.", None, id="numbers after No."),
        pytest.param(
            "Dr. Smith met J. Nookula in the U.S. office. Good.", None, id="titles, initials"
        ),
        pytest.param("She moved to the U.S. The team stayed.", None, id="acronym at the end"),
        pytest.param("Version 3.5 beats 2.0. Costs are $1.50. Fine.", 3, id="decimals"),
        pytest.param('He asked "Why? Because." and left. Then came "Yes." Done.', 3, id="quotes"),
        pytest.param("Really?! Yes... Maybe.", 3, id="several stops"),
        pytest.param("It works (see page 3. It is long.) as ever. End.", None, id="brackets"),
        pytest.param("Read example.com/a.b now. Then stop.", None, id="addresses"),
        pytest.param("**Bold ends here.** Plain follows.", None, id="emphasis"),
        pytest.param("Takes 20 ms. The rest waits.", None, id="unit at the end"),
        pytest.param("Is the answer no. Then stop.", None, id="no as a word"),
        pytest.param("The team and I. We work.", None, id="the pronoun I"),
        pytest.param("Tools etc. come first. Tools etc. Then more.", 3, id="etc."),
        pytest.param(
            "这是第一句。这是第二句！好", ["这是第一句。", "这是第二句！", "好"], id="chinese"
        ),
        pytest.param("", [], id="empty"),
        pytest.param("  \n ", [], id="blank"),
        pytest.param("no stop at all", ["no stop at all"], id="no stop"),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text, expected):
    sentences = split_sentences(text)
    if isinstance(expected, list):
        assert sentences == expected
    else:
        assert len(sentences) == (expected or 2), sentences


def test_nothing_but_white_space_is_lost():
    text = 'A. "B? c" (D. E.) F!! G… H: i; 3. J e.g. K. L'
    assert "".join("".join(split_sentences(text)).split()) == "".join(text.split())
