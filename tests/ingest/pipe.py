"""Builds that stand still, so that a test may do something to them in peace."""

import os
from contextlib import closing

from small_guide import page

from advisor.database import open_database
from advisor.database.golden import Golden, add_golden
from advisor.index.layout import release_directory
from advisor.settings import Settings
from ingest.golden_kept import FILE


class Pipe:
    """A named pipe that nobody writes into, where each build stands in its step `evaluate`.

    It lies in the place of what the live release made of the golden questions, which a build reads.
    """

    def __init__(self, data_dir):
        self._path = release_directory(data_dir, 1) / FILE
        self._path.unlink(missing_ok=True)
        os.mkfifo(self._path)

    def let_pass(self):
        """Lets those who stand here go on, and nobody stand here any more."""
        descriptor = os.open(self._path, os.O_RDWR)
        self._path.unlink()
        os.close(descriptor)


def lay_pipe(command, folder):
    """A pipe in release 1, which is live, and before a build that has something to do."""
    assert command.run().returncode == 0
    with closing(open_database(Settings(data_dir=command.data_dir))) as database:
        add_golden(database, Golden("What are apples for?", (("number",),)))
    (folder / "apples.md").write_text(page("Apples", 77))
    return Pipe(command.data_dir)
