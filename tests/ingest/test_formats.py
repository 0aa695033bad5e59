"""What each format becomes: title, headings, blocks of Markdown, and the place for the citation."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).with_name("hostile")))

from office_maker import deck, docx, paragraph, table
from pdf_maker import pdf

from advisor.index.layout import release_directory
from advisor.index.release import open_release
from ingest.formats.pdf import load_pdf
from ingest.formats.plain import load_text
from ingest.formats.sheet import load_sheet
from ingest.formats.slides import load_slides
from ingest.formats.web import load_web
from ingest.formats.word import load_word

FILLER = [(11, "Plain words that are here so that their size is that of the text.")] * 4


def sections(draft):
    return [(one.headings, one.place, one.text) for one in draft.sections]


def only(draft):
    (section,) = draft.sections
    return section.text


def web(html, title="file"):
    return load_web(html.encode(), title=title)


class TestPdf:
    def test_headings_are_told_by_their_size_and_sections_by_their_page(self):
        first = [(24, "Feature stores"), None, *FILLER, (16, "Freshness"), (11, "Data go stale.")]
        second = [*FILLER, (16, "Cost"), (11, "It costs money.")]
        draft = load_pdf(pdf([first, second]), title="file")
        assert draft.title == "Feature stores"
        assert [(one.headings, one.place) for one in draft.sections] == [
            (("Feature stores",), "p. 1"),
            (("Feature stores", "Freshness"), "p. 1"),
            (("Feature stores", "Freshness"), "p. 2"),
            (("Feature stores", "Cost"), "p. 2"),
        ]
        assert draft.sections[3].text == "It costs money."

    def test_bold_lines_that_stand_alone_are_headings(self):
        page = [*FILLER, None, (11, "Who decides", 50, "F2"), None, (11, "The team does.")]
        draft = load_pdf(pdf([page]), title="file")
        assert sections(draft)[-1] == (("file", "Who decides"), "p. 1", "The team does.")

    def test_lines_of_a_paragraph_are_joined_and_divided_words_made_whole(self):
        page = [
            (11, "The first line ends with a divi-"),
            (11, "ded word and goes on."),
            None,
            None,
            (11, "Another one."),
        ]
        assert only(load_pdf(pdf([page]), title="file")) == (
            "The first line ends with a divided word and goes on.\n\nAnother one."
        )

    def test_bullets_become_list_items(self):
        page = [
            *FILLER,
            None,
            (11, "- first thing"),
            (11, "- second thing"),
            (11, "that goes on"),
            None,
            (11, "1. one"),
            (11, "2. two"),
        ]
        assert only(load_pdf(pdf([page]), title="file")).endswith(
            "- first thing\n- second thing that goes on\n\n1. one\n2. two"
        )

    def test_cells_below_each_other_become_a_table(self):
        rows = [
            ["Metric", "Threshold", "Owner"],
            ["Precision", "0.8", "Search"],
            ["Recall", "0.6", "Ops"],
        ]
        lines = [(11, [(50 + 150 * place, cell) for place, cell in enumerate(row)]) for row in rows]
        page = [*FILLER, None, *lines, None, *FILLER]
        assert (
            "| Metric | Threshold | Owner |\n| --- | --- | --- |\n| Precision | 0.8 | Search |\n| Recall | 0.6 | Ops |"
            in only(load_pdf(pdf([page]), title="file"))
        )

    def test_running_heads_and_page_numbers_are_left_out(self):
        words = ("apples", "pears", "plums", "figs")
        pages = [
            [
                (9, "Handbook of fruit"),
                (11, f"About {word} and what they are."),
                *FILLER,
                (9, f"Page {number} of 4"),
            ]
            for number, word in enumerate(words, 1)
        ]
        text = "\n".join(one.text for one in load_pdf(pdf(pages), title="file").sections)
        assert "Handbook" not in text
        assert "Page" not in text
        assert all(word in text for word in words)

    def test_an_owners_lock_that_only_forbids_printing_is_no_hindrance(self):
        import io

        from pypdf import PdfReader, PdfWriter

        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([FILLER]))))
        writer.encrypt("", "owner", algorithm="RC4-128")
        held = io.BytesIO()
        writer.write(held)
        assert "Plain words" in only(load_pdf(held.getvalue(), title="file"))


class TestWord:
    def test_styles_become_headings_whatever_words_language(self):
        body = (
            paragraph("Launch plan", "Title")
            + paragraph("Before", "berschrift1")
            + paragraph("Ask the users.")
            + paragraph("Whom", "Heading2")
            + paragraph("Ten of them.")
        )
        assert sections(load_word(docx(body), title="file")) == [
            (("Launch plan", "Before"), "", "Ask the users."),
            (("Launch plan", "Before", "Whom"), "", "Ten of them."),
        ]

    def test_tables_become_markdown(self):
        body = paragraph("Words.") + table([["Risk", "Remedy"], ["Drift | skew", "Watch"]])
        assert only(load_word(docx(body), title="file")) == (
            "Words.\n\n| Risk | Remedy |\n| --- | --- |\n| Drift \\| skew | Watch |"
        )


class TestSlides:
    def test_each_slide_is_a_section_with_its_tables_and_notes(self):
        assert sections(load_slides(deck(), title="file")) == [
            (("Ranking for shops",), "slide 1", "What we learned"),
            (
                ("Ranking for shops", "Measure first"),
                "slide 2",
                (
                    "- Count the clicks\n- Ask the buyers\n\n| Metric | Target |\n| --- | --- |\n"
                    "| Recall | 0.8 |\n\nTell the story of the shoes."
                ),
            ),
        ]

    def test_hidden_slides_are_left_out(self):
        data = deck(lambda made: made.slides[1]._element.set("show", "0"))
        assert [one.place for one in load_slides(data, title="file").sections] == ["slide 1"]


class TestWeb:
    def test_headings_lists_tables_and_code_are_kept(self):
        draft = web(
            "<title>Site</title><h1>Guide</h1><p>Hello <b>you</b><br>there.</p><h2>Steps</h2><ol><li>one<ul><li>deep"
            "</ul><li>two</ol><table><tr><th>A<th>B<tr><td>1<td>2|3</table><pre>x = `1`\n  y</pre>"
        )
        assert sections(draft) == [
            (("Guide",), "", "Hello you there."),
            (
                ("Guide", "Steps"),
                "",
                "1. one\n  - deep\n2. two\n\n| A | B |\n| --- | --- |\n| 1 | 2\\|3 |\n\n```\nx = `1`\n  y\n```",
            ),
        ]

    @pytest.mark.parametrize(
        ("html", "title"),
        [
            pytest.param("<title>The page</title><p>x</p>", "The page", id="title"),
            pytest.param(
                "<title>Site</title><h1>The page</h1><p>x</p>", "The page", id="heading first"
            ),
            pytest.param("<p>x</p>", "file", id="its name"),
        ],
    )
    def test_the_title_is_the_first_heading_else_the_title_else_the_name(self, html, title):
        assert web(html).title == title

    def test_the_main_part_alone_is_taken_where_there_is_one(self):
        words = "word " * 30
        draft = web(f"<div>Cookies and menus</div><main><p>{words}</p></main><div>Imprint</div>")
        assert only(draft) == words.strip()

    def test_words_that_look_like_markdown_stay_words(self):
        draft = web("<p># no heading</p><p>- no item</p><p>1. no number</p><p>&lt;b&gt; no tag</p>")
        assert only(draft) == "\\# no heading\n\n\\- no item\n\n1\\. no number\n\n\\<b> no tag"


class TestText:
    def test_underlined_numbered_and_capital_lines_are_headings(self):
        text = "Handbook\n========\n\nHello.\n\n1. Aims\n\nTo help.\n\n1.1 Limits\n\nNone.\n\nNOTES\n\nAll."
        assert [one.headings for one in load_text(text.encode(), title="file").sections] == [
            ("Handbook",),
            ("Handbook", "1. Aims"),
            ("Handbook", "1. Aims", "1.1 Limits"),
            ("Handbook", "NOTES"),
        ]

    def test_lists_keep_their_items(self):
        assert only(load_text(b"Do this:\n- one\n  more\n- two\n", title="file")) == (
            "Do this:\n\n- one more\n- two"
        )


class TestSheet:
    def test_rows_are_divided_and_named_and_each_part_has_the_header(self):
        data = "name,cost\n" + "".join(f"row {n},{n}\n" for n in range(2, 47))
        draft = load_sheet(data.encode(), title="Prices", suffix=".csv")
        assert [one.place for one in draft.sections] == ["rows 2–21", "rows 22–41", "rows 42–46"]
        assert all(one.text.startswith("| name | cost |") for one in draft.sections)

    @pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
    def test_the_delimiter_is_found(self, sign):
        data = f"a{sign}b, c\n1{sign}2\n".encode()
        assert "| 1 | 2 |" in only(load_sheet(data, title="t", suffix=".csv"))


def test_the_citation_names_the_page(factory, settings, folder):
    pages = [FILLER, [*FILLER, (18, "Shadow tests"), (11, "A shadow test serves nobody.")]]
    (folder / "tests.pdf").write_bytes(pdf(pages))
    report = factory.build()
    with open_release(release_directory(settings.data_dir, report.release)) as opened:
        (chunk,) = [one for one in opened.chunks if "shadow" in one.text]
    assert chunk.heading == "Shadow tests › p. 2"
    assert chunk.headings == ("Shadow tests",)
