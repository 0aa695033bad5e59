"""The question sets by name: what each is, whether weights may be chosen by it, how it is prepared."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.sets.dictionary import read_dictionary
from benchmarks.sets.faq import read_faq
from benchmarks.sets.guide import prepare_guide
from benchmarks.sets.links import read_linked
from benchmarks.sets.man import read_manuals
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


def _manual_pages(folder: Path) -> Prepared:
    return read_manuals([folder / "usr/share/man"])


def _foldoc(folder: Path) -> Prepared:
    return read_dictionary(folder / "usr/share/dictd/foldoc.dict.dz")


def _python_links(folder: Path) -> Prepared:
    return read_linked(folder / "usr/share/doc/python3.11/html")


RECIPES: Mapping[str, Recipe] = {
    recipe.name: recipe
    for recipe in (
        Recipe(
            name="python-faq",
            use="development",
            kind="FAQ: question to answer",
            package="python3.11-doc",
            licence="PSF licence",
            read=_python_faq,
        ),
        Recipe(
            name="postgresql",
            use="development",
            kind="manual: index entry to section",
            package="postgresql-doc-15",
            licence="PostgreSQL licence",
            read=_postgresql,
            quick=False,
        ),
        Recipe(
            name="debian-faq",
            use="test",
            kind="FAQ: question to answer",
            package="debian-faq",
            licence="free documentation (verbatim and modified copies)",
            read=_debian_faq,
        ),
        Recipe(
            name="git-manual",
            use="test",
            kind="manual pages: one-line description to page",
            package="git-man",
            licence="GPL-2",
            read=_manual_pages,
            quick=False,
        ),
        Recipe(
            name="linux-manual",
            use="test",
            kind="manual pages: one-line description to page",
            package="manpages",
            licence="various free licences (see the package)",
            read=_manual_pages,
            quick=False,
        ),
        Recipe(
            name="foldoc",
            use="test",
            kind="dictionary: first sentence to entry",
            package="dict-foldoc",
            licence="GFDL-1.1",
            read=_foldoc,
            quick=False,
        ),
        Recipe(
            name="python-links",
            use="development",
            kind="manual: cross-reference to section",
            package="python3.11-doc",
            licence="PSF licence",
            read=_python_links,
            quick=False,
        ),
    )
}
GUIDE_SETS: Mapping[str, Use] = {"guide-development": "development", "guide": "test"}


def names_of(*, use: Use | None = None, quick: bool = False) -> list[str]:
    """Returns the names of all sets, or of those for one use, or of those that are small."""
    names = [
        name
        for name, recipe in RECIPES.items()
        if (use is None or recipe.use == use) and (recipe.quick or not quick)
    ]
    return names + [name for name, its in GUIDE_SETS.items() if use in (None, its)]


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
            if name in GUIDE_SETS:
                # Made anew each time: the guide changes under our hands.
                sets.append(prepare_guide(folder, name, use=GUIDE_SETS[name]))
            elif name in RECIPES:
                sets.append(found or _prepare(RECIPES[name], root, folder))
            else:
                missing.append(f"{name} is skipped: choose from {', '.join(names_of())}.")
        except SetError as error:
            missing.append(f"{name} is skipped: {error}")
    return sets, missing


def _prepare(recipe: Recipe, root: Path, folder: Path) -> QuestionSet:
    package = fetch_package(recipe.package, root / "packages")
    pages, wanted = recipe.read(package.folder)
    about = About(recipe.name, recipe.use, recipe.kind, package.label, recipe.licence)
    return write_set(folder, about, pages=pages, wanted=wanted)
