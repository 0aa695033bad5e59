"""Foreign files are parsed once: by their content, and until a parser changes."""

import pytest

import ingest.parsed
from advisor.settings import Settings
from ingest.formats.reader import ForeignReader
from ingest.load import load_folder
from ingest.parsed import FOLDER, Parsed
from ingest.slack_pages import load_guide

PAGE = b"<h1>Drift</h1><p>A model drifts.</p>"


@pytest.fixture
def folder(tmp_path):
    return tmp_path.joinpath(*FOLDER)


def read(folder, path="drift.html", data=PAGE):
    """What the file is read as, and how many children that took."""
    with ForeignReader(parsed=Parsed(folder)) as reader:
        draft = reader.read(path, data)
        return draft, reader.started


def test_an_unchanged_file_is_not_parsed_again(folder):
    first, started = read(folder)
    assert started == 1
    assert read(folder) == (first, 0)


def test_a_moved_file_is_the_same_file_but_another_title_is_not(folder):
    read(folder, data=b"Words.", path="drift.txt")
    assert read(folder, data=b"Words.", path="elsewhere/drift.txt")[1] == 0
    draft, started = read(folder, data=b"Words.", path="wander.txt")
    assert (draft.title, started) == ("wander", 1)


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"title": "x"}', b"\xff"])
def test_what_is_damaged_is_parsed_anew(folder, damage):
    first, _ = read(folder)
    (file,) = folder.iterdir()
    file.write_bytes(damage)
    assert read(folder) == (first, 1)
    assert read(folder) == (first, 0)


def test_another_version_of_a_parser_parses_anew(folder, monkeypatch):
    read(folder)
    monkeypatch.setattr(ingest.parsed, "_parsers", lambda: "another")
    assert read(folder)[1] == 1


def test_what_was_rejected_is_tried_again(tmp_path, folder):
    (tmp_path / "guide").mkdir()
    (tmp_path / "guide" / "bad.pdf").write_bytes(b"%PDF-1.4 nothing more")
    for _ in range(2):
        assert len(load_folder(tmp_path / "guide", parsed=Parsed(folder)).rejected) == 1
    assert not folder.exists() or not list(folder.iterdir())


def test_a_page_that_has_left_the_guide_leaves_the_cache(tmp_path, database):
    settings, guide = Settings(data_dir=tmp_path / "data"), tmp_path / "guide"
    guide.mkdir()
    kept = settings.data_dir.joinpath(*FOLDER)
    for name in ("a", "b"):
        (guide / f"{name}.html").write_bytes(PAGE + name.encode())
    assert len(load_guide(guide, settings, database).documents) == 2
    assert len(list(kept.iterdir())) == 2
    (guide / "b.html").unlink()
    assert len(load_guide(guide, settings, database).documents) == 1
    assert len(list(kept.iterdir())) == 1


def test_where_the_disk_refuses_the_file_is_read_all_the_same(tmp_path):
    (tmp_path / "file").touch()
    draft, _ = read(tmp_path / "file" / "below")
    assert draft.title == "Drift"
