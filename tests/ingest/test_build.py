import fcntl
import json
import os
import shutil
from datetime import timedelta

import pytest
from fake_embedder import FakeEmbedder
from small_guide import NAMES, page

from advisor.database import releases
from advisor.errors import IngestError, ReleaseError
from advisor.index.layout import release_directory, releases_directory
from advisor.index.release import open_release
from ingest import build as build_module
from ingest.publish import publish_release, roll_back


def documents(settings, release):
    with open_release(release_directory(settings.data_dir, release)) as opened:
        return sorted({chunk.document for chunk in opened.chunks})


def statuses(database):
    return {record.id: record.status for record in releases.list_releases(database)}


def directories(settings):
    return sorted(
        int(path.name) for path in releases_directory(settings.data_dir).iterdir() if path.is_dir()
    )


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


def test_three_releases_are_kept(factory, settings, database):
    for number in range(5):
        factory.build({"apples.md": page("Apples", 100 + number)})
    assert directories(settings) == [3, 4, 5]
    assert statuses(database) == {
        1: "deleted",
        2: "deleted",
        3: "retired",
        4: "retired",
        5: "active",
    }


def test_a_release_that_a_reader_holds_is_not_removed(factory, settings):
    factory.build()
    held = open_release(release_directory(settings.data_dir, 1))
    for number in range(4):
        factory.build({"apples.md": page("Apples", 100 + number)})
    assert directories(settings) == [1, 3, 4, 5]
    held.close()
    factory.build({"apples.md": page("Apples", 200)})
    assert directories(settings) == [4, 5, 6]


def test_what_a_dead_build_left_is_removed_and_marked(factory, settings, database):
    releases.take_lease(
        database,
        folder="x",
        owner=f"me@{os.uname().nodename} (process {2**22 + 1})",
        dead_owners=(),
        lifetime=timedelta(minutes=1),
    )
    for name in ("000001", "999999"):
        debris = releases_directory(settings.data_dir) / name
        debris.mkdir(parents=True)
        (debris / ".lock").touch()
    report = factory.build()
    assert directories(settings) == [report.release]
    assert statuses(database)[1] == "failed"


@pytest.mark.parametrize("until", [timedelta(seconds=-1), timedelta(minutes=1)])
def test_a_lease_of_another_machine_holds_until_it_ends(factory, database, until):
    releases.take_lease(
        database, folder="x", owner="me@elsewhere (process 7)", dead_owners=(), lifetime=until
    )
    if until > timedelta():
        with pytest.raises(IngestError, match=r"already running, started by me@elsewhere .* at 20"):
            factory.build()
        assert statuses(database) == {1: "building"}
    else:
        factory.build()
        assert statuses(database) == {1: "failed", 2: "active"}


def test_a_second_builder_on_this_machine_is_told_who_builds(factory, settings):
    directory = releases_directory(settings.data_dir)
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / ".lock").open("w") as lock:
        lock.write("somebody at noon")
        lock.flush()
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(IngestError, match="already running, started by somebody at noon"):
            factory.build()


def test_a_full_disk_is_refused_before_anything_is_written(
    factory, settings, database, monkeypatch
):
    usage = shutil._ntuple_diskusage(10, 9, 1024)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(IngestError, match="make room"):
        factory.build()
    assert directories(settings) == []
    assert statuses(database) == {1: "failed"}


@pytest.mark.parametrize("step", ["write_files", "seal_release", "describe_release"])
def test_a_step_that_fails_leaves_the_live_release_alone(
    factory, settings, database, monkeypatch, step
):
    live = factory.build().release

    def fail(*_arguments, **_options):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(build_module, step, fail)
        with pytest.raises(IngestError, match="No space left on device"):
            factory.build({"apples.md": page("Apples", 7)})
    assert releases.live_release(database) == live
    assert directories(settings) == [live]
    assert statuses(database)[2] == "failed"
    assert factory.build().release == 3


def test_a_release_that_loses_vectors_is_not_published(factory, database, monkeypatch):
    def lose(function, *arguments, seconds):
        function(*arguments)
        if function.__name__ == "write_vectors":
            import numpy as np

            path = arguments[0] / "vectors.npy"
            vectors = np.load(path)
            np.save(path, np.roll(vectors, 1, axis=1))

    monkeypatch.setattr("ingest.build.run_in_child", lose)
    with pytest.raises(ReleaseError, match="does not find|cannot be found"):
        factory.build()
    assert releases.live_release(database) is None


def test_a_release_that_another_machine_retires_at_once_keeps_its_files(
    factory, settings, database, monkeypatch
):
    first = factory.build().release

    def activate_and_lose(database, release, **options):
        activated = releases.activate_release(database, release, **options)
        releases.activate_release(database, first, from_status=("retired",))
        return activated

    monkeypatch.setattr(build_module, "activate_release", activate_and_lose)
    second = factory.build({"apples.md": page("Apples", 2)}).release
    assert statuses(database) == {first: "active", second: "retired"}
    assert directories(settings) == [first, second]


def test_the_evaluation_sees_the_release_before_it_is_live(factory, database):
    def evaluate(_before, directory, _embedder):
        assert releases.live_release(database) is None
        with open_release(directory) as release:
            return {"chunks": len(release.chunks)}

    assert factory.build(evaluate=evaluate).evaluation == {"chunks": 18}


def test_a_damaged_live_release_is_built_anew_from_the_cache(factory, settings, database):
    first = factory.build()
    (release_directory(settings.data_dir, first.release) / "chunks.jsonl").unlink()
    second = factory.build()
    assert (second.release, second.embedded) == (2, 0)
    assert releases.live_release(database) == 2


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


def test_roll_back_goes_to_the_newest_usable_release_before(factory, settings, database):
    for number in range(3):
        factory.build({"apples.md": page("Apples", 50 + number)})

    def back():
        return roll_back(settings, database=database, embedder=factory.embedder).id

    (release_directory(settings.data_dir, 2) / "chunks.jsonl").unlink()
    assert back() == 1
    assert releases.live_release(database) == 1
    with pytest.raises(IngestError, match="no earlier release"):
        back()
    assert statuses(database) == {1: "active", 2: "retired", 3: "retired"}


def test_publish_takes_a_retired_release_and_no_other(factory, settings, database):
    for number in range(2):
        factory.build({"apples.md": page("Apples", 50 + number)})

    def publish(release):
        return publish_release(settings, release, database=database, embedder=factory.embedder)

    assert publish(1).status == "active"
    assert publish(1).status == "active"
    assert statuses(database) == {1: "active", 2: "retired"}
    with pytest.raises(IngestError, match="no release 7 to publish; there are: 2, 1"):
        publish(7)
    (release_directory(settings.data_dir, 2) / "sentences.npy").unlink()
    with pytest.raises(ReleaseError, match="damaged"):
        publish(2)
    assert releases.live_release(database) == 1


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
