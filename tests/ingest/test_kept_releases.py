"""Which releases are kept, and which of them can be published again."""

import pytest
from release_factory import directories, statuses
from small_guide import page

from advisor.database import releases
from advisor.errors import IngestError, ReleaseError
from advisor.index.layout import release_directory
from advisor.index.release import open_release
from ingest.publish import publish_release, roll_back


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
