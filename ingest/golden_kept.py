"""What a release made of the golden questions, kept beside it: the next build need not ask it again."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from pathlib import Path

import advisor
from advisor.database.golden import Golden
from advisor.settings import Settings
from ingest import golden_check
from ingest.golden_check import Checked

FILE = "golden.json"
_CODE = ("*.py", "*.yaml", "*.npz")
# Of the core, what an answer is made by.
_PARTS = (".", "answering", "index")


def key_of(golden: Golden) -> str:
    """Returns what tells a golden question from another one, or from itself with other facts."""
    facts = (golden.question, golden.facts, golden.document, golden.heading, golden.covered)
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def keep(directory: Path, settings: Settings, checked: Mapping[str, Checked]) -> None:
    """Writes what a release that does not serve yet made of golden questions, by their keys."""
    kept = {
        "made_by": _made_by(settings),
        "checked": {key: asdict(one) for key, one in checked.items()},
    }
    (directory / FILE).write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")


def read_kept(directory: Path, settings: Settings) -> dict[str, Checked]:
    """Returns what was kept, by key; nothing if it was made by other code or settings, or cannot be read."""
    try:
        kept = json.loads((directory / FILE).read_text(encoding="utf-8"))
        if kept["made_by"] != _made_by(settings):
            return {}
        return {key: Checked(**one) for key, one in kept["checked"].items()}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _made_by(settings: Settings) -> str:
    return f"{_code()} {settings.reranker_model}"


@cache
def _code() -> str:
    """A hash of all that makes an answer of a question."""
    root = Path(str(advisor.__file__)).parent
    files = [path for part in _PARTS for kind in _CODE for path in (root / part).glob(kind)]
    digest = hashlib.sha256()
    for path in [*sorted(files), Path(golden_check.__file__)]:
        digest.update(path.read_bytes())
    return digest.hexdigest()
