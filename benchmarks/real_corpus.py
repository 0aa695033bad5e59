"""Ingest of real Markdown: the documentation of ten npm packages, about 2,200 files that nobody wrote for us."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from advisor.settings import Settings
from benchmarks.corpus import link_models
from benchmarks.refresh import measure_builds
from benchmarks.sets.npm import fetch_markdown

# Manuals, rules of linters, references of functions: what teams have in folders of Markdown.
PACKAGES = (
    "@stdlib/stats@0.3.3",
    "@typescript-eslint/eslint-plugin@6.21.0",
    "aws-cdk-lib@2.276.0",
    "bun-types@1.2.20",
    "eslint-plugin-import@2.32.0",
    "eslint-plugin-jest@29.17.0",
    "eslint-plugin-jsx-a11y@6.10.2",
    "fastify@5.12.8",
    "markdownlint@0.40.0",
    "npm@11.21.2",
)


def measure_corpus(settings: Settings, *, packages: Sequence[str] = PACKAGES) -> dict[str, Any]:
    """Returns what the first build of the corpus gave and cost, and two refreshes: unchanged, and one page changed.

    Raises:
        SetError: a package cannot be had here.
        ChildFailedError: a build failed.

    """
    root = settings.data_dir / "benchmarks"
    folder = root / "real_corpus"
    shutil.rmtree(folder, ignore_errors=True)
    assemble(root / "packages" / "npm", folder / "guide", packages)
    link_models(folder / "data", settings.data_dir)
    files = [path for path in (folder / "guide").rglob("*") if path.is_file()]
    megabytes = sum(path.stat().st_size for path in files) / 1e6
    builds = measure_builds(folder / "guide", folder / "data")
    first = builds["first"]
    return {
        "packages": len(packages),
        "files": len(files),
        "megabytes": round(megabytes, 1),
        "chunks_per_second": round(first["chunks"] / first["seconds"], 1),
        **builds,
    }


def assemble(cache: Path, guide: Path, packages: Sequence[str]) -> None:
    """Copies the Markdown of the packages into a folder, a folder for each of them.

    Raises:
        SetError: a package cannot be had here.

    """
    for package in packages:
        found = fetch_markdown(package, cache)
        shutil.copytree(found, guide / found.name.rpartition("@")[0].lstrip("@"))
