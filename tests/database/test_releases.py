import threading
from datetime import UTC, datetime, timedelta

import pytest

from advisor.database import releases
from advisor.errors import ReleaseError

MINUTE = timedelta(minutes=1)
MANIFEST = {
    "counts": {"documents": 2, "chunks": 5},
    "embedder": {"name": "fake", "weights_sha256": "f" * 64},
}


def take(database, *, owner="me@here (process 1)", dead=(), lifetime=MINUTE):
    return releases.take_lease(
        database, folder="knowledge", owner=owner, dead_owners=dead, lifetime=lifetime
    )


def publish(database):
    release = take(database).release
    releases.activate_release(database, release, from_status=("building",))
    return release


def statuses(database):
    return {record.id: record.status for record in releases.list_releases(database)}


def test_nothing_is_live_at_first(database):
    assert releases.live_release(database) is None
    assert releases.list_releases(database) == []
    assert releases.find_release(database, 1) is None


def test_only_one_builder_gets_the_lease(database):
    first = take(database)
    second = take(database, owner="you@there (process 2)")
    assert first.release is not None
    assert second.release is None
    assert second.holder.id == first.release
    assert second.holder.lease_owner == "me@here (process 1)"


def test_of_builders_at_the_same_moment_one_wins(database):
    won = []
    start = threading.Barrier(8)

    def work(number):
        start.wait()
        won.append(take(database, owner=f"builder {number}").release)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([release for release in won if release is not None]) == 1


@pytest.mark.parametrize(("lifetime", "dead"), [(-MINUTE, ()), (MINUTE, ("me@here (process 1)",))])
def test_a_dead_builder_is_marked_failed_and_its_lease_passes_on(database, lifetime, dead):
    first = take(database, lifetime=lifetime).release
    second = take(database, dead=dead).release
    assert second > first
    assert statuses(database) == {first: "failed", second: "building"}


def test_a_heartbeat_keeps_the_lease_until_it_is_taken_away(database):
    release = take(database, lifetime=-MINUTE).release
    assert releases.renew_lease(database, release, lifetime=MINUTE)
    assert take(database).release is None
    releases.fail_release(database, release, "stopped")
    assert not releases.renew_lease(database, release, lifetime=MINUTE)
    assert releases.find_release(database, release).error == "stopped"


def test_publishing_moves_the_pointer_and_retires_the_one_before(database):
    first, second = publish(database), publish(database)
    assert releases.live_release(database) == second
    assert statuses(database) == {first: "retired", second: "active"}
    assert releases.retired_releases(database) == [first]
    releases.activate_release(database, first, from_status=("retired",))
    assert releases.live_release(database) == first
    assert statuses(database) == {first: "active", second: "retired"}


def test_the_last_to_retire_comes_first(database):
    first, second, third = publish(database), publish(database), publish(database)
    releases.activate_release(database, first, from_status=("retired",))
    assert releases.retired_releases(database) == [third, second]


def test_a_build_that_lost_its_lease_cannot_publish(database):
    live = publish(database)
    release = take(database).release
    releases.fail_release(database, release, "stopped")
    with pytest.raises(ReleaseError, match=f"Release {release} cannot be published"):
        releases.activate_release(database, release, from_status=("building",))
    assert releases.live_release(database) == live
    assert statuses(database)[live] == "active"


def test_a_published_release_cannot_fail(database):
    release = publish(database)
    releases.fail_release(database, release, "too late")
    assert statuses(database) == {release: "active"}


def test_only_retired_releases_are_marked_deleted(database):
    first, second = publish(database), publish(database)
    releases.mark_deleted(database, [first, second])
    assert statuses(database) == {first: "deleted", second: "active"}


def test_a_number_is_never_given_twice(database):
    from advisor.database.tables import releases as table

    first = publish(database)
    with database.write() as connection:
        connection.execute(table.delete())
    assert take(database).release > first


def test_times_are_in_utc_and_the_manifest_is_kept(database):
    release = take(database).release
    releases.describe_release(database, release, manifest=MANIFEST, content_sha256="c" * 64)
    record = releases.find_release(database, release)
    assert abs(datetime.now(UTC) - record.created_at) < MINUTE
    assert record.lease_until.tzinfo is not None
    assert record.manifest == MANIFEST
    assert (record.document_count, record.chunk_count, record.embedder) == (2, 5, "fake")
