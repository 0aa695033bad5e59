"""One release of the guide: chunk store, lexical index, sentences, manifest, and which one is live."""

from advisor.index.live import LiveIndex
from advisor.index.release import Release, open_release

__all__ = ["LiveIndex", "Release", "open_release"]
