"""Debian packages as data: fetched with `apt-get download`, unpacked, never installed."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import structlog

from benchmarks.sets.question_set import SetError

PATIENCE = 300

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Package:
    """An unpacked package: its name, version and the folder with its files."""

    name: str
    version: str
    folder: Path

    @property
    def label(self) -> str:
        """Name and version, as Debian writes them."""
        return f"{self.name} {self.version}"


def fetch_package(name: str, cache: Path) -> Package:
    """Returns the package unpacked below the cache, fetched if it is not there yet.

    Raises:
        SetError: this machine cannot fetch it.

    """
    cache = cache.resolve()
    cache.mkdir(parents=True, exist_ok=True)
    archive = _cached(name, cache) or _download(name, cache)
    version = unquote(archive.name.split("_")[1])
    folder = cache / f"{name}_{version}".replace(":", "%3a")
    if not folder.is_dir():
        partial = folder.with_suffix(".partial")
        shutil.rmtree(partial, ignore_errors=True)
        _run(["dpkg", "-x", str(archive), str(partial)], cache, name)
        partial.rename(folder)
    return Package(name, version, folder)


def _cached(name: str, cache: Path) -> Path | None:
    return max(cache.glob(f"{name}_*.deb"), default=None)


def _download(name: str, cache: Path) -> Path:
    log.info("package_downloading", package=name)
    _run(["apt-get", "--quiet", "--quiet", "download", name], cache, name)
    archive = _cached(name, cache)
    if archive is None:
        raise SetError(f"The Debian package {name} cannot be downloaded here.")
    return archive


def _run(command: list[str], folder: Path, name: str) -> None:
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=PATIENCE)
    except (OSError, subprocess.SubprocessError) as error:
        raise SetError(
            f"The Debian package {name} cannot be downloaded or unpacked here "
            f"({command[0]}); run `apt-get update` on Debian 12 and try again."
        ) from error
