"""Writes Word and PowerPoint files: plain ones, and ones that Office never would."""

import io
import struct
import warnings
import zipfile

from pptx import Presentation
from pptx.util import Inches

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'officeDocument" Target="word/document.xml"/></Relationships>'
)
WORD = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
STYLES = (
    f'<?xml version="1.0"?><w:styles {WORD}>'
    '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/></w:style></w:styles>'
)


def paragraph(text, style=""):
    head = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{head}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def table(rows):
    cells = "".join(
        f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in row)}</w:tr>" for row in rows
    )
    return f"<w:tbl>{cells}</w:tbl>"


def document_xml(body):
    return f'<?xml version="1.0" encoding="UTF-8"?><w:document {WORD}><w:body>{body}</w:body></w:document>'


def docx(body=None, *, parts=(), types=TYPES, document=None, compression=zipfile.ZIP_DEFLATED):
    """A Word file; `parts` are further (name, content), `document` the whole of its main part."""
    main = document if document is not None else document_xml(body or paragraph("Good words."))
    entries = [("[Content_Types].xml", types), ("_rels/.rels", RELS), ("word/document.xml", main)]
    if not any(name == "word/styles.xml" for name, _ in parts):
        entries.append(("word/styles.xml", STYLES))
    held = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(held, "w", compression) as archive:
        # Two parts of one name are meant.
        warnings.simplefilter("ignore", UserWarning)
        for name, content in [*entries, *parts]:
            archive.writestr(name, content)
    return held.getvalue()


def word_rels(*relations):
    rows = "".join(
        f'<Relationship Id="{key}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        f'{kind}" Target="{target}" TargetMode="External"/>'
        for key, kind, target in relations
    )
    return (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships">{rows}</Relationships>'
    )


def linked_picture(relation):
    return (
        "<w:p><w:r><w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic><pic:blipFill>"
        f'<a:blip r:link="{relation}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r></w:p>"
    )


def deck(change=None):
    """A presentation of two slides; `change` gets it before it is saved."""
    made = Presentation()
    first = made.slides.add_slide(made.slide_layouts[0])
    first.shapes.title.text = "Ranking for shops"
    first.placeholders[1].text = "What we learned"
    second = made.slides.add_slide(made.slide_layouts[1])
    second.shapes.title.text = "Measure first"
    second.placeholders[1].text = "Count the clicks\nAsk the buyers"
    second.notes_slide.notes_text_frame.text = "Tell the story of the shoes."
    grid = second.shapes.add_table(2, 2, Inches(1), Inches(3), Inches(4), Inches(1)).table
    for row, cells in enumerate((("Metric", "Target"), ("Recall", "0.8"))):
        for column, text in enumerate(cells):
            grid.cell(row, column).text = text
    if change:
        change(made)
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def with_parts(data, parts, *, drop=()):
    """An archive with more parts, replaced parts, or without some."""
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in drop and name not in dict(parts):
                new.writestr(name, old.read(name))
        for name, content in parts:
            new.writestr(name, content)
    return held.getvalue()


def patched(data, name, *, flag=None, size=None, method=None):
    """An archive in whose directories one entry is said to be something else."""
    data = bytearray(data)
    encoded = name.encode()
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(mark)
        while start >= 0:
            base = start + at
            length = 30 if mark == b"PK\x03\x04" else 46
            if data[start + length : start + length + len(encoded)] == encoded:
                if flag is not None:
                    data[base] |= flag
                if method is not None:
                    struct.pack_into("<H", data, base + 2, method)
                if size is not None:
                    struct.pack_into("<I", data, base + 16, size)
            start = data.find(mark, start + 4)
    return bytes(data)
