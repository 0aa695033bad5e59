"""Makes real releases without child processes, for tests of those who read them, and tells what there are."""

from advisor.database.releases import list_releases
from advisor.index.layout import releases_directory
from ingest.build import build_release


def run_inline(function, *arguments, seconds):
    function(*arguments)


class Factory:
    """Writes pages into a folder and publishes it."""

    def __init__(self, settings, *, database, embedder, folder):
        self.settings = settings
        self.database = database
        self.embedder = embedder
        self.folder = folder

    def build(self, pages=None, **options):
        """`pages` maps names to Markdown; None deletes the page."""
        self.folder.mkdir(exist_ok=True)
        for name, text in (pages or {}).items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                path.unlink()
            else:
                path.write_text(text, encoding="utf-8")
        return build_release(
            self.settings,
            folder=self.folder,
            database=self.database,
            open_embedder=lambda: self.embedder,
            **options,
        )


def statuses(database):
    return {record.id: record.status for record in list_releases(database)}


def directories(settings):
    """The numbers of the releases on the disk."""
    return sorted(
        int(path.name) for path in releases_directory(settings.data_dir).iterdir() if path.is_dir()
    )
