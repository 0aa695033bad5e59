import shutil
import subprocess

import pytest

from benchmarks.__main__ import main
from benchmarks.sets.packages import fetch_package
from benchmarks.sets.question_set import SetError
from benchmarks.sets.registry import RECIPES, names_of, prepare_sets

needs_dpkg = pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="dpkg is Debian's")


@pytest.fixture
def no_tools(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))


def test_a_set_whose_package_cannot_be_had_is_left_out_with_a_sentence(tmp_path, no_tools):
    sets, missing = prepare_sets(tmp_path, ["foldoc"])

    assert sets == []
    assert missing[0].startswith("foldoc is skipped: The Debian package dict-foldoc")


def test_an_unknown_set_is_left_out_with_the_names_to_choose_from(tmp_path):
    _, missing = prepare_sets(tmp_path, ["squid"])

    assert "python-faq" in missing[0]


def test_weights_are_chosen_on_three_public_sets_and_none_of_the_others():
    public = [name for name in names_of(use="development") if name in RECIPES]

    assert sorted(public) == ["postgresql", "python-faq", "python-links"]
    assert not set(names_of(use="development")) & set(names_of(use="test"))


@needs_dpkg
def test_a_package_at_hand_is_unpacked_and_named_with_its_version(tmp_path):
    source = tmp_path / "source"
    (source / "DEBIAN").mkdir(parents=True)
    (source / "usr").mkdir()
    (source / "usr" / "words.txt").write_text("hello")
    (source / "DEBIAN" / "control").write_text(
        "Package: tiny\nVersion: 1:2.0\nArchitecture: all\nMaintainer: us <us@example.com>\n"
        "Description: tiny\n"
    )
    cache = tmp_path / "cache"
    cache.mkdir()
    archive = str(cache / "tiny_1%3a2.0_all.deb")
    subprocess.run(["dpkg-deb", "--build", str(source), archive], check=True, capture_output=True)

    package = fetch_package("tiny", cache)

    assert package.label == "tiny 1:2.0"
    assert (package.folder / "usr" / "words.txt").read_text() == "hello"


def test_a_damaged_package_is_told_in_a_sentence(tmp_path):
    (tmp_path / "tiny_1_all.deb").write_text("not a package")

    with pytest.raises(SetError, match="tiny cannot be downloaded or unpacked here"):
        fetch_package("tiny", tmp_path)


def test_the_command_tells_what_it_skips_and_succeeds(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))

    assert main(["sets", "--sets", "squid", "--json"]) == 0
    assert "squid is skipped" in capsys.readouterr().err
