"""The peers' environments: a venv each, made once by plain pip, and the processes that run in them."""

import json
import subprocess
import sys
import threading
import venv
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import structlog

from advisor.errors import AdvisorError
from benchmarks.children import OFFLINE, child_environment

SCRIPTS = Path(__file__).parent / "peers"
ROOT = Path(__file__).parent.parent
# A CPU build where pip is set up for one, as in the Makefile.
TORCH = "torch==2.13.0"
INSTALLED = ".installed"
# Seconds for one answer: the slowest indexes its largest set in a tenth of it on a quiet machine.
PATIENCE = 1800.0

log = structlog.get_logger()


class PeerError(AdvisorError):
    """A peer cannot be installed or has stopped."""


@dataclass(frozen=True, slots=True)
class PeerRecipe:
    """A peer: its script, and what pip installs for it after torch; nothing for our own environment."""

    name: str
    script: str
    packages: tuple[str, ...] = ()


OURS = PeerRecipe("AI PM Advisor", "ours_peer.py")
RAW = PeerRecipe("raw encode", "raw_encode.py")
PEERS: tuple[PeerRecipe, ...] = (
    PeerRecipe(
        "LangChain",
        "langchain_peer.py",
        (
            "langchain==1.4.7",
            "langchain-chroma==1.1.0",
            "langchain-community==0.4.2",
            "langchain-huggingface==1.2.3",
            "chromadb==1.5.9",
            "sentence-transformers==6.2.0",
        ),
    ),
    PeerRecipe(
        "LlamaIndex",
        "llamaindex_peer.py",
        (
            "llama-index-core==0.14.25",
            "llama-index-embeddings-huggingface==0.8.0",
            "llama-index-readers-file==0.7.0",
            "sentence-transformers==6.2.0",
        ),
    ),
    PeerRecipe(
        "Haystack",
        "haystack_peer.py",
        (
            "haystack-ai==3.4.0",
            "sentence-transformers-haystack==2.0.0",
            "sentence-transformers==6.2.0",
            "markdown-it-py==4.3.0",
            "mdit-plain==1.0.1",
        ),
    ),
)


def prepare_environment(recipe: PeerRecipe, root: Path) -> Path:
    """Returns the Python that runs a peer; its environment is made if it is missing.

    Each has its own copy of torch: a shared one would tie the peers' other packages to ours.

    Raises:
        PeerError: pip could not install it.

    """
    if not recipe.packages:
        return Path(sys.executable)
    folder = root.resolve() / "environments" / recipe.name.casefold()
    python = folder / "bin" / "python"
    wanted = "\n".join((TORCH, *recipe.packages))
    mark = folder / INSTALLED
    if mark.is_file() and mark.read_text(encoding="utf-8") == wanted:
        return python
    log.info("peer_installing", peer=recipe.name)
    venv.create(folder, with_pip=True)
    for packages in ((TORCH,), recipe.packages):
        command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        done = subprocess.run([*command, *packages], capture_output=True, text=True, check=False)
        if done.returncode:
            raise PeerError(f"{recipe.name} cannot be installed: {done.stderr.strip()[-300:]}")
    mark.write_text(wanted, encoding="utf-8")
    return python


def ready_peers(root: Path, *, told: Callable[[str], None]) -> list[PeerRecipe]:
    """Returns the peers that are installed or can be; `told` gets a sentence for each that cannot."""
    ready = []
    for recipe in PEERS:
        try:
            prepare_environment(recipe, root)
        except PeerError as error:
            told(str(error))
        else:
            ready.append(recipe)
    return ready


class PeerProcess:
    """A running peer; `ask` sends one request and returns its answer."""

    def __init__(self, recipe: PeerRecipe, python: Path, *, errors: Path) -> None:
        self.name = recipe.name
        self._errors = errors
        errors.parent.mkdir(parents=True, exist_ok=True)
        environment = {
            name: value
            for name, value in child_environment(**OFFLINE).items()
            if not name.startswith("PYTHON")
        }
        if not recipe.packages:
            environment["PYTHONPATH"] = str(ROOT)
        with errors.open("wb") as log_file:
            self._process = subprocess.Popen(
                [str(python), str(SCRIPTS / recipe.script)],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log_file,
                text=True,
                encoding="utf-8",
            )

    def ask(self, do: str, **fields: Any) -> Mapping[str, Any]:  # noqa: ANN401 - JSON
        """Returns the peer's answer.

        Raises:
            PeerError: it has stopped, or was stopped for want of an answer; the message ends with what
                it said last.

        """
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        patience = threading.Timer(PATIENCE, self._process.kill)
        patience.start()
        try:
            stdin.write(json.dumps({"do": do, **fields}) + "\n")
            stdin.flush()
            line = stdout.readline()
        except BrokenPipeError:
            line = ""
        finally:
            patience.cancel()
        if not line:
            said = self._errors.read_text(encoding="utf-8", errors="replace").strip()
            raise PeerError(f"{self.name} has stopped: {said[-500:]}")
        answer: Mapping[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        """Ends the process."""
        if self._process.stdin is not None:
            with suppress(BrokenPipeError):
                self._process.stdin.close()
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()
