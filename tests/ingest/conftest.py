"""A small guide to build, and a data folder with the real model for the command line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from fake_embedder import FakeEmbedder
from pipe import lay_pipe
from release_factory import Factory, run_inline
from small_guide import write_guide

from advisor.database import open_database
from advisor.settings import Settings

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path):
    """A knowledge folder of six pages."""
    directory = tmp_path / "knowledge"
    write_guide(directory)
    return directory


@pytest.fixture
def embedder():
    return FakeEmbedder()


@pytest.fixture
def settings(tmp_path):
    return Settings(data_dir=tmp_path / "data")


@pytest.fixture
def database(settings):
    opened = open_database(settings)
    yield opened
    opened.close()


@pytest.fixture
def factory(settings, database, embedder, folder, monkeypatch):
    """Builds releases of the folder in this process, with the fake embedder."""
    monkeypatch.setattr("ingest.build.run_in_child", run_inline)
    return Factory(settings, database=database, embedder=embedder, folder=folder)


class Command:
    """`python -m ingest` as a user runs it."""

    def __init__(self, data_dir, folder):
        self.data_dir = data_dir
        self.environment = os.environ | {"DATA_DIR": str(data_dir), "KNOWLEDGE_DIR": str(folder)}

    def start(self, *arguments):
        return subprocess.Popen(
            [sys.executable, "-m", "ingest", *arguments],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments):
        process = self.start(*arguments)
        output, errors = process.communicate(timeout=300)
        return subprocess.CompletedProcess(arguments, process.returncode, output, errors)


@pytest.fixture
def pipe(command, folder):
    """Where all builds stand still, over a guide whose release 1 is live."""
    return lay_pipe(command, folder)


@pytest.fixture
def command(tmp_path, folder, models):
    data_dir = tmp_path / "data"
    data_dir.mkdir()
    (data_dir / "models").symlink_to(models)
    return Command(data_dir, folder)
