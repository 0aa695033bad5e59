"""What all tests share; it also puts this folder on the path, for `fakes`."""

import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock
from httpx._config import DEFAULT_TIMEOUT_CONFIG

from advisor.bootstrap import build_services
from advisor.settings import Settings, silence_call_home

ROOT = Path(__file__).parent.parent


def pytest_configure():
    silence_call_home()
    # The default, five seconds, is too short for an answer on a busy machine.
    DEFAULT_TIMEOUT_CONFIG.read = DEFAULT_TIMEOUT_CONFIG.connect = 60.0
    # Threads of Slack's SDK outlive their test by a moment, and log to a stream that pytest has closed.
    logging.raiseExceptions = False


@pytest.fixture(scope="session")
def guide_data_dir(tmp_path_factory, worker_id):
    """A data folder in which the bundled guide has been ingested, with the real model.

    Workers that test at the same time share the ingest, and have a copy each.
    """
    if worker_id == "master":
        return ingest_guide(tmp_path_factory.mktemp("guide"))
    shared = tmp_path_factory.getbasetemp().parent / "shared_guide"
    with FileLock(f"{shared}.lock"):
        if not (shared / "done").is_file():
            (ingest_guide(shared) / "done").touch()
    return Path(shutil.copytree(shared, tmp_path_factory.mktemp("guide"), dirs_exist_ok=True))


def ingest_guide(data_dir):
    environment = os.environ | {"DATA_DIR": str(data_dir), "KNOWLEDGE_DIR": str(ROOT / "knowledge")}
    subprocess.run(
        [sys.executable, "-m", "ingest", "--json"],
        cwd=ROOT,
        env=environment,
        check=True,
        timeout=600,
    )
    return data_dir


@pytest.fixture(scope="session")
def models(guide_data_dir):
    """The folder of the exported model, made once: an export takes ten seconds."""
    return guide_data_dir / "models"


@pytest.fixture(scope="session")
def guide(guide_data_dir):
    """The services over the bundled guide; tests share them and must not publish releases."""
    services = build_services(Settings(data_dir=guide_data_dir))
    yield services
    services.close()
