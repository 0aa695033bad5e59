"""The question sets by name: what each is, whether weights may be chosen by it, how it is prepared."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.sets.faq import read_faq
from benchmarks.sets.packages import fetch_package
from benchmarks.sets.postgresql import read_manual
from benchmarks.sets.question_set import (
    About,
    Page,
    QuestionSet,
    SetError,
    Use,
    Wanted,
    read_set,
    write_set,
)

Prepared = tuple[list[Page], list[Wanted]]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a set is made from a package: `read` takes the unpacked package's folder."""

    name: str
    use: Use
    kind: str
    package: str
    licence: str
    read: Callable[[Path], Prepared]
    quick: bool = True


def _python_faq(folder: Path) -> Prepared:
    return read_faq(sorted((folder / "usr/share/doc/python3.11/html/faq").glob("*.html")))


def _debian_faq(folder: Path) -> Prepared:
    return read_faq(sorted((folder / "usr/share/doc/debian/FAQ").glob("*.en.html")))


def _postgresql(folder: Path) -> Prepared:
    return read_manual(folder / "usr/share/doc/postgresql-doc-15/html")


RECIPES: Mapping[str, Recipe] = {
    recipe.name: recipe
    for recipe in (
        Recipe(
            "python-faq",
            "development",
            "FAQ: question to answer",
            "python3.11-doc",
            "PSF licence",
            _python_faq,
        ),
        Recipe(
            "postgresql",
            "development",
            "manual: index entry to section",
            "postgresql-doc-15",
            "PostgreSQL licence",
            _postgresql,
            quick=False,
        ),
    )
}


def names_of(*, use: Use | None = None, quick: bool = False) -> list[str]:
    """Returns the names of all sets, or of those for one use, or of those that are small."""
    return [
        name
        for name, recipe in RECIPES.items()
        if (use is None or recipe.use == use) and (recipe.quick or not quick)
    ]


def prepare_sets(
    root: Path, names: Sequence[str], *, anew: bool = False
) -> tuple[list[QuestionSet], list[str]]:
    """Returns the sets that can be had here, and one sentence for each that cannot."""
    sets: list[QuestionSet] = []
    missing: list[str] = []
    for name in names:
        folder = root / "sets" / name
        found = None if anew else read_set(folder)
        try:
            if name not in RECIPES:
                raise SetError(f"there is no such set; choose from {', '.join(RECIPES)}.")
            sets.append(found or _prepare(RECIPES[name], root, folder))
        except SetError as error:
            missing.append(f"{name} is skipped: {error}")
    return sets, missing


def _prepare(recipe: Recipe, root: Path, folder: Path) -> QuestionSet:
    package = fetch_package(recipe.package, root / "packages")
    pages, wanted = recipe.read(package.folder)
    about = About(recipe.name, recipe.use, recipe.kind, package.label, recipe.licence)
    return write_set(folder, about, pages=pages, wanted=wanted)
