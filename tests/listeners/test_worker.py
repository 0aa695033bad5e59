import threading

import pytest

from listeners.worker import Pool


@pytest.fixture
def errors():
    return []


@pytest.fixture
def pool(errors):
    return Pool("test", workers=2, queue_limit=1, on_error=errors.append)


def test_a_job_is_done_and_its_result_kept(pool):
    assert pool.submit(lambda: 42).result(60) == 42


def test_a_full_pool_says_no_at_once_and_takes_jobs_again_later(pool):
    gate = threading.Event()
    futures = [pool.submit(lambda: gate.wait(60)) for _ in range(3)]
    assert all(futures)
    assert pool.submit(lambda: None) is None
    assert (pool.held, pool.free) == (3, 0)
    assert pool.waiting == 1
    gate.set()
    assert pool.drain(60)
    assert pool.submit(lambda: 1).result(60) == 1


def test_without_a_queue_only_as_many_jobs_as_threads_are_taken():
    pool = Pool("test", workers=1, queue_limit=0, on_error=lambda error: None)
    gate = threading.Event()
    assert pool.submit(lambda: gate.wait(60))
    assert pool.submit(lambda: None) is None
    gate.set()


def test_a_failing_job_is_reported_and_its_thread_goes_on(pool, errors):
    future = pool.submit(lambda: 1 / 0)
    assert isinstance(future.exception(60), ZeroDivisionError)
    assert [type(error) for error in errors] == [ZeroDivisionError]
    assert pool.submit(lambda: 1).result(60) == 1


def test_draining_ends_at_its_deadline(pool):
    gate = threading.Event()
    pool.submit(lambda: gate.wait(60))
    assert not pool.drain(0.05)
    gate.set()
    assert pool.drain(60)


def test_a_cancelled_job_never_runs(pool):
    gate, ran = threading.Event(), []
    for _ in range(2):
        pool.submit(lambda: gate.wait(60))
    waiting = pool.submit(lambda: ran.append(1))
    assert waiting.cancel()
    gate.set()
    assert pool.drain(60)
    assert ran == []
