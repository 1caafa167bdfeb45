"""A backup made and restored by the commands of docs/operations.md gives back every row and a whole trail."""

import contextlib
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg2
import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from inspectorate.lib.database import database_url, server_programs
from inspectorate.trail.workflow import record

RESTORED = f"restored_{os.getpid()}"
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"


@pytest.fixture
def server():
    """The test database's server, as PostgreSQL's own programs are told of it."""
    url = urlsplit(database_url())
    asked = parse_qs(url.query)
    told = {
        "PGHOST": asked.get("host", [url.hostname])[0],
        "PGPORT": asked.get("port", [url.port or 5432])[0],
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PATH": f"{server_programs()[0]}:{Path(sys.executable).parent}:{os.environ['PATH']}",
        "DATABASE_URL": url._replace(path="/" + connection.settings_dict["NAME"]).geturl(),
    }
    environment = {**os.environ, **{name: str(value) for name, value in told.items() if value is not None}}
    yield environment
    subprocess.run(["dropdb", "--if-exists", RESTORED], env=environment, check=True)


@pytest.fixture
def steps(root, tmp_path):
    """The documented commands, with the dump in the test's folder."""
    text = (root / "docs" / "operations.md").read_text(encoding="utf-8")
    found = re.findall(r"^(?:pg_dump|createdb|DATABASE_URL=\S+) .*?(?=  #|$)", text, re.MULTILINE)
    assert [re.split(r"[ =]", step)[0] for step in found] == ["pg_dump", "createdb", "DATABASE_URL", "DATABASE_URL"]
    return [step.replace("restored", RESTORED).replace("inspectorate.dump", f"{tmp_path}/dump") for step in found]


def rows(environment, database):
    """How many rows each table holds."""
    place = {name: environment[f"PG{name.upper()}"] for name in ("host", "port", "user")}
    with contextlib.closing(psycopg2.connect(dbname=database, **place)) as link, link.cursor() as cursor:
        cursor.execute(TABLES)
        tables = [table for (table,) in cursor.fetchall()]
        counts = " UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in tables)
        cursor.execute(counts)
        return dict(cursor.fetchall())


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_restored_backup_holds_every_row_and_a_whole_trail(root, server, steps):
    """T73: the restore is proved, not the backup."""
    user = get_user_model().objects.create(username="keeper")
    for number in range(3):
        record(user, f"act_{number}", by=None)
    for step in steps:
        done = subprocess.run(step, shell=True, cwd=root, env=server, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{step}\n{done.stdout}{done.stderr}"
    assert "events, whole" in done.stdout
    before = rows(server, connection.settings_dict["NAME"])
    assert before["trail_event"] >= 3
    assert rows(server, RESTORED) == before
