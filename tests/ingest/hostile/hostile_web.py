"""HTML: what acts, asks for something elsewhere, hides, or is too deep."""

import codecs

from hostile_file import LAUGHS, LINES, READ, Hostile, late, page_html
from pdf_maker import pdf

ACTIVE = (
    "<script>document.title='evil one'</script><style>p{color:evil}</style><noscript>evil two</noscript>"
    "<iframe srcdoc='<p>evil three</p>'></iframe><template>evil four</template><svg><text>evil five</text></svg>"
    "<p onclick='evil()'>Clicked words.</p><form><input value='evil six'><textarea>evil seven</textarea></form>"
    "<object data='http://{host}/o'>evil eight</object><a href='javascript:evil()'>a link</a>"
)
REMOTE = (
    "<img src='http://{host}/a.png' srcset='http://{host}/b.png 2x' alt='evil'><video src='http://{host}/v'></video>"
    "<link rel='stylesheet' href='http://{host}/c.css'><script src='http://{host}/d.js'></script>"
    "<iframe src='http://{host}/e'></iframe><embed src='http://{host}/f'><base href='http://{host}/'>"
    "<p style=\"background:url('http://{host}/g')\">Styled words.</p><img src='data:image/png;base64,AAAAevil'>"
    "<a href='data:text/html,<p>evil</p>'>data</a>"
)
HIDDEN = (
    "<p hidden>evil one</p><div style='display: none'><p>evil two</p></div><p style='font-size:0px'>evil three</p>"
    "<span aria-hidden='true'>evil four</span><p style='visibility:hidden'>evil five</p><!-- evil six -->"
    "<p style='opacity:0'>evil seven</p><nav>evil eight</nav>"
)
WEB = [
    Hostile("active.html", page_html(ACTIVE), READ, ("evil",)),
    Hostile("remote.html", page_html(REMOTE), READ, ("evil", "{host}", "http")),
    Hostile("hidden.html", page_html(HIDDEN), READ, ("evil",)),
    Hostile(
        "goes-away.html",
        "<html><head><meta http-equiv='refresh' content='0; url=http://{host}/'></head></html>",
        "no text",
    ),
    Hostile(
        "refresh.html",
        page_html("", "<meta http-equiv='refresh' content='0; url=http://{host}/'>"),
        READ,
        ("{host}",),
    ),
    Hostile("deep.html", lambda _: "<div>" * 100_000 + "x", "nested too deeply"),
    Hostile("unclosed.html", lambda _: page_html("<b>" * 60_000), "nested too deeply"),
    Hostile("laughs.html", f"{LAUGHS}{page_html('<p>&j; &amp;j;</p>')}", READ, ("lollol",)),
    Hostile(
        "entity.html",
        f'<!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/passwd">]>{page_html("<p>&e;</p>")}',
        READ,
        ("root:",),
    ),
    Hostile(
        "wide-attribute.html",
        lambda _: page_html(f"<p title='{'a' * 12_000_000}'>After.</p>"),
        READ,
        ("aaaa",),
    ),
    Hostile("open-comment.html", page_html("<!-- evil " + "evil " * 1_000), READ, ("evil",)),
    Hostile("zero.html", b"<p>a\0b</p>", "binary"),
    Hostile("utf16.html", lambda _: codecs.BOM_UTF16_LE + page_html("").encode("utf-16-le"), READ),
    Hostile("latin.html", page_html("<p>caf\xe9</p>").encode("latin-1"), "not UTF-8"),
    Hostile(
        "spans.html",
        page_html("<table><tr><td colspan='999999999'>a</td><td>b</td></tr></table>"),
        READ,
    ),
    Hostile(
        "wide-table.html",
        lambda _: page_html(f"<table><tr>{'<td>x</td>' * 500}</tr></table>"),
        "500 columns",
    ),
    Hostile(
        "long-table.html",
        lambda _: page_html(f"<table>{'<tr><td>x</td><td>y</td></tr>' * 50_001}</table>"),
        "50,000 rows",
    ),
    Hostile(
        "tables-in-tables.html", lambda _: page_html("<table><tr><td>" * 5_000), "nested too deeply"
    ),
    Hostile("pdf.html", late(pdf, [LINES]), "it is a PDF"),
    Hostile(
        "markup-as-words.html",
        page_html("<p>&lt;script&gt;x&lt;/script&gt; # no heading</p><p># not one</p>"),
        READ,
        ("\n<script",),
    ),
]
