"""A guide may bring questions along, on which its release's threshold is set."""

import json
import os

import pytest

from advisor.index.layout import release_directory
from advisor.index.manifest import read_manifest
from ingest.questions import QUESTIONS_FILE, load_questions

ROWS = [
    *({"question": f"What is Apples for, number {n}?", "covered": True} for n in range(5)),
    *({"question": f"zebra quokka {n}", "covered": False} for n in range(5)),
]


def written(*rows):
    return "".join(json.dumps(row) + "\n" for row in rows)


def threshold(settings, release):
    return read_manifest(release_directory(settings.data_dir, release)).threshold


def test_a_guide_without_questions_keeps_the_default_threshold(factory, settings):
    assert threshold(settings, factory.build().release) is None


def test_the_threshold_is_set_on_the_guides_questions_and_kept_with_the_release(factory, settings):
    report = factory.build({QUESTIONS_FILE: written(*ROWS)})
    assert report.rejected == ()
    assert 0 < threshold(settings, report.release) < 1
    assert report.documents == 6


def test_new_questions_make_a_new_release_though_nothing_is_embedded(factory):
    first = factory.build({QUESTIONS_FILE: written(*ROWS)})
    assert factory.build().release == first.release
    second = factory.build({QUESTIONS_FILE: written(*ROWS[1:])})
    assert second.release != first.release
    assert second.embedded == 0


def test_a_pipe_in_the_place_of_the_questions_holds_nobody_up(tmp_path):
    os.mkfifo(tmp_path / QUESTIONS_FILE)
    assert "regular file" in load_questions(tmp_path).rejected[0].reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "line 1"),
        (written(ROWS[0], {"question": "", "covered": True}), "line 2"),
        (written({"question": "x"}), "line 1"),
        (b"\xff\xfe", "UTF-8"),
    ],
    ids=["broken", "empty question", "no answer", "not UTF-8"],
)
def test_a_broken_file_of_questions_is_named_and_the_guide_goes_on(tmp_path, text, reason):
    path = tmp_path / QUESTIONS_FILE
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    found = load_questions(tmp_path)
    assert found.rows == ()
    assert [one.path for one in found.rejected] == [QUESTIONS_FILE]
    assert reason in found.rejected[0].reason
