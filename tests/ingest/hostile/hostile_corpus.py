"""Files that would stop, deceive or exhaust a careless build, each with what must be said of it."""

import codecs
import contextlib
import os
import random
import socket
from dataclasses import dataclass
from functools import partial

from office_maker import (
    TYPES,
    deck,
    document_xml,
    docx,
    linked_picture,
    paragraph,
    patched,
    with_parts,
    word_rels,
)
from pdf_maker import Pdf, bomb, pdf

READ = ""
LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a "lol">'
    + "".join(
        f'<!ENTITY {two} "{f"&{one};" * 10}">'
        for one, two in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + "]>"
)
LINES = [(24, "A title"), None, (11, "Some plain words of a page.")]


@dataclass(frozen=True)
class Hostile:
    """`reason` is a part of what is said of it; READ if its words are taken, but none of `absent`."""

    name: str
    make: object
    reason: str
    absent: tuple = ()

    @property
    def reported_as(self):
        return "".join(
            c if c.isprintable() else f"\\u{ord(c):04x}"
            for c in os.fsencode(self.name).decode("utf-8", "replace")
        )

    def write(self, folder, host):
        made = self.make
        path = folder / self.name
        path.parent.mkdir(parents=True, exist_ok=True)
        if callable(made):
            made = made(path)
        if made is not None:
            data = made if isinstance(made, bytes) else made.encode()
            path.write_bytes(data.replace(b"{host}", host.encode()))


def late(function, *arguments, **named):
    """Made when it is written, so that collecting the tests costs nothing."""
    return lambda _path: function(*arguments, **named)


def acting(catalog="", page="", extra=()):
    return late(pdf, [LINES], catalog=catalog, page=page, extra=extra)


def page_html(body, head=""):
    return f"<html><head><title>A page</title>{head}</head><body><h1>Good</h1><p>Good words.</p>{body}</body></html>"


# --- Office -----------------------------------------------------------------------------------------------------------


def bomb_docx(megabytes):
    blanks = b" " * (megabytes << 20)
    return docx(parts=[("word/media/blank.xml", blanks)])


def lying_docx():
    return patched(docx(parts=[("word/lies.xml", b"x" * 5_000_000)]), "word/lies.xml", size=10)


def deep_docx(depth):
    opening, closing = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
    return docx(opening * depth + paragraph("x") + closing * depth)


def deep_groups():
    def nest(made):
        from lxml import etree

        tree = made.slides[0].shapes._spTree
        group = made.slides[0].shapes.add_group_shape()._element
        xml = etree.tostring(group).decode()
        head, tail = xml[: xml.index("</p:grpSp>")], "</p:grpSp>"
        tree.append(etree.fromstring(head * 60 + tail * 60))

    return deck(nest)


def wide_slides():
    def grow(made):
        frame = made.slides[0].placeholders[1].text_frame
        frame.text = "word " * 1_100_000

    return deck(grow)


LAUGHING = f'<?xml version="1.0"?>{LAUGHS}' + document_xml(paragraph("&j;")).split("?>", 1)[1]
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    + document_xml(paragraph("&e;")).split("?>", 1)[1]
)
MACRO_TYPES = TYPES.replace(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "application/vnd.ms-word.document.macroEnabled.main+xml",
)

OFFICE = [
    Hostile("bomb-declared.docx", late(bomb_docx, 210), "zip bomb"),
    Hostile("bomb-ratio.docx", late(bomb_docx, 60), "zip bomb"),
    Hostile(
        "bomb.pptx",
        lambda _: with_parts(deck(), [("ppt/media/a.xml", b"\0" * (210 << 20))]),
        "zip bomb",
    ),
    Hostile("lies-about-size.docx", late(lying_docx), "broken"),
    Hostile(
        "many-parts.docx",
        late(docx, parts=[(f"word/p{n}.xml", "") for n in range(5_001)]),
        "more than 5,000 parts",
    ),
    Hostile(
        "twins.docx",
        late(docx, parts=[("word/document.xml", document_xml(paragraph("other")))]),
        "two parts",
    ),
    Hostile("climbs.docx", late(docx, parts=[("../../evil.xml", "x")]), "leads out"),
    Hostile("climbs-windows.docx", late(docx, parts=[("..\\evil.xml", "x")]), "leads out"),
    Hostile("absolute.docx", late(docx, parts=[("/etc/evil.xml", "x")]), "leads out"),
    Hostile(
        "locked-part.docx", lambda _: patched(docx(), "word/document.xml", flag=1), "encrypted"
    ),
    Hostile(
        "odd-compression.docx", lambda _: patched(docx(), "word/document.xml", method=99), "broken"
    ),
    Hostile(
        "encrypted.docx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"EncryptedPackage" * 100,
        "encrypted",
    ),
    Hostile("cut.docx", lambda _: docx()[:-300], "broken"),
    Hostile("noise.docx", lambda _: b"PK\x03\x04" + random.Random(1).randbytes(5_000), "broken"),
    Hostile("slides.docx", lambda _: deck(), "another Office file"),
    Hostile("words.pptx", lambda _: docx(), "another Office file"),
    Hostile(
        "archive.docx",
        lambda _: with_parts(docx(), [("a.txt", "x")], drop=("[Content_Types].xml",)),
        "another archive",
    ),
    Hostile("pdf.docx", late(pdf, [LINES]), "it is a PDF"),
    Hostile("page.docx", page_html(""), "not a Word file"),
    Hostile(
        "macro.docm",
        lambda _: docx(types=MACRO_TYPES, parts=[("word/vbaProject.bin", "x")]),
        "macros",
    ),
    Hostile("macro-renamed.docx", lambda _: docx(types=MACRO_TYPES), "macros"),
    Hostile("macro-hidden.docx", lambda _: docx(parts=[("word/VBAProject.BIN", "x")]), "macros"),
    Hostile("macro.pptm", lambda _: deck(), "macros"),
    Hostile(
        "controls.pptx",
        lambda _: with_parts(deck(), [("ppt/activeX/activeX1.xml", "<x/>")]),
        "ActiveX",
    ),
    Hostile(
        "object.pptx",
        lambda _: with_parts(deck(), [("ppt/embeddings/oleObject1.bin", "MZ")]),
        "embedded object",
    ),
    Hostile("laughs.docx", lambda _: docx(document=LAUGHING), "entities"),
    Hostile(
        "laughs-utf16.docx",
        lambda _: docx(document=LAUGHING.replace("?>", ' encoding="UTF-16"?>', 1).encode("utf-16")),
        "entities",
    ),
    Hostile("outside-entity.docx", lambda _: docx(document=OUTSIDE), "entities"),
    Hostile(
        "outside-entity.pptx",
        lambda _: with_parts(
            deck(), [("docProps/core.xml", '<!DOCTYPE x SYSTEM "http://{host}/x.dtd"><x/>')]
        ),
        "entities",
    ),
    Hostile(
        "laughing-styles.docx",
        lambda _: docx(parts=[("word/styles.xml", f"{LAUGHS}<x>&j;</x>")]),
        "entities",
    ),
    Hostile("deep.docx", late(deep_docx, 5_000), "nested too deeply"),
    Hostile("deep.pptx", late(deep_groups), "nested too deeply"),
    Hostile("broken-xml.docx", lambda _: docx(document="<w:document><w:body>"), "broken"),
    Hostile(
        "headless.docx", lambda _: with_parts(docx(), [], drop=("word/document.xml",)), "broken"
    ),
    Hostile(
        "headless.pptx", lambda _: with_parts(deck(), [], drop=("ppt/presentation.xml",)), "broken"
    ),
    Hostile(
        "endless-words.docx", lambda _: docx(paragraph("word " * 1_100_000)), "million characters"
    ),
    Hostile("endless-words.pptx", late(wide_slides), "million characters"),
    Hostile("empty.docx", lambda _: docx("<w:p/>"), "no text"),
    Hostile(
        "linked-pictures.docx",
        lambda _: docx(
            paragraph("Good words.") + linked_picture("p1") + linked_picture("p2"),
            parts=[
                (
                    "word/_rels/document.xml.rels",
                    word_rels(
                        ("p1", "image", "file:///etc/passwd"),
                        ("p2", "image", "http://{host}/docx.png"),
                    ),
                )
            ],
        ),
        READ,
        ("root:", "{host}"),
    ),
    Hostile(
        "far-template.docx",
        lambda _: docx(
            parts=[
                (
                    "word/_rels/settings.xml.rels",
                    word_rels(("t", "attachedTemplate", "http://{host}/t.dotm")),
                )
            ]
        ),
        READ,
    ),
    Hostile(
        "style-map.docx",
        lambda _: docx(parts=[("mammoth/style-map", "p => script:fresh")]),
        READ,
        ("script",),
    ),
]

# --- PDF --------------------------------------------------------------------------------------------------------------


def locked_pdf():
    import io

    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([LINES]))))
    writer.encrypt("secret", algorithm="RC4-128")
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def bomb_pdf(megabytes, times):
    made = Pdf()
    made.objects[1] = b"<< /Type /Catalog /Pages 2 0 R >>"
    filters = " ".join(["/FlateDecode"] * times)
    content = made.stream(bomb(megabytes, times), f"/Filter [{filters}]")
    page = made.add(
        f"<< /Type /Page /Parent 2 0 R /Resources << /Font << >> >> /Contents {content} 0 R >>"
    )
    made.objects[2] = f"<< /Type /Pages /Kids [{page} 0 R] /Count 1 >>".encode()
    return made.bytes()


def tree_pdf(kids, count):
    made = Pdf()
    made.objects[1] = b"<< /Type /Catalog /Pages 2 0 R >>"
    made.objects[2] = f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode()
    return made.bytes()


def self_drawing_pdf():
    resources = "/Resources << /XObject << /X 5 0 R >> >>"
    form = f"<< /Type /XObject /Subtype /Form {resources} /Length 5 >>\nstream\n/X Do\nendstream"
    data = pdf([b"/X Do"], extra=(form,))
    # Of the same length, so that the table of places still holds.
    return data.replace(b"/Font << /F1 3 0 R /F2 4 0 R >>", b"/XObject << /X 5 0 R >>".ljust(31))


def busy_pdf():
    return pdf([b"BT /F1 9 Tf " + b"1 0 0 1 5 5 Tm (a) Tj " * 700_000 + b"ET"])


def looping_pdf():
    data = pdf([LINES])
    start = data.rindex(b"startxref\n") + 10
    place = int(data[start : data.index(b"\n", start)])
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % place)


def nested_pdf():
    return pdf([LINES], catalog="/Deep " + "[" * 50_000 + "]" * 50_000)


SCRIPT = "<< /Type /Action /S /JavaScript /JS (app.alert\\(1\\)) >>"
PDF = [
    Hostile("password.pdf", late(locked_pdf), "encrypted"),
    Hostile(
        "aes.pdf",
        late(
            pdf,
            [LINES],
            trailer="/Encrypt << /Filter /Standard /V 5 /R 6 /Length 256 /P -4 /EncryptMetadata true"
            f" /O <{'00' * 48}> /U <{'00' * 48}> /OE <{'00' * 32}> /UE <{'00' * 32}> /Perms <{'00' * 16}>"
            " /CF << /StdCF << /CFM /AESV3 /Length 32 >> >> /StmF /StdCF /StrF /StdCF >> /ID [<00><00>]",
        ),
        "encrypted",
    ),
    Hostile("cut.pdf", lambda _: pdf([LINES])[:400], "broken"),
    Hostile("noise.pdf", lambda _: b"%PDF-1.7\n" + random.Random(2).randbytes(50_000), "broken"),
    Hostile("script-at-opening.pdf", acting(f"/OpenAction {SCRIPT}"), "JavaScript"),
    Hostile(
        "script-named.pdf",
        acting("/Names << /JavaScript << /Names [(a) 5 0 R] >> >>", extra=(SCRIPT,)),
        "JavaScript",
    ),
    Hostile("script-on-page.pdf", acting(page=f"/AA << /O {SCRIPT} >>"), "JavaScript"),
    Hostile(
        "script-disguised.pdf",
        acting("/OpenAction << /#53 /J#61vaScript /J#53 (1) >>"),
        "JavaScript",
    ),
    Hostile(
        "script-second.pdf",
        acting(f"/OpenAction << /S /GoTo /D [5 0 R] /Next {SCRIPT} >>"),
        "JavaScript",
    ),
    Hostile(
        "script-in-field.pdf",
        acting(f"/AcroForm << /Fields [<< /AA << /K {SCRIPT} >> >>] >>"),
        "JavaScript",
    ),
    Hostile(
        "program.pdf",
        acting(page="/Annots [<< /Subtype /Link /A << /S /Launch /F (cmd.exe) >> >>]"),
        "starts a program",
    ),
    Hostile(
        "sends.pdf",
        acting(page="/Annots [<< /Subtype /Link /A << /S /SubmitForm /F (http://{host}) >> >>]"),
        "sends data",
    ),
    Hostile(
        "attachment.pdf",
        acting("/Names << /EmbeddedFiles << /Names [(a) << /EF << >> >>] >> >>"),
        "attached file",
    ),
    Hostile(
        "clipped.pdf",
        acting(page="/Annots [<< /Subtype /FileAttachment /FS << >> >>]"),
        "attached file",
    ),
    Hostile("media.pdf", acting(page="/Annots [<< /Subtype /RichMedia >>]"), "media"),
    Hostile("xfa.pdf", acting("/AcroForm << /XFA [(a) 5 0 R] >>", extra=("<< >>",)), "XFA"),
    Hostile("bomb.pdf", late(bomb_pdf, 200, 1), "unpacks to more"),
    Hostile("bomb-in-bomb.pdf", late(bomb_pdf, 400, 3), "unpacks to more"),
    Hostile("circle.pdf", late(tree_pdf, "2 0 R", 1), "broken"),
    Hostile("boasts.pdf", late(tree_pdf, "", 10**9), "no text"),
    Hostile("many-pages.pdf", lambda _: pdf([b""] * 2_001), "2,001 pages"),
    Hostile("loop.pdf", late(looping_pdf), READ),
    Hostile("draws-itself.pdf", late(self_drawing_pdf), "no text"),
    Hostile("nested.pdf", late(nested_pdf), "broken"),
    Hostile("busy.pdf", late(busy_pdf), "more than a PDF may have"),
    Hostile("scan.pdf", lambda _: pdf([b"q 600 0 0 800 0 0 cm Q"]), "text recognition"),
    Hostile("page.pdf", page_html(""), "not a PDF"),
    Hostile("program-renamed.pdf", b"MZ" + b"\0" * 500, "a program"),
    Hostile("empty.pdf", b"", "empty"),
    Hostile("late.pdf", lambda _: b"From: mail\r\n\r\n" + pdf([LINES]), READ),
]

# --- HTML -------------------------------------------------------------------------------------------------------------

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

# --- text and tables --------------------------------------------------------------------------------------------------

TEXT = [
    Hostile("long-cell.csv", lambda _: "a,b\n" + "x" * 2_000_000 + ",y\n", "cannot be read"),
    Hostile("open-quote.csv", lambda _: 'a,b\n"' + "x,y\n" * 100_000, "cannot be read"),
    Hostile("wide.csv", lambda _: ",".join(["x"] * 1_000), "1,000 cells"),
    Hostile("long.csv", lambda _: "a,b\n" * 60_000, "50,000 rows"),
    Hostile("zero.csv", b"a,b\n1,\0\n", "binary"),
    Hostile("latin.csv", "name\ncaf\xe9\n".encode("latin-1"), "line 2: not UTF-8"),
    Hostile("formula.csv", "name,note\nx,=cmd|' /C calc'!A0\n", READ),
    Hostile("table.tsv", lambda _: "a\tb\n" + "|" * 19_000 + "\t`<b>`\n", READ, ("<b>`",)),
    Hostile("utf16.csv", "name,cost\nä,3\n".encode("utf-16"), READ),
    Hostile("program.txt", b"\x7fELF" + b"\x01" * 500, "a program"),
    Hostile("picture.txt", b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "a picture"),
    Hostile("database.txt", b"SQLite format 3\0" + b"\x01" * 100, "a database"),
    Hostile("packed.txt", b"\x1f\x8b\x08" + b"\x01" * 100, "a compressed file"),
    Hostile("utf16-unmarked.txt", "plain words".encode("utf-16-le"), "binary"),
    Hostile("half-utf16.txt", codecs.BOM_UTF16_LE + b"\x00\xd8\x41", "not UTF-8"),
    Hostile(
        "controls.txt",
        "Good words \x1b[31mred\x1b[0m \x07\x08 here.",
        READ,
        ("\x1b", "\x07", "\x08"),
    ),
    Hostile("blank.txt", " \n\t\r\n", "empty"),
    Hostile("zeros.txt", b"\0" * 5_000, "empty"),
    Hostile("one-line.txt", lambda _: "word " * 1_100_000, "million characters"),
    Hostile("many-sections.txt", lambda _: "A\n=\n\nx\n\n" * 60_000, READ),
    Hostile(
        "fence.txt", "Words.\n\n```\nnot code\n\n<script>x</script>\n", READ, ("\n```", "\n<script")
    ),
    Hostile("invalid.txt", b"fine\n\xff\xfe\xfd\n", "line 2: not UTF-8"),
    Hostile("old.doc", b"\xd0\xcf\x11\xe0", "save it as .docx"),
    Hostile("sheet.xlsm", b"PK\x03\x04", "save its sheets as .csv"),
    Hostile("words.rtf", b"{\\rtf1 x}", "save it as .docx"),
]

# --- the disk ---------------------------------------------------------------------------------------------------------


def listening(path):
    # By a short name: a socket's has at most 108 bytes.
    with socket.socket(socket.AF_UNIX) as opened, contextlib.chdir(path.parent):
        opened.bind(path.name)


def sparse(path, size):
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(size)


DISK = [
    Hostile("pipe.pdf", os.mkfifo, "not a regular file"),
    Hostile("socket.txt", listening, "not a regular file"),
    Hostile("passwd.txt", lambda path: path.symlink_to("/etc/passwd"), "out of the folder"),
    Hostile("endless.txt", lambda path: path.symlink_to("/dev/zero"), "out of the folder"),
    Hostile("terminal.pdf", lambda path: path.symlink_to("/dev/stdin"), "out of the folder"),
    Hostile("round.docx", lambda path: path.symlink_to(path), "leads nowhere"),
    Hostile("gone.html", lambda path: path.symlink_to("nothing.html"), "leads nowhere"),
    Hostile("huge.pdf", partial(sparse, size=100 << 20), "100 MB is more"),
    Hostile("new\nline.txt", "Words.", "control characters"),
    Hostile("bell\x07.pdf", late(pdf, [LINES]), "control characters"),
    Hostile("turned\u202efdp.txt", "Words.", "control characters"),
    Hostile("..\\..\\windows.txt", "Words.", "lead out of the folder"),
    Hostile("fold\x1ber/page.html", page_html(""), "control characters"),
    Hostile(".hidden.pdf", late(pdf, [LINES]), "hidden"),
    Hostile(os.fsdecode(b"caf\xe9.txt"), "Words.", "not UTF-8"),
]

CORPUS = [*OFFICE, *PDF, *WEB, *TEXT, *DISK]
