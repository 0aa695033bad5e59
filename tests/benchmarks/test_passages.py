from benchmarks.passages import Sections

PAGE = """# Title

Opening words of the page, long enough to be recognised when they are found again somewhere.

## First

The first section tells about *apples* and `pears`, and a little of how they are grown in spring.

## Second

The second section is about trains, which leave the station each hour and come back at night.
"""
FIRST = ("page.md", "Title", "First")
SECOND = ("page.md", "Title", "Second")


def sections(tmp_path):
    (tmp_path / "page.md").write_text(PAGE)
    return Sections(tmp_path)


def test_a_passage_stands_for_the_section_that_holds_it(tmp_path):
    text = "tells about apples and pears, and a little of how they are grown"

    assert sections(tmp_path).of("page.md", text) == {FIRST}


def test_a_passage_of_two_sections_stands_for_both(tmp_path):
    text = PAGE[PAGE.index("## First") :].replace("#", "").replace("\n", " ")

    assert sections(tmp_path).of("page.md", text) == {FIRST, SECOND}


def test_a_passage_that_only_touches_a_section_does_not_stand_for_it(tmp_path):
    text = PAGE[PAGE.index("The first") : PAGE.index("is about trains")]

    assert sections(tmp_path).of("page.md", text) == {FIRST}


def test_words_put_before_a_passage_do_not_hide_it(tmp_path):
    text = "file: page.md, written by a machine, and much else that is not in it. " * 2
    text += PAGE[PAGE.index("The second") :]

    assert SECOND in sections(tmp_path).of("page.md", text)


def test_a_passage_that_is_not_in_the_document_stands_for_none(tmp_path):
    assert sections(tmp_path).of("page.md", "nothing like it " * 10) == frozenset()
