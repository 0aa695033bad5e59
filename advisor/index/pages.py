"""Which pages a release adds, changes and removes."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class PageChanges:
    """The paths of pages that are new, that read differently, and that are gone."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def as_json(self) -> dict[str, list[str]]:
        """Returns the changes as plain data."""
        return {name: list(paths) for name, paths in asdict(self).items()}


def compare_pages(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> PageChanges:
    """Returns how the pages of two releases differ, by their manifests; without one before, all are new."""
    old = _hashes((before or {}).get("documents", ()))
    new = _hashes(after.get("documents", ()))
    return PageChanges(
        added=tuple(sorted(set(new) - set(old))),
        changed=tuple(sorted(path for path in set(new) & set(old) if new[path] != old[path])),
        removed=tuple(sorted(set(old) - set(new))),
    )


def _hashes(documents: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    return {document["path"]: document["sha256"] for document in documents}
