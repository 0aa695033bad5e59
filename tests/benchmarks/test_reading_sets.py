import gzip

from benchmarks.sets.dictionary import read_dictionary, split_definition, split_entries
from benchmarks.sets.faq import read_faq
from benchmarks.sets.links import read_linked
from benchmarks.sets.man import read_man, read_manuals
from benchmarks.sets.postgresql import read_index, read_manual

LONG = "It holds enough words to be worth a place of its own among the others. " * 6


def test_each_question_of_a_faq_asks_for_a_page_that_lacks_it(tmp_path):
    file = tmp_path / "general.en.html"
    file.write_text(
        f"<h1>General</h1><h2>About</h2><h3>1.1. What is it?</h3><p>{LONG}</p>"
        f"<h4>More</h4><p>And more.</p><h3>Why so short?</h3><p>No.</p>"
    )

    pages, wanted = read_faq([file])

    assert [(one.text, one.page) for one in wanted] == [("What is it?", "general/001.md")]
    assert pages[0].title == "General"
    assert pages[0].sections[0].text.endswith("And more.")
    assert "What is it?" not in pages[0].sections[0].text


INDEX = """<dl><dt id="1">deadlock, <a class="indexterm" href="mvcc.html#LOCKS">Locks</a></dt><dd><dl>
<dt id="2">timeout during, <a class="indexterm" href="runtime-config.html">Settings</a></dt></dl></dd>
<dt id="3">shared memory, <a class="indexterm" href="mvcc.html">One</a>,
<a class="indexterm" href="runtime-config.html">Two</a></dt>
<dt id="4">work_mem setting, <a class="indexterm" href="mvcc.html">One</a></dt></dl>"""


def test_an_index_entry_is_read_with_the_entry_above_it():
    assert list(read_index(INDEX))[:2] == [
        ("deadlock", "mvcc", "LOCKS"),
        ("deadlock, timeout during", "runtime-config", ""),
    ]


def test_only_entries_in_words_that_lead_to_one_place_are_asked(tmp_path):
    for name in ("mvcc", "runtime-config", "spi"):
        (tmp_path / f"{name}.html").write_text(
            f"<h1>{name}</h1><p>{LONG}</p><div id='LOCKS'><h2>Locks</h2><p>x</p></div>"
        )
    (tmp_path / "bookindex.html").write_text(INDEX)

    pages, wanted = read_manual(tmp_path)

    assert [page.path for page in pages] == ["mvcc.md", "runtime-config.md"]
    assert [(one.text, one.page, one.section) for one in wanted] == [
        ("deadlock, timeout during", "runtime-config.md", 0)
    ]


MAN = r"""
.\" a comment
.TH "X\-Y" 1
.SH "NAME"
x\-y \- Do it \fBwell\fR
.SH DESCRIPTION
.sp
Reads
.B files
and <more>\&.
.TP
.BR \-v ", " \-\-verbose
Say
.I more
.nf
$ x
.fi
.TS
table
.TE
.SS Details
.IP \(bu 2
one
"""


def test_a_manual_page_is_read_as_sections_of_markdown():
    sections = read_man(MAN)

    assert [(section.heading, section.level) for section in sections] == [
        ("NAME", 2),
        ("DESCRIPTION", 2),
        ("Details", 3),
    ]
    assert sections[0].text == "x-y - Do it well"
    assert sections[1].text == (
        "Reads files and `<more>`.\n\n-v, --verbose\n\nSay more\n\n```\n$ x\n```"
    )
    assert sections[2].text == "- one"


def test_a_manual_page_is_asked_for_by_its_description_which_it_lacks(tmp_path):
    folder = tmp_path / "man1"
    folder.mkdir()
    (folder / "x-y.1.gz").write_bytes(gzip.compress(f"{MAN}\n{LONG}".encode()))
    (folder / "z.1.gz").symlink_to("x-y.1.gz")

    pages, wanted = read_manuals([tmp_path])

    assert [(one.text, one.page) for one in wanted] == [("Do it well", "man1/x-y.md")]
    assert pages[0].title == "x-y"
    assert all("Do it well" not in section.text for section in pages[0].sections)


DICTIONARY = f"""cache

   <hardware> (KASH) A small fast memory that holds what is {{likely}} to be wanted
   again. {LONG}

   See also {{buffer}}.

   (1996-01-18)

buffer

   A buffer is a place that names itself in this sentence.  {LONG}
"""


def test_a_dictionary_is_split_into_headwords_and_definitions():
    entries = split_entries(DICTIONARY)

    assert [headword for headword, _ in entries] == ["cache", "buffer"]
    first, rest = split_definition(entries[0][1])
    assert first == "A small fast memory that holds what is likely to be wanted again."
    assert rest.endswith("See also buffer.")


def test_entries_that_name_themselves_are_not_asked(tmp_path):
    file = tmp_path / "words.dict.dz"
    file.write_bytes(gzip.compress(DICTIONARY.encode()))

    pages, wanted = read_dictionary(file)

    assert [page.title for page in pages] == ["cache"]
    assert [one.page for one in wanted] == ["c/0001.md"]


def test_a_link_is_asked_unless_it_repeats_the_heading_or_is_ambiguous(tmp_path):
    def link(target, words):
        return f'<p><a href="{target}"><span class="std std-ref">{words}</span></a></p>'

    (tmp_path / "tutorial").mkdir()
    (tmp_path / "tutorial" / "a.html").write_text(
        f"<h1>A</h1><p>{LONG}</p><section id='deep'><h2>Deep things</h2><p>x</p></section>"
    )
    (tmp_path / "index.html").write_text(
        "<h1>I</h1>"
        + link("tutorial/a.html#deep", "Deep things")
        + link("tutorial/a.html#deep", "how deep it goes")
        + link("tutorial/a.html", "see here")
        + link("tutorial/a.html#deep", "see here")
        + link("other.html", "what is elsewhere")
    )

    pages, wanted = read_linked(tmp_path)

    assert [page.path for page in pages] == ["tutorial/a.md"]
    assert [(one.text, one.page, one.section) for one in wanted] == [
        ("how deep it goes", "tutorial/a.md", 1)
    ]
