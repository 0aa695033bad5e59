"""What ships of the page is what its sources build; only rebuilding it needs Node."""

import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import workspace

FOLDER = Path(workspace.__file__).parent
CLIENT, PAGE = FOLDER / "client", FOLDER / "page"
SOURCES = (
    "scripts", "src", "vite", "index.html", "package.json", "package-lock.json",
    "tsconfig.json", "vite.config.ts",
)  # fmt: skip

pytestmark = pytest.mark.skipif(not CLIENT.exists(), reason="installed without the sources")


def list_sources() -> dict[str, Path]:
    files = [
        file
        for name in SOURCES
        for file in ([CLIENT / name] if (CLIENT / name).is_file() else (CLIENT / name).rglob("*"))
        if file.is_file()
    ]
    return {file.relative_to(CLIENT).as_posix(): file for file in files}


def read_tree(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def test_the_page_that_ships_was_built_from_these_sources():
    digest, sources = hashlib.sha256(), list_sources()
    for name in sorted(sources):
        content = sources[name].read_bytes()
        digest.update(f"{name}\n{len(content)}\n".encode())
        digest.update(content)
    built_from = json.loads((PAGE / "built-from.json").read_text())
    assert built_from == {"files": len(sources), "sha256": digest.hexdigest()}, (
        "run: make workspace"
    )


def test_the_page_names_no_file_that_is_not_there_and_nothing_from_elsewhere():
    html = (PAGE / "index.html").read_text()
    names = re.findall(r'(?:src|href)="([^"]+)"', html)
    assert [each for each in names if each.startswith("http")] == []
    assets = [each.removeprefix("/static/") for each in names if each.startswith("/static/")]
    assert assets
    assert [each for each in assets if not (PAGE / each).is_file()] == []
    style = next(PAGE.glob("assets/*.css")).read_text()
    assert re.findall(r"@import|url\(\s*['\"]?(?!data:|#)", style) == []


def test_the_lock_file_pins_each_package_and_names_no_registry():
    lock = json.loads((CLIENT / "package-lock.json").read_text())
    packages = {name: each for name, each in lock["packages"].items() if name}
    assert all(each.get("integrity") for each in packages.values())
    assert not any("resolved" in each for each in packages.values())
    manifest = json.loads((CLIENT / "package.json").read_text())
    versions = [*manifest["dependencies"].values(), *manifest["devDependencies"].values()]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", each) for each in versions)


needs_node = pytest.mark.skipif(
    not shutil.which("npm") or not (CLIENT / "node_modules").is_dir(),
    reason="needs npm and the client's node_modules",
)


def run_npm(script: str, **environment: str) -> None:
    done = subprocess.run(
        ["npm", "run", script],
        cwd=CLIENT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
@needs_node
def test_a_new_build_has_the_same_bytes(tmp_path):
    page = tmp_path / "page"
    run_npm("build", PAGE=str(page))
    assert read_tree(page) == read_tree(PAGE)


@pytest.mark.slow
@needs_node
def test_the_tests_of_the_pages_pure_parts_pass():
    run_npm("test")
