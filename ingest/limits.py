"""What stops a build or its publication: too little room on the disk, too little left of the guide."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from advisor.database.releases import ReleaseRecord
from advisor.errors import IngestError
from advisor.index.layout import release_directory
from advisor.models import Chunk

SPARE_BYTES = 200 * 1024 * 1024
SHRINK_LIMIT = 0.5

# Which finished releases wait for a person: each one, or those that are worse or much smaller than the live one.
Hold = Literal["always", "worse"]


def check_space(data_dir: Path, live: ReleaseRecord | None) -> None:
    """Checks that three times the live release and 200 MB fit on the disk.

    Raises:
        IngestError: they do not; a full disk in mid-build makes the index library hang.

    """
    size = 0
    if live is not None:
        directory = release_directory(data_dir, live.id)
        size = sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())
    needed = 3 * size + SPARE_BYTES
    free = shutil.disk_usage(data_dir).free
    if free < needed:
        raise IngestError(
            f"The disk has {free // 1048576} MB free, a build needs {needed // 1048576} MB; make room."
        )


def check_size(
    chunks: Sequence[Chunk], live: ReleaseRecord | None, *, force: bool, hold: Hold | None
) -> str:
    """Returns why so small a guide must be held, or "".

    Raises:
        IngestError: there is nothing in it, or it is much smaller than the live one and nobody could decide on it
            (neither `force` nor `hold`).

    """
    if not chunks:
        raise IngestError("There is no text to index in the knowledge folder.")
    if live is None or force or len(chunks) >= SHRINK_LIMIT * live.chunk_count:
        return ""
    shrinks = f"The guide would shrink from {live.chunk_count} to {len(chunks)} chunks"
    if hold:
        return f"{shrinks}."
    raise IngestError(f"{shrinks}, so it was not published; add --force if that is meant.")
