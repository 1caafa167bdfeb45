"""A backup made and restored by the commands of docs/operations.md gives back every row and file and a whole trail."""

import contextlib
import json
import os
import re
import subprocess
import sys
import threading
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg2
import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from inspectorate.desk.models import Beat
from inspectorate.documents.models import StoredFile
from inspectorate.lib.database import database_url, server_programs
from inspectorate.lib.uploads import keep_bytes
from inspectorate.trail.jobs import seal
from inspectorate.trail.workflow import record

RESTORED = f"restored_{os.getpid()}"
COMMANDS = ["manage.py backup", "createdb restored", "manage.py restore"]
pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def server(settings):
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
        "MEDIA_ROOT": settings.MEDIA_ROOT,
    }
    environment = {**os.environ, **{name: str(value) for name, value in told.items() if value is not None}}
    yield environment
    subprocess.run(["dropdb", "--if-exists", "--force", RESTORED], env=environment, check=True)


@pytest.fixture
def steps(root, tmp_path):
    """The documented commands, with folders of the test and the test's own server in place of the examples."""
    text = (root / "docs" / "operations.md").read_text(encoding="utf-8")
    section = text.partition("## Backup and restore")[2].partition("\n## ")[0]
    found = [line.partition("  #")[0].strip() for block in re.findall(r"```\n(.*?)```", section, re.DOTALL)
             for line in block.splitlines()]
    found = [step for step in found if any(name in step for name in COMMANDS)]
    assert [name in step for name, step in zip(COMMANDS, found, strict=True)] == [True] * len(COMMANDS)
    places = {"/backup/inspectorate": str(tmp_path / "backup"), "/srv/restored": str(tmp_path / "restored-media")}
    for old, new in places.items():
        found = [step.replace(old, new) for step in found]
    return [step.replace("restored?", f"{RESTORED}?").replace("createdb restored", f"createdb {RESTORED}")
            .replace("postgres:///restored", f"postgres:///{RESTORED}") for step in found]  # fmt: skip


@pytest.fixture
def do(root, server):
    """Run a documented command in the project; returns its exit status and what it said."""

    def do(step):
        done = subprocess.run(step, shell=True, cwd=root, env=server, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    return do


@pytest.fixture
def office():
    """Some acts, a sealed trail, and a file."""
    user = get_user_model().objects.create(username="keeper")
    for number in range(3):
        record(user, f"act_{number}", by=None)
    seal()
    kept = keep_bytes("一份文件".encode(), "a.txt", "text/plain")
    return user, StoredFile.objects.create(**vars(kept))


def rows(environment, database):
    """How many rows each table holds."""
    place = {name: environment[f"PG{name.upper()}"] for name in ("host", "port", "user")}
    with contextlib.closing(psycopg2.connect(dbname=database, **place)) as link, link.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [table for (table,) in cursor.fetchall()]
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in tables))
        return dict(cursor.fetchall())


def test_restored_backup_holds_every_row_file_and_a_whole_trail(server, steps, do, office, tmp_path):
    """T73, T74: the restore is proved, not the backup."""
    for step in steps:
        status, said = do(step)
        assert status == 0, f"{step}\n{said}"
    assert "events, whole" in said
    assert "files: 1, each with its fingerprint" in said
    before = rows(server, connection.settings_dict["NAME"])
    assert before.pop("desk_beat") == 1  # written after the picture was taken
    after = rows(server, RESTORED)
    assert after.pop("desk_beat") == 0
    assert after == before
    sha256 = office[1].sha256
    assert (tmp_path / "restored-media" / sha256[:2] / sha256[2:4] / sha256).read_text() == "一份文件"
    assert Beat.objects.get(name="backup")


def test_backup_of_a_busy_office_is_one_picture(steps, do, office):
    """Rows that are written while the dump runs are in none of its parts."""
    is_over = threading.Event()

    def write():
        while not is_over.is_set():
            record(office[0], "act", by=None)
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        status, said = do(steps[0])
    finally:
        is_over.set()
        writer.join()
    assert status == 0, said
    for step in steps[1:]:
        status, said = do(step)
        assert status == 0, said


@pytest.mark.usefixtures("office")
def test_backup_copies_only_files_that_are_not_there_yet(steps, do):
    assert "1 files (1 new)" in do(steps[0])[1]
    assert "1 files (0 new)" in do(steps[0])[1]


def test_lost_file_is_no_whole_backup(steps, do, office, tmp_path):
    """T74: no manifest, no backup."""
    office[1].path.unlink()
    status, said = do(steps[0])
    assert status == 1
    assert f"The file {office[1].sha256} is missing" in said
    assert list((tmp_path / "backup").glob("*.json")) == []
    assert not Beat.objects.filter(name="backup").exists()


def spoil(folder, what):
    """Change a backup behind the manifest's back."""
    manifest = next(folder.glob("*.json"))
    if what == "dump":
        with next(folder.glob("*.dump")).open("ab") as dump:
            dump.write(b"x")
    elif what == "rows":
        said = json.loads(manifest.read_text())
        said["tables"]["trail_event"] += 1
        manifest.write_text(json.dumps(said))
    elif what == "file":
        next((folder / "media").rglob("??/??/*")).write_text("another")
    else:
        manifest.unlink()


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("dump", "is damaged"),
        ("rows", "Rows differ from the manifest: trail_event"),
        ("file", "is damaged"),
        ("manifest", "holds no whole backup"),
    ],
)
@pytest.mark.usefixtures("office")
def test_spoiled_backup_is_not_called_restored(steps, do, tmp_path, what, reason):
    """T73, T74."""
    for step in steps[:2]:
        assert do(step)[0] == 0
    spoil(tmp_path / "backup", what)
    status, said = do(steps[2])
    assert status == 1
    assert reason in said


@pytest.mark.usefixtures("office")
def test_restore_over_data_and_with_a_password_in_sight_is_refused(steps, do):
    """T75."""
    assert do(steps[0])[0] == 0
    target = steps[2].replace(RESTORED, connection.settings_dict["NAME"])
    assert "is not empty" in do(target)[1]
    assert "PGPASSWORD" in do(steps[2].replace("postgres://", "postgres://role:secret@host"))[1]
