"""Connections: writes that many threads make all land, and SQLite has the safe settings."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, insert, select

from advisor.database import open_database
from advisor.database.tables import app_state
from advisor.errors import DatabaseError
from advisor.settings import Settings


def test_writes_of_many_threads_all_land(database):
    def write(thread):
        for number in range(20):
            with database.write() as connection:
                connection.execute(insert(app_state).values(key=f"{thread}-{number}", value="x"))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as connection:
        assert connection.execute(select(func.count()).select_from(app_state)).scalar() == 400


def test_a_failed_write_leaves_nothing(database):
    def fail_half_way():
        with database.write() as connection:
            connection.execute(insert(app_state).values(key="k", value="v"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_half_way()
    with database.read() as connection:
        assert connection.execute(select(app_state)).all() == []


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("busy_timeout", 30000),
    ],
)
def test_sqlite_is_set_to_survive_power_loss(tmp_path, pragma, value):
    database = open_database(Settings(data_dir=tmp_path))
    with database.read() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value
    database.close()


@pytest.mark.parametrize(
    "url",
    ["nonsense", "mysql://u@h/d", "postgresql://u:p@127.0.0.1:1/none", "sqlite:////proc/none/x.db"],
)
def test_an_address_that_does_not_work_is_told_without_its_password(tmp_path, url):
    with pytest.raises(DatabaseError) as caught:
        open_database(Settings(data_dir=tmp_path, database_url=url))
    assert "u:p" not in str(caught.value)


def test_a_damaged_database_is_told_in_a_sentence(tmp_path):
    (tmp_path / "advisor.sqlite3").write_bytes(b"no database" * 1000)
    with pytest.raises(DatabaseError, match="damaged"):
        open_database(Settings(data_dir=tmp_path))


def test_a_database_of_a_newer_version_is_told_in_a_sentence(settings):
    database = open_database(settings)
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    with pytest.raises(DatabaseError, match="newer version"):
        open_database(settings)


def test_code_that_reads_before_it_writes_waits_for_its_turn(database):
    def read_then_write(thread):
        for number in range(10):
            with database.writing_engine.begin() as connection:
                connection.execute(select(func.count()).select_from(app_state)).scalar()
                connection.execute(insert(app_state).values(key=f"{thread}-{number}", value="x"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(read_then_write, range(8)))
    with database.read() as connection:
        assert connection.execute(select(func.count()).select_from(app_state)).scalar() == 80
