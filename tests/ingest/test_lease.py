"""Who builds: told from a process that is no more, or that ended without anybody taking note of it."""

import os
import socket
import subprocess
import sys

from ingest.lease import is_dead, owner_name


def owner(process):
    return f"somebody@{socket.gethostname()} (process {process})"


def test_a_process_that_lives_is_not_dead():
    assert not is_dead(owner(os.getppid()))
    # This process asks because it takes the lease: what has its number is one before it.
    assert is_dead(owner_name())


def test_a_process_that_ended_is_dead_whether_or_not_anybody_took_note_of_it():
    ended = subprocess.Popen([sys.executable, "-c", ""])
    os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)
    assert is_dead(owner(ended.pid))
    ended.wait()
    assert is_dead(owner(ended.pid))


def test_of_other_machines_nothing_is_known():
    assert not is_dead(f"somebody@elsewhere (process {os.getpid()})")
    assert not is_dead("nonsense")
