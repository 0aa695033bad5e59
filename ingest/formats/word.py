"""DOCX by way of mammoth's plain HTML, which knows Word's headings, lists, notes and tables."""

import io
from typing import Any

import mammoth

from ingest.formats.archive import check_archive
from ingest.formats.draft import Draft
from ingest.formats.web import read_html

_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Code'] => pre:fresh
p[style-name='HTML Preformatted'] => pre:fresh
"""


def load_word(data: bytes, *, title: str) -> Draft:
    """Returns a Word document: as Word shows it, changes accepted, without pictures and comments.

    Raises:
        RejectedError: it is a bomb, encrypted, broken, or carries macros or objects.

    """
    check_archive(data, suffix=".docx")
    result = mammoth.convert_to_html(
        io.BytesIO(data),
        style_map=_STYLES,
        include_embedded_style_map=False,
        external_file_access=False,
        convert_image=_no_picture,
    )
    return read_html(str(result.value), title=title)


def _no_picture(_image: Any) -> list[Any]:  # noqa: ANN401 - mammoth has no types
    return []
