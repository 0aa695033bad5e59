"""A peer that finds documents by shared words; it prints where it must not, as libraries do."""

from pathlib import Path

from benchmarks.peers.protocol import Hit, serve


class FakePeer:
    packages = ("numpy",)

    def load(self, model):
        print(f"loading {model}")

    def index(self, folder, store):
        self._texts = {
            path.relative_to(folder).as_posix(): path.read_text()
            for path in Path(folder).rglob("*.md")
        }
        return {"chunks": len(self._texts), "texts": list(self._texts.values())}

    @property
    def searches(self):
        return {"fake": self._search, "fake backwards": lambda *query: self._search(*query)[::-1]}

    def _search(self, query, limit):
        if query == "stop":
            raise SystemExit("the fake peer was told to stop")
        words = set(query.split())
        ranked = sorted(self._texts, key=lambda path: -len(words & set(self._texts[path].split())))
        return [Hit(path, self._texts[path]) for path in ranked[:limit]]


if __name__ == "__main__":
    serve(FakePeer())
