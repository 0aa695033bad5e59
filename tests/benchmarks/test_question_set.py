from benchmarks.sets.question_set import (
    About,
    Page,
    PageSection,
    Wanted,
    read_set,
    write_set,
)

ABOUT = About("tiny", "test", "made up", "nowhere 1.0", "ours")
PAGE = Page(
    "a/b.md",
    "Title",
    (
        PageSection("", 1, "Opening."),
        PageSection("First", 2, "# not a heading\n\n```\n# a comment\n```"),
        PageSection("Below", 3, "Deep."),
        PageSection("Empty", 2, ""),
    ),
)


def test_a_written_set_is_read_as_it_was(tmp_path):
    wanted = [Wanted("where?", "a/b.md", 2), Wanted("what?", "a/b.md", None, ("c.md",))]

    written = write_set(tmp_path / "tiny", ABOUT, pages=[PAGE], wanted=wanted)

    assert read_set(tmp_path / "tiny") == written
    assert written.queries[0].sections == (("a/b.md", "Title", "First", "Below"),)
    assert written.queries[1].sections == ()
    assert written.queries[1].also == ("c.md",)


def test_a_section_is_named_as_ingest_names_it_and_empty_ones_have_no_name(tmp_path):
    wanted = [Wanted("?", "a/b.md", place) for place in range(4)]

    queries = write_set(tmp_path / "tiny", ABOUT, pages=[PAGE], wanted=wanted).queries

    assert [query.sections for query in queries] == [
        (("a/b.md", "Title"),),
        (("a/b.md", "Title", "First"),),
        (("a/b.md", "Title", "First", "Below"),),
        (),
    ]


def test_text_that_looks_like_a_heading_stays_text_and_code_stays_as_it_is(tmp_path):
    write_set(tmp_path / "tiny", ABOUT, pages=[PAGE], wanted=[])

    text = (tmp_path / "tiny" / "documents" / "a" / "b.md").read_text()

    assert "\\# not a heading" in text
    assert "\n# a comment\n" in text


def test_a_half_written_set_is_none(tmp_path):
    write_set(tmp_path / "tiny", ABOUT, pages=[PAGE], wanted=[])
    (tmp_path / "tiny" / "about.json").unlink()

    assert read_set(tmp_path / "tiny") is None
