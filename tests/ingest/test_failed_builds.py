"""What stops a build, and what it leaves: the live release as it was."""

import fcntl
import os
import shutil
from datetime import timedelta

import pytest
from release_factory import directories, statuses
from small_guide import page

from advisor.database import releases
from advisor.errors import IngestError, ReleaseError
from advisor.index.layout import release_directory, releases_directory
from ingest import build as build_module


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


def test_a_damaged_live_release_is_built_anew_from_the_cache(factory, settings, database):
    first = factory.build()
    (release_directory(settings.data_dir, first.release) / "chunks.jsonl").unlink()
    second = factory.build()
    assert (second.release, second.embedded) == (2, 0)
    assert releases.live_release(database) == 2
