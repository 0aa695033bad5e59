import os

import pytest

from advisor.errors import IngestError
from ingest.load import MAX_BYTES, load_folder

GOOD = "# Good\n\nA good page.\n"


def reasons(folder):
    return {entry.path: entry.reason for entry in load_folder(folder).rejected}


def paths(folder):
    return [document.path for document in load_folder(folder).documents]


@pytest.fixture
def good(tmp_path):
    (tmp_path / "good.md").write_text(GOOD)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        pytest.param("a.md", b"", "empty", id="empty"),
        pytest.param("a.md", b" \n\t\n", "empty", id="blank"),
        pytest.param("a.md", b"\xef\xbb\xbf", "empty", id="BOM alone"),
        pytest.param("a.md", b"# A\n\nx\0y", "binary", id="NUL byte"),
        pytest.param("a.md", b"# A\n\ncaf\xe9", "line 3: not UTF-8", id="latin-1"),
        pytest.param("a.md", "# Ä\n\nx".encode("utf-16"), "binary", id="UTF-16"),
        pytest.param("a.md", b"# Only a title\n", "no text", id="no text"),
        pytest.param("a.md", b"---\ntitle: x\n", "line 1", id="head not closed"),
        pytest.param("a.doc", b"x", ".doc files are not read; save it as .docx", id="other format"),
        pytest.param("a.pdf", b"%PDF-1.4", "broken", id="broken PDF"),
        pytest.param(".hidden.md", GOOD.encode(), "hidden", id="hidden"),
    ],
)
def test_a_bad_file_is_named_and_the_rest_goes_on(good, name, data, reason):
    (good / name).write_bytes(data)
    assert list(reasons(good)) == [name]
    assert reason in reasons(good)[name]
    assert paths(good) == ["good.md"]


def test_an_over_large_file_is_not_read(good):
    with (good / "big.md").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert "20 MB" in reasons(good)["big.md"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_an_unreadable_file_is_named(good):
    (good / "locked.md").write_text(GOOD)
    (good / "locked.md").chmod(0)
    assert "cannot be read" in reasons(good)["locked.md"]


def test_a_pipe_does_not_stop_the_load(good):
    os.mkfifo(good / "pipe.md")
    assert "not a regular file" in reasons(good)["pipe.md"]


def test_links_may_not_lead_out_of_the_folder(tmp_path):
    (tmp_path / "outside.md").write_text("# Secret\n\nx")
    folder = tmp_path / "knowledge"
    (folder / "sub").mkdir(parents=True)
    (folder / "good.md").write_text(GOOD)
    (folder / "file.md").symlink_to(tmp_path / "outside.md")
    (folder / "sub" / "up").symlink_to(tmp_path)
    (folder / "inside.md").symlink_to(folder / "good.md")
    (folder / "dangling.md").symlink_to(folder / "nothing.md")
    found = reasons(folder)
    assert set(found) == {"file.md", "sub/up", "dangling.md"}
    assert "out of the folder" in found["file.md"]
    assert "out of the folder" in found["sub/up"]
    assert paths(folder) == ["good.md", "inside.md"]


def test_a_link_to_the_folder_itself_does_not_loop(good):
    (good / "again").symlink_to(good)
    assert paths(good) == ["good.md"]


def test_a_link_to_itself_is_named(good):
    (good / "self.md").symlink_to(good / "self.md")
    assert "leads nowhere" in reasons(good)["self.md"]
    assert paths(good) == ["good.md"]


def test_a_name_that_is_not_utf8_is_named_readably(good):
    (good / os.fsdecode(b"caf\xe9.md")).write_text(GOOD)
    ((path, reason),) = reasons(good).items()
    path.encode()
    assert "name is not UTF-8" in reason


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\xef\xbb\xbf---\ntitle: T\n---\n\n# T\n\n## H\n\nText.\n", id="BOM"),
        pytest.param(b"---\r\ntitle: T\r\n---\r\n\r\n# T\r\n\r\n## H\r\n\r\nText.\r\n", id="CRLF"),
        pytest.param(b"---\rtitle: T\r---\r\r# T\r\r## H\r\rText.\r", id="CR"),
    ],
)
def test_bom_and_line_ends_of_other_systems_are_tolerated(tmp_path, data):
    (tmp_path / "a.md").write_bytes(data)
    (document,) = load_folder(tmp_path).documents
    (section,) = document.sections
    assert (document.title, section.headings, section.text) == ("T", ("T", "H"), "Text.")


def test_pages_come_in_the_order_of_their_paths(tmp_path):
    for name in ("b.md", "a/z.markdown", "a/b/c.md", "A.MD"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(GOOD)
    assert paths(tmp_path) == ["A.MD", "a/b/c.md", "a/z.markdown", "b.md"]


def test_other_files_and_hidden_folders_are_passed_over(good):
    (good / ".git").mkdir()
    (good / ".git" / "x.md").write_text(GOOD)
    for name in ("picture.png", "config.yaml", "script.py", "sub.glossary.yaml"):
        (good / name).write_text("x: 1")
    assert (paths(good), reasons(good)) == (["good.md"], {})


def test_a_missing_folder_is_the_users_error(tmp_path):
    with pytest.raises(IngestError, match="no knowledge folder"):
        load_folder(tmp_path / "nothing")


def test_the_hash_changes_with_every_byte(good):
    first = load_folder(good).documents[0].sha256
    (good / "good.md").write_text(GOOD + " ")
    assert load_folder(good).documents[0].sha256 != first


def test_a_folder_that_cannot_be_read_is_named(good, monkeypatch):
    (good / "locked").mkdir()
    (good / "locked" / "page.md").write_text(GOOD)
    scan = os.scandir

    def refuse(path):
        if os.fspath(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", os.fspath(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert "cannot be read" in reasons(good)["locked"]
    assert paths(good) == ["good.md"]
