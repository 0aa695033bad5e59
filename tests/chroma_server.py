"""A real Chroma server on loopback, started and ended by its process id."""

import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from free_port import free_port

START_SECONDS = 90


class ChromaServer:
    """One folder, one port: killed and started anew, it is the same server."""

    def __init__(self, directory):
        self.directory = directory
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process = None

    def start(self):
        command = [Path(sys.executable).parent / "chroma", "run", "--path", self.directory]
        self._process = subprocess.Popen(
            [*map(str, command), "--host", "127.0.0.1", "--port", str(self.port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            assert self._process.poll() is None, "the Chroma server died at its start"
            assert time.monotonic() < deadline, "the Chroma server does not start"
            time.sleep(0.05)

    def kill(self):
        self._end(signal.SIGKILL)

    def stop(self):
        self._end(signal.SIGTERM)

    def hang(self):
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self):
        self._process.send_signal(signal.SIGCONT)

    def _end(self, how):
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(30)
            self._process = None

    def _answers(self):
        try:
            with urllib.request.urlopen(f"{self.url}/api/v2/heartbeat", timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            return False
