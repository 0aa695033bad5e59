"""Files: an address to upload to, the bytes, and who may read them."""

import secrets
import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace

from workspace.errors import SlackError
from workspace.identifiers import make_id
from workspace.jsontypes import Json

NAME_LENGTH = 255
LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class File:
    """One file; `channels` are the conversations that it was shared to."""

    id: str
    name: str
    length: int
    key: str
    title: str = ""
    content: bytes | None = None
    channels: tuple[str, ...] = ()


class Files:
    """All files of a workspace, in memory."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._files: dict[str, File] = {}

    def announce(self, name: str, length: int) -> File:
        """Return the file that is to be uploaded; raises `invalid_arguments`."""
        if not 0 < length <= LARGEST or len(name) > NAME_LENGTH:
            raise SlackError("invalid_arguments")
        file = File(make_id("F"), name, length, secrets.token_urlsafe(18), title=name)
        with self._lock:
            self._files[file.id] = file
        return file

    def upload(self, key: str, content: bytes) -> None:
        """Keep the bytes; raises `not_found`, or `invalid_length` when they are not those announced."""
        with self._lock:
            file = next((each for each in self._files.values() if each.key == key), None)
            if file is None or file.content is not None:
                raise SlackError("not_found")
            if len(content) != file.length:
                raise SlackError("invalid_length")
            self._files[file.id] = replace(file, content=content)

    def complete(self, file_id: str, *, title: str, channel: str) -> File:
        """Return the file, now shared; raises `file_not_found` or `file_update_failed`."""
        with self._lock:
            file = self.find(file_id)
            if file.content is None:
                raise SlackError("file_update_failed")
            shared = (*file.channels, channel) if channel else file.channels
            done = replace(file, title=title or file.name, channels=shared)
            self._files[file_id] = done
            return done

    def find(self, file_id: str) -> File:
        """Return one file; raises `file_not_found`."""
        if file_id not in self._files:
            raise SlackError("file_not_found")
        return self._files[file_id]

    def remove(self, file_id: str) -> None:
        """Forget one file; raises `file_not_found`."""
        with self._lock:
            self.find(file_id)
            del self._files[file_id]

    def list(self) -> tuple[File, ...]:
        """Return all files."""
        return tuple(self._files.values())

    def put_back(self, files: Iterable[File]) -> None:
        """Hold these files and no others."""
        self._files = {file.id: file for file in files}


def build_file(file: File, url: str) -> Json:
    """Return the file as messages and the Web API give it."""
    address = f"{url}files/{file.id}"
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title,
        "size": file.length,
        "filetype": file.name.rpartition(".")[2],
        "mode": "hosted",
        "url_private": address,
        "url_private_download": address,
        "channels": list(file.channels),
    }
