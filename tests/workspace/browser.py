"""A real browser, driven over the DevTools protocol."""

import base64
import json
import shutil
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path

from websockets.sync.client import connect

from tests.browser.window import FLAGS

CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
# What waits goes on as soon as it can; a busy machine may take its time.
PATIENCE = 60.0
# What Chromium says of a page that leaves while it is asked.
LEAVING = ("navigated or closed", "Cannot find context", "context was destroyed")


class Browser:
    """One page of a headless Chromium."""

    def __init__(self, profile: Path) -> None:
        self._process = subprocess.Popen(
            [
                CHROMIUM,
                "--headless",
                "--remote-debugging-port=0",
                *FLAGS,
                f"--user-data-dir={profile}",
                "about:blank",
            ],
            stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        port, path = _wait_for_port(profile / "DevToolsActivePort")
        self._open = ExitStack()
        self._socket = self._open.enter_context(
            connect(f"ws://127.0.0.1:{port}{path}", max_size=None, proxy=None)
        )
        self._number = 0
        self._session = None
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        attached = self._call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        self._call(
            "Emulation.setDeviceMetricsOverride",
            width=1280,
            height=800,
            deviceScaleFactor=1,
            mobile=False,
        )

    def _call(self, method: str, **parameters):
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        self._socket.send(json.dumps(message))
        while True:
            answer = json.loads(self._socket.recv(timeout=PATIENCE))
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(answer["error"])
                return answer["result"]

    def open(self, url: str) -> None:
        self._call("Page.navigate", url=url)

    def run(self, script: str):
        """Return the value of an expression; promises are awaited."""
        result = self._call(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"]["exception"].get("description"))
        return result["result"].get("value")

    def wait_for(self, script: str, timeout: float = PATIENCE):
        """Return the first truthy value of an expression."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            found = self._run_unless_leaving(script)
            if found:
                return found
            time.sleep(0.03)
        raise AssertionError(f"{script} stayed false; the page shows: {self.text()[:1500]}")

    def _run_unless_leaving(self, script: str):
        try:
            return self.run(script)
        except RuntimeError as error:
            if any(each in str(error) for each in LEAVING):
                return None
            raise

    def text(self) -> str:
        return self.run("document.body.innerText")

    def click(self, selector: str) -> None:
        quoted = json.dumps(selector)
        self.wait_for(f"!!document.querySelector({quoted})")
        self.run(f"document.querySelector({quoted}).click()")

    def type(self, text: str) -> None:
        self._call("Input.insertText", text=text)

    def press_enter(self) -> None:
        for kind in ("rawKeyDown", "char", "keyUp"):
            self._call(
                "Input.dispatchKeyEvent",
                type=kind,
                key="Enter",
                code="Enter",
                text="\r",
                windowsVirtualKeyCode=13,
            )

    def write(self, selector: str, text: str) -> None:
        """Type into a field and press Enter."""
        quoted = json.dumps(selector)
        self.wait_for(f"!!document.querySelector({quoted})")
        self.run(f"document.querySelector({quoted}).focus()")
        self.type(text)
        self.press_enter()

    def screenshot(self, path: Path) -> None:
        shot = self._call("Page.captureScreenshot", format="png")
        path.write_bytes(base64.b64decode(shot["data"]))

    def close(self) -> None:
        self._open.close()
        self._process.terminate()
        self._process.wait(PATIENCE)


def _wait_for_port(file: Path) -> tuple[str, str]:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if file.exists() and len(file.read_text().splitlines()) == 2:
            return tuple(file.read_text().splitlines())
        time.sleep(0.05)
    raise RuntimeError("Chromium did not start.")
