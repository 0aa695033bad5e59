import pytest

from ingest.markdown import load_markdown
from ingest.rejection import RejectedError


def sections(text, path="folder/some-page.md"):
    return load_markdown(path, text).sections


def test_sections_carry_their_heading_path_and_line():
    text = "---\ntitle: T\n---\n\n# T\n\nLead.\n\n## A\n\ntext a\n\n### B\n\ntext b\n\n## C\n\ntext c\n"
    found = sections(text)
    assert [(section.headings, section.line, section.text) for section in found] == [
        (("T",), 5, "Lead."),
        (("T", "A"), 9, "text a"),
        (("T", "A", "B"), 13, "text b"),
        (("T", "C"), 17, "text c"),
    ]


def test_other_wordings_are_taken_out_of_the_text():
    text = (
        "# T\n\n## A\n<!-- asked as: how so? |  why\nnot | how so? -->\n\nBecause.<!-- secret -->\n"
    )
    (section,) = sections(text)
    assert section.asked_as == ("how so?", "why not")
    assert section.text == "Because."


def test_comments_and_headings_inside_code_are_code():
    text = "# T\n\n```html\n<!-- asked as: x -->\n# no heading\n```\n"
    (section,) = sections(text)
    assert "<!-- asked as: x -->" in section.text
    assert section.headings == ("T",)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("---\ntitle: From the head\n---\n# Other\n\nx", "From the head"),
        ("intro\n\n# The *first* `heading` of [two](x)\n\nx", "The first heading of two"),
        ("Setext\n======\n\nx", "Setext"),
        ("no heading", "some-page"),
        ("---\ntitle: 404\n---\nx", "404"),
    ],
)
def test_the_title_comes_from_the_head_else_the_heading_else_the_file(text, title):
    assert load_markdown("folder/some-page.md", text).title == title


def test_headings_without_text_make_no_section():
    assert [section.headings for section in sections("# T\n\n## Empty\n\n## Full\n\nx")] == [
        ("T", "Full")
    ]


def test_a_page_can_stay_out():
    assert load_markdown("a.md", "---\nindex: false\n---\n# T\n\nx") is None


def test_a_page_without_a_head_is_fine():
    document = load_markdown("a.md", "# T\n\nx")
    assert (document.owner, document.sources, document.last_reviewed) == ("", (), "")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("---\ntitle: x\n\n# T", "line 1: .*not closed", id="never closed"),
        pytest.param("---\ntitle: x\ntags: [a\n---\nx", "line 4: not valid YAML|line 3", id="yaml"),
        pytest.param("---\na: b: c\n---\nx", "line 2: not valid YAML", id="colon"),
        pytest.param("---\njust text\n---\nx", "line 2: .*list of `name: value`", id="no mapping"),
        pytest.param("---\n- a\n---\nx", "line 2", id="a list"),
        pytest.param("---\na: 1\ntitle: [x]\n---\nx", "line 3: `title` .*a text", id="title"),
        pytest.param("---\ntags:\n  a: b\n---\nx", "line 2: `tags` .*list of texts", id="tags"),
        pytest.param("---\nlast_reviewed: soon\n---\nx", "line 2: .*a date", id="date"),
        pytest.param("---\nlast_reviewed: 2026-13-45\n---\nx", "line 2", id="no such date"),
        pytest.param("---\nindex: 3\n---\nx", "line 2: `index` .*true or false", id="flag"),
        pytest.param("---\nx: !!python/object:os.system {}\n---\nx", "line 2", id="foreign tag"),
        pytest.param("---\n" + "[" * 3000 + "\n---\nx", "not valid YAML", id="deep"),
    ],
)
def test_a_broken_head_is_refused_with_its_line(text, reason):
    with pytest.raises(RejectedError, match=reason):
        load_markdown("a.md", text)


@pytest.mark.parametrize(
    ("written", "title"),
    [(r'"Joy \ud83d\ude00"', "Joy 😀"), (r'"Half \ud800 of it"', "Half \ufffd of it")],
)
def test_escaped_halves_of_a_character_become_whole(written, title):
    page = load_markdown("a.md", f"---\ntitle: {written}\n---\n\nText.\n")
    assert page.title == title


def test_a_head_in_toml_is_a_head():
    text = '+++\ntitle = "T"\ntags = ["a", 2026-01-02]\ndate = 2026-01-02\n[params]\nx = 1\n+++\n\nText.\n'
    document = load_markdown("a.md", text)
    assert (document.title, document.tags) == ("T", ("a", "2026-01-02"))
    assert [(section.line, section.text) for section in document.sections] == [(8, "Text.")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("+++\ntitle = \n+++\n\nText.\n", "line 2: not valid TOML"),
        ("+++\ntitle = 'x'\n\nText.\n", r"line 1: .* not closed by a line with \+\+\+"),
    ],
)
def test_a_broken_head_in_toml_is_named(text, reason):
    with pytest.raises(RejectedError, match=reason):
        load_markdown("a.md", text)


def test_a_day_may_be_a_title():
    assert load_markdown("a.md", "---\ntitle: 2026-01-02\n---\n\nText.\n").title == "2026-01-02"
