"""A bounded pool: so many threads, so many jobs waiting, and an honest "no" beyond that."""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future

Job = Callable[[], object]


class Pool:
    """Threads that work off a bounded queue; `on_error` hears of every exception that a job lets out."""

    def __init__(
        self, name: str, *, workers: int, queue_limit: int, on_error: Callable[[Exception], None]
    ) -> None:
        self._jobs: queue.SimpleQueue[tuple[Job, Future[object]]] = queue.SimpleQueue()
        self._capacity = workers + queue_limit
        self._workers = workers
        self._on_error = on_error
        self._held = 0
        self._idle = threading.Condition()
        for number in range(workers):
            # Daemons: a job that hangs must not keep the process from ending after its deadline.
            threading.Thread(target=self._work, name=f"{name}-{number}", daemon=True).start()

    @property
    def held(self) -> int:
        """The jobs that run or wait."""
        return self._held

    @property
    def waiting(self) -> int:
        """The jobs that wait for a thread."""
        return max(0, self._held - self._workers)

    @property
    def free(self) -> int:
        """How many jobs could be submitted now."""
        return max(0, self._capacity - self._held)

    def submit(self, job: Job) -> Future[object] | None:
        """Returns the future of the job, or None when the pool is full; never waits."""
        with self._idle:
            if self._held >= self._capacity:
                return None
            self._held += 1
        future: Future[object] = Future()
        self._jobs.put((job, future))
        return future

    def drain(self, seconds: float) -> bool:
        """Waits until nothing runs or waits any more; False when that took too long."""
        with self._idle:
            return self._idle.wait_for(lambda: self._held == 0, timeout=seconds)

    def _work(self) -> None:
        while True:
            job, future = self._jobs.get()
            try:
                self._run(job, future)
            finally:
                with self._idle:
                    self._held -= 1
                    self._idle.notify_all()

    def _run(self, job: Job, future: Future[object]) -> None:
        if not future.set_running_or_notify_cancel():
            return
        try:
            result = job()
        except Exception as error:  # noqa: BLE001 - the edge of the pool: a thread must survive its jobs
            self._on_error(error)
            future.set_exception(error)
        else:
            future.set_result(result)
