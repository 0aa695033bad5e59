import io
import tarfile

import pytest

from advisor.settings import Settings
from benchmarks.real_corpus import measure_corpus
from benchmarks.sets.npm import fetch_markdown, unpack_markdown
from benchmarks.sets.question_set import SetError


def pack(path, **files):
    """An archive as npm packs it; a value that is no text is a member of its own."""
    with tarfile.open(path, "w:gz") as archive:
        for name, text in files.items():
            member = text if isinstance(text, tarfile.TarInfo) else tarfile.TarInfo(name)
            data = b"" if member is text else text.encode()
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))


def files_of(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))


def test_of_a_package_only_its_markdown_is_unpacked(tmp_path):
    link = tarfile.TarInfo("package/link.md")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    texts = {
        "package/README.md": "# A",
        "package/docs/b.MD": "# B",
        "package/install.js": "process.exit()",
        "package/link.md": link,
        "top.md": "# beside the package",
    }
    pack(tmp_path / "a.tgz", **texts)
    unpack_markdown(tmp_path / "a.tgz", tmp_path / "out")
    assert files_of(tmp_path / "out") == ["README.md", "docs/b.MD"]
    assert not (tmp_path / "a.tgz").exists()


def test_an_archive_that_leads_out_of_its_folder_is_refused(tmp_path):
    pack(tmp_path / "a.tgz", **{"package/../../evil.md": "# evil"})
    with pytest.raises(SetError, match=r"a\.tgz is damaged"):
        unpack_markdown(tmp_path / "a.tgz", tmp_path / "out")
    assert not (tmp_path / "evil.md").exists()


def test_without_npm_a_package_is_told_in_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SetError, match="The npm package a@1 cannot be downloaded here"):
        fetch_markdown("a@1", tmp_path / "cache")


# Three builds with the real model.
@pytest.mark.slow
def test_a_corpus_is_built_once_and_refreshed_twice(tmp_path, models):
    (tmp_path / "models").symlink_to(models)
    for name in ("@us__a@1.0", "b@2.0"):
        folder = tmp_path / "benchmarks" / "packages" / "npm" / name
        folder.mkdir(parents=True)
        (folder / "README.md").write_text(f"# {name}\n\nIt does what {name} is for, and well.\n")
        (folder / "empty.md").write_text("")
    figures = measure_corpus(Settings(data_dir=tmp_path), packages=("@us/a@1.0", "b@2.0"))
    assert figures["files"] == 4
    assert figures["first"]["documents"] == figures["first"]["embedded"] == 2
    assert figures["first"]["rejected"] == {"the file is empty": 2}
    assert figures["first"]["megabytes"] > 0
    assert (figures["unchanged"]["embedded"], figures["unchanged"]["release"]) == (0, 1)
    assert (figures["one_page"]["embedded"], figures["one_page"]["reused"]) == (1, 2)
