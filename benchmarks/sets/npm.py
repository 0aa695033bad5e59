"""npm packages as data: fetched with `npm pack`, which runs none of their scripts; only their Markdown is unpacked."""

import shutil
import subprocess
import tarfile
from pathlib import Path, PurePosixPath

import structlog

from benchmarks.sets.question_set import SetError

PATIENCE = 300

log = structlog.get_logger()


def fetch_markdown(package: str, cache: Path) -> Path:
    """Returns the folder with the Markdown files of `name@version`, fetched if it is not there yet.

    Raises:
        SetError: this machine cannot fetch it.

    """
    folder = cache.resolve() / package.replace("/", "__")
    if not folder.is_dir():
        partial = folder.with_name(f"{folder.name}.partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        unpack_markdown(_download(package, partial), partial)
        partial.rename(folder)
    return folder


def unpack_markdown(archive: Path, folder: Path) -> None:
    """Unpacks an archive's Markdown files, without the folder that all of them lie in; the archive is removed.

    Raises:
        SetError: it is damaged.

    """
    try:
        with tarfile.open(archive) as opened:
            for member in opened:
                path = PurePosixPath(member.name)
                if member.isreg() and path.suffix.lower() == ".md" and len(path.parts) > 1:
                    opened.extract(
                        member.replace(name=str(path.relative_to(path.parts[0]))),
                        folder,
                        filter="data",
                    )
    except (tarfile.TarError, OSError, EOFError) as error:
        raise SetError(f"{archive.name} is damaged; try again.") from error
    archive.unlink()


def _download(package: str, folder: Path) -> Path:
    log.info("package_downloading", package=package)
    try:
        subprocess.run(
            ["npm", "pack", package, "--ignore-scripts", "--silent"],
            cwd=folder, check=True, capture_output=True, timeout=PATIENCE,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        raise SetError(f"The npm package {package} cannot be downloaded here.") from error
    archive = next(folder.glob("*.tgz"), None)
    if archive is None:
        raise SetError(f"The npm package {package} cannot be downloaded here.")
    return archive
