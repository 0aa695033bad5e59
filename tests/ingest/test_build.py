"""What a build makes of a folder."""

import json
import shutil

import pytest
from fake_embedder import FakeEmbedder
from release_factory import statuses
from small_guide import NAMES, page

from advisor.database import releases
from advisor.errors import IngestError
from advisor.index.layout import release_directory
from advisor.index.release import open_release
from ingest import build as build_module


def documents(settings, release):
    with open_release(release_directory(settings.data_dir, release)) as opened:
        return sorted({chunk.document for chunk in opened.chunks})


def test_a_folder_becomes_the_live_release(factory, settings, database):
    report = factory.build()
    assert report.published
    assert releases.live_release(database) == report.release
    assert (report.documents, report.chunks, report.removed, report.rejected) == (6, 18, 0, ())
    assert report.embedded == len(set(factory.embedder.embedded)) == len(factory.embedder.embedded)
    assert documents(settings, report.release) == sorted(f"{name}.md" for name in NAMES)


def test_an_unchanged_folder_embeds_nothing_and_makes_no_release(factory, database):
    first = factory.build()
    factory.embedder.embedded.clear()
    again = factory.build()
    assert (again.release, again.embedded, again.reused) == (first.release, 0, first.embedded)
    assert again.chunks == first.chunks
    assert factory.embedder.embedded == []
    assert len(statuses(database)) == 1


def test_only_changed_texts_are_embedded(factory):
    first = factory.build()
    second = factory.build({"apples.md": page("Apples", 99)})
    assert second.release != first.release
    assert 0 < second.embedded < 6
    assert second.reused > 20


def test_renamed_and_deleted_pages_disappear(factory, settings):
    factory.build()
    report = factory.build({"apples.md": None, "pears.md": page("Apples", 0), "ferns.md": None})
    assert report.removed == 2
    assert report.embedded == 0
    names = documents(settings, report.release)
    assert "pears.md" in names
    assert not {"apples.md", "ferns.md"} & set(names)


def test_a_rejected_page_leaves_the_others_in(factory, settings):
    report = factory.build({"bad.md": "---\ntitle: x\n", "apples.md": "---\n- a\n---\n"})
    assert [(entry.path, entry.reason[:6]) for entry in report.rejected] == [
        ("apples.md", "line 2"),
        ("bad.md", "line 1"),
    ]
    assert report.documents == 5


def test_nothing_to_index_is_not_published(factory, database, folder):
    live = factory.build().release
    shutil.rmtree(folder)
    with pytest.raises(IngestError, match="no knowledge folder"):
        build_module.build_release(
            factory.settings,
            folder=folder,
            database=database,
            open_embedder=lambda: factory.embedder,
        )
    folder.mkdir()
    with pytest.raises(IngestError, match="no page to index"):
        factory.build()
    with pytest.raises(IngestError, match=r"None of the 1 files .*a.md: the file is empty"):
        factory.build({"a.md": ""})
    assert releases.live_release(database) == live


def test_a_guide_that_shrinks_by_half_needs_force(factory, database):
    live = factory.build().release
    gone = {f"{name}.md": None for name in NAMES[:4]}
    with pytest.raises(IngestError, match="from 18 to 6 chunks.*--force"):
        factory.build(gone)
    assert releases.live_release(database) == live
    assert factory.build(force=True).removed == 4


def test_the_evaluation_sees_the_release_before_it_is_live(factory, database):
    def evaluate(_before, directory, _embedder):
        assert releases.live_release(database) is None
        with open_release(directory) as release:
            return {"chunks": len(release.chunks)}

    assert factory.build(evaluate=evaluate).evaluation == {"chunks": 18}


@pytest.mark.parametrize(
    ("hold", "reason", "status"),
    [
        (None, "", "active"),
        (None, "Fewer are right.", "ready"),
        ("worse", "", "active"),
        ("worse", "Fewer are right.", "ready"),
        ("always", "", "ready"),
    ],
)
def test_a_worse_release_never_goes_live_by_itself(factory, database, hold, reason, status):
    report = factory.build(hold=hold, evaluate=lambda *_: {"reason": reason})
    assert statuses(database) == {1: status}
    assert report.published == (status == "active")
    assert report.held_because == reason


def test_a_much_smaller_guide_waits_for_a_decision_where_somebody_can_decide(factory, database):
    factory.build()
    report = factory.build({f"{name}.md": None for name in NAMES[:4]}, hold="worse")
    assert statuses(database) == {1: "active", 2: "ready"}
    assert report.held_because == "The guide would shrink from 18 to 6 chunks."


def test_another_embedder_builds_anew(factory):
    factory.build()
    factory.embedder = FakeEmbedder(name="other", weights_sha256="1" * 64)
    report = factory.build()
    assert (report.release, report.reused) == (2, 0)


def test_other_rules_of_splitting_build_anew(factory, monkeypatch):
    factory.build()
    monkeypatch.setattr("ingest.sealing.hash_rules", lambda: "other rules")
    assert factory.build().release == 2


def test_if_missing_is_content_with_any_usable_release(factory, settings):
    factory.build()
    changed = factory.build({"apples.md": page("Apples", 5)}, if_missing=True)
    assert changed.release == 1
    factory.embedder = FakeEmbedder(name="other", weights_sha256="1" * 64)
    assert factory.build(if_missing=True).release == 2


def test_the_report_is_the_contract(factory):
    report = factory.build({"bad.md": ""}).as_json()
    assert json.loads(json.dumps(report)).keys() == {
        "release",
        "documents",
        "chunks",
        "embedded",
        "reused",
        "removed",
        "rejected",
        "warnings",
        "seconds",
        "published",
        "evaluation",
    }
    assert report["rejected"] == ({"path": "bad.md", "reason": "the file is empty"},)
