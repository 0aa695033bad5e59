"""The child that parses foreign files: one for many, confined, and replaced when it fails."""

import fcntl
import os
import signal
import subprocess
import sys
import termios
import textwrap
import threading
import time
from array import array
from pathlib import Path

import pytest

from ingest.formats.reader import ForeignReader
from ingest.load import load_folder
from ingest.rejection import RejectedError

ROOT = Path(__file__).parents[2]
HUGE = "<p>word</p>" * 60_000


def confined(code):
    """What a piece of Python does after it has confined itself."""
    program = (
        "from ingest.formats.limits import confine, start_clock\nconfine()\n"
        + textwrap.dedent(code)
    )
    return subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=300
    )


@pytest.fixture
def reader():
    with ForeignReader() as opened:
        yield opened


def test_one_child_reads_many_files(reader):
    for number in range(20):
        assert reader.read(f"a{number}.txt", b"Words.").title == f"a{number}"
    assert reader.started == 1


def test_a_guide_without_foreign_files_starts_no_child(tmp_path, monkeypatch):
    monkeypatch.setattr("ingest.formats.reader._start", lambda: pytest.fail("a child was started"))
    (tmp_path / "a.md").write_text("# A\n\nWords.\n")
    assert len(load_folder(tmp_path).documents) == 1


def test_a_child_that_is_killed_is_replaced(reader):
    reader.read("a.txt", b"Words.")
    os.kill(reader._child.pid, signal.SIGKILL)
    reader._child.wait()
    assert reader.read("b.txt", b"More words.").sections[0].text == "More words."
    assert reader.started == 2


def kill_when_asked(child):
    waiting = array("i", [0])
    while not waiting[0]:
        time.sleep(0.01)
        fcntl.ioctl(child.stdin.fileno(), termios.FIONREAD, waiting)
    os.kill(child.pid, signal.SIGKILL)


def test_a_child_that_dies_over_a_file_costs_that_file_alone(reader):
    reader.read("a.txt", b"Words.")
    # Stopped, it cannot answer; killed once it has been asked, it breaks off.
    child = reader._child
    os.kill(child.pid, signal.SIGSTOP)
    killer = threading.Thread(target=kill_when_asked, args=(child,))
    killer.start()
    with pytest.raises(RejectedError, match="crash"):
        reader.read("b.txt", b"Words.")
    killer.join()
    assert reader.read("c.txt", b"Words.").title == "c"


def test_a_file_that_takes_too_long_is_given_up(monkeypatch):
    with ForeignReader() as reader:
        reader.read("a.txt", b"Words.")
        reader._seconds = 0.5
        os.kill(reader._child.pid, signal.SIGSTOP)
        # The child is stopped, and would be waited for without end.
        with pytest.raises(RejectedError, match="longer than"):
            reader.read("b.html", HUGE.encode() * 5)
        reader._seconds = 30
        assert reader.read("c.txt", b"Words.").title == "c"


def test_no_child_is_left_behind():
    with ForeignReader() as reader:
        reader.read("a.txt", b"Words.")
        child = reader._child
    assert child.poll() is not None


def test_the_child_knows_nothing_of_our_environment(monkeypatch):
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret")
    with ForeignReader() as reader:
        reader.read("a.txt", b"Words.")
        held = Path(f"/proc/{reader._child.pid}/environ")
        if held.exists():
            assert b"SLACK" not in held.read_bytes()


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("import socket; socket.socket()", id="socket"),
        pytest.param("import socket; socket.getaddrinfo('localhost', 80)", id="names"),
        pytest.param(
            "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9')", id="web"
        ),
        pytest.param("import subprocess; subprocess.run(['true'])", id="program"),
        pytest.param("import os; os.system('true')", id="shell"),
        pytest.param("import os; os.fork()", id="fork"),
        pytest.param("open('/etc/passwd').read()", id="another file"),
        pytest.param("open('/tmp/written-by-a-document', 'w')", id="writing"),
        pytest.param("import os; os.remove('/tmp/nothing')", id="removing"),
        pytest.param("import os; os.listdir('/')", id="listing"),
    ],
)
def test_a_document_gets_nothing_beyond_itself(code):
    done = confined(code)
    assert done.returncode == 1
    assert "ForbiddenError" in done.stderr


def test_memory_ends_at_its_limit():
    done = confined("try:\n    b' ' * (2 << 30)\nexcept MemoryError:\n    print('no memory')")
    assert done.stdout == "no memory\n"


def test_computing_ends_with_its_seconds():
    done = confined(
        """
        import ingest.formats.limits as limits
        limits.SECONDS = 0
        start_clock()
        while True: pass
        """
    )
    assert done.returncode in (-signal.SIGXCPU, -signal.SIGALRM)
