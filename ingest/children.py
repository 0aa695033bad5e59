"""Runs a function in a child process: a crash, a hang or a leak of the index library stays there."""

import multiprocessing
import os
import threading
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

import structlog

from advisor.errors import AdvisorError, IngestError

log = structlog.get_logger()


def run_in_child(function: Callable[..., None], *arguments: Any, seconds: float) -> None:  # noqa: ANN401
    """Runs a module's function to its end in a fresh process.

    Raises:
        IngestError: it raised an AdvisorError (its sentence is passed on), died, or took too long.

    """
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_work, args=(sender, function, arguments), daemon=True)
    child.start()
    sender.close()
    try:
        child.join(seconds)
        if child.is_alive():
            raise IngestError(
                f"Building the index took longer than {seconds:.0f} s and was stopped; try again."
            )
    finally:
        child.kill()
        child.join()
    problem = _message(receiver)
    if problem is not None:
        raise IngestError(problem)
    if child.exitcode != 0:
        log.error("index_child_died", step=function.__name__, exit_code=child.exitcode)
        raise IngestError("The process that builds the index died; the log says more.")


def _message(receiver: Connection) -> str | None:
    with receiver:
        try:
            return str(receiver.recv()) if receiver.poll() else None
        except EOFError:
            return None


def _work(sender: Connection, function: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    die_with_parent()
    try:
        function(*arguments)
    except AdvisorError as error:
        sender.send(str(error))
    except OSError as error:
        traceback.print_exc()
        sender.send(f"The index could not be written: {error.strerror or 'the disk failed'}.")


def die_with_parent() -> None:
    """Ends this process as soon as its parent is gone, so that nothing writes into what a next build removes."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_die_with, args=(parent,), daemon=True).start()


def _die_with(parent: Any) -> None:  # noqa: ANN401 - multiprocessing's private type
    parent.join()
    os._exit(1)
