"""Makes real releases without child processes, for tests of those who read them."""

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
