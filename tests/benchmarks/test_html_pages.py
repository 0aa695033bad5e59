from benchmarks.sets.html import read_html

DOCBOOK = """
<html><head><title>no</title></head><body><div class="navheader"><h1>Navigation</h1></div>
<div class="sect1" id="VACUUM"><div class="titlepage"><h2 class="title">25.1. Cleaning &amp; care</h2></div>
<div class="toc"><ul><li>contents</li></ul></div>
<p>Tables need
   <code class="command">VACUUM <em><code>now</code></em></code>. See <a class="xref" href="b.html#X">the other</a>.</p>
<div class="note"><h3 class="title">Note</h3><p>A box.</p></div>
<div class="sect2" id="BASICS"><h3 class="title">25.1.1. Basics</h3>
<ul><li><p>first</p></li><li>second <span id="inside">place</span></li></ul>
<pre>
a  = 1
b
</pre>
<table><tr><th>Name</th><td>Meaning</td></tr></table>
<dl><dt>term</dt><dd>what it is</dd></dl>
</div></div><div class="navfooter">next</div></body></html>
"""


def test_a_page_is_read_as_sections_without_navigation_and_numbers():
    page = read_html(DOCBOOK)

    assert [(section.heading, section.level) for section in page.sections] == [
        ("Cleaning & care", 2),
        ("Basics", 3),
    ]
    assert page.sections[0].blocks == [
        "Tables need `VACUUM now`. See the other.",
        "**Note**",
        "A box.",
    ]


def test_lists_code_tables_and_definitions_become_markdown():
    blocks = read_html(DOCBOOK).sections[1].blocks

    assert blocks == [
        "- first",
        "- second place",
        "```\na  = 1\nb\n```",
        "- Name | Meaning",
        "**term**",
        "what it is",
    ]


def test_an_anchor_leads_to_the_section_that_it_opens_or_stands_in():
    page = read_html(DOCBOOK)

    assert page.section_of("VACUUM") == 0
    assert page.section_of("BASICS") == 1
    assert page.section_of("inside") == 1
    assert page.section_of("") == 0
    assert page.section_of("elsewhere") is None


def test_links_keep_their_words_and_their_kind():
    links = read_html(
        '<h1>T</h1><p><a href="x.html#y"><span class="std std-ref">the y</span></a></p>'
    ).links

    assert [(link.text, link.target, link.kind) for link in links] == [
        ("the y", "x.html#y", "std std-ref")
    ]
