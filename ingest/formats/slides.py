"""PPTX: a section per slide, in the order of its shapes, with its tables and the speaker's notes."""

import io
from collections.abc import Iterable, Iterator
from typing import Any

from pptx import Presentation

from ingest.formats.archive import check_archive
from ingest.formats.draft import Draft, Outline
from ingest.formats.written import item, paragraph, table
from ingest.rejection import RejectedError

MAX_SLIDES = 2_000
_DEEPEST_GROUP = 20


def load_slides(data: bytes, *, title: str) -> Draft:
    """Returns a presentation; hidden slides are left out.

    Raises:
        RejectedError: it is a bomb, encrypted, broken, or carries macros or objects.

    """
    check_archive(data, suffix=".pptx")
    slides = Presentation(io.BytesIO(data)).slides
    if len(slides) > MAX_SLIDES:
        raise RejectedError(f"it has more than {MAX_SLIDES:,} slides")
    outline = Outline()
    for number, slide in enumerate(slides, 1):
        if slide._element.get("show") != "0":  # noqa: SLF001 - python-pptx has no other way to ask
            outline.turn(f"slide {number}")
            _add_slide(slide, outline)
    return outline.draft(title=title)


def _add_slide(slide: Any, outline: Outline) -> None:  # noqa: ANN401 - python-pptx types few things
    heading = slide.shapes.title
    words = " ".join(heading.text_frame.text.split()) if heading is not None else ""
    outline.heading(2 if outline.title else 1, words)
    for shape in _flat(slide.shapes, depth=0):
        if heading is not None and shape.shape_id == heading.shape_id:
            continue
        if getattr(shape, "has_table", False):
            outline.block(table([[cell.text for cell in row.cells] for row in shape.table.rows]))
        elif shape.has_text_frame:
            outline.block(_text(shape.text_frame))
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        outline.block(_text(slide.notes_slide.notes_text_frame))


def _flat(shapes: Iterable[Any], *, depth: int) -> Iterator[Any]:
    if depth > _DEEPEST_GROUP:
        raise RejectedError("its shapes are nested too deeply")
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _flat(shape.shapes, depth=depth + 1)
        else:
            yield shape


def _text(frame: Any) -> str:  # noqa: ANN401 - as above
    lines = [(part.level, " ".join(part.text.split())) for part in frame.paragraphs]
    lines = [(level, text) for level, text in lines if text]
    if len(lines) == 1:
        return paragraph(lines[0][1])
    return "\n".join(item(text, depth=level) for level, text in lines)
