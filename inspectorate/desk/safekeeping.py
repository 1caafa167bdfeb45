"""Backup and restore: the database in one consistent picture, the files of the store, and a manifest that proves both.

A backup passes while the office goes on writing: rows are counted in the very snapshot that pg_dump copies (T73), and
files are never overwritten, so those copied after the dump can only be too many (T74). The manifest is written last
and at once: a folder without one holds no backup. No password stands on a command line or in a log.
"""

import hashlib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg2
from django.conf import settings
from django.utils import timezone

from inspectorate.documents.models import StoredFile
from inspectorate.lib.database import server_programs
from inspectorate.lib.uploads import place

from .models import Beat

SIGN_OF_LIFE = "backup"  # the row in which the health page finds the moment of the last whole backup
PIECE = 1 << 20
NAMES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
FILES = "SELECT DISTINCT sha256 FROM documents_storedfile ORDER BY 1"
SEAL = "SELECT last_id, digest FROM trail_seal ORDER BY id DESC LIMIT 1"


class Failed(Exception):
    """The backup or its restoring did not succeed; the message is the line for the person."""


@dataclass(frozen=True)
class Place:
    """A database as libpq's own programs are told of it: by the environment, never by the command line."""

    told: dict[str, str]

    @classmethod
    def of_settings(cls) -> "Place":
        """Return where this system's own database is."""
        own = settings.DATABASES["default"]
        return cls._of(own["NAME"], own["HOST"], own["PORT"], own["USER"], own["PASSWORD"])

    @classmethod
    def of_url(cls, url: str) -> "Place":
        """Return the database of an address; a password in it is refused: the process list would show it."""
        parts = urlsplit(url)
        if parts.password:
            raise Failed("Give the password in PGPASSWORD or PGPASSFILE, not in the address.")
        asked = parse_qs(parts.query)
        host, port = asked.get("host", [parts.hostname])[0], asked.get("port", [parts.port])[0]
        return cls._of(parts.path.strip("/"), host, port, parts.username, None)

    @classmethod
    def _of(cls, name: str, host: Any, port: Any, user: Any, password: Any) -> "Place":
        told = {"PGDATABASE": name, "PGHOST": host, "PGPORT": port, "PGUSER": user, "PGPASSWORD": password}
        return cls({key: str(value) for key, value in told.items() if value})

    @contextmanager
    def connected(self) -> Iterator[Any]:
        """Yield a cursor in one repeatable reading of the whole database."""
        names = {"PGDATABASE": "dbname", "PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGPASSWORD": "password"}
        with closing(psycopg2.connect(**{names[key]: value for key, value in self.told.items()})) as link:
            link.set_session(isolation_level="REPEATABLE READ", readonly=True)
            with link.cursor() as cursor:
                yield cursor

    def run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs on this database; raises Failed with its own words."""
        path = next((str(found / program) for found in server_programs() if (found / program).exists()), program)
        environment = {**os.environ, **self.told}
        try:
            done = subprocess.run([path, *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
        except FileNotFoundError:
            raise Failed(f"{program} is missing: install PostgreSQL's client programs.") from None
        if done.returncode:
            raise Failed(f"{program} failed: {done.stderr.strip()[-500:]}")


@dataclass
class Manifest:
    """What a backup holds, and by what it is proved."""

    name: str
    made_at: str
    versions: dict[str, str]
    tables: dict[str, int]
    files: dict[str, Any]
    seal: dict[str, Any]
    dump: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    format: int = 1

    @property
    def rows(self) -> int:
        """Return the rows of all tables."""
        return sum(self.tables.values())

    def write(self, folder: Path) -> Path:
        """Write it whole or not at all."""
        return write_whole(folder / f"{self.name}.json", json.dumps(asdict(self), ensure_ascii=False, indent=1))

    @classmethod
    def newest(cls, folder: Path, name: str = "") -> "Manifest":
        """Return the newest backup of a folder, or the one named."""
        found = sorted(folder.glob(f"{name or '*Z'}.json"))
        if not found:
            raise Failed(f"{folder} holds no whole backup (no manifest).")
        return cls(**json.loads(found[-1].read_text(encoding="utf-8")))


def back_up(folder: Path) -> Manifest:
    """Copy the database and the files into `folder`; return the manifest. Raises Failed."""
    began, now = time.monotonic(), timezone.now()
    folder.mkdir(parents=True, exist_ok=True)
    here = Place.of_settings()
    name = f"{now:%Y%m%dT%H%M%S%f}Z"
    with here.connected() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        manifest, referenced = look(cursor, name, now.isoformat())
        draft = folder / f"{name}.coming"
        try:
            here.run("pg_dump", "--format=custom", f"--snapshot={snapshot}", "--no-password", f"--file={draft}")
            size, digest = draft.stat().st_size, digest_of(draft)
            draft.rename(folder / f"{name}.dump")
        finally:
            draft.unlink(missing_ok=True)
        manifest.dump = {"name": f"{name}.dump", "bytes": size, "sha256": digest}
    manifest.files |= copy_files(folder / "media", referenced)
    manifest.seconds = round(time.monotonic() - began, 1)
    manifest.write(folder)
    Beat.note(SIGN_OF_LIFE)
    return manifest


def look(cursor: Any, name: str, made_at: str) -> tuple[Manifest, list[str]]:
    """Return what the database holds in the cursor's own reading, and the fingerprints of its files."""
    cursor.execute(NAMES)
    tables = [table for (table,) in cursor.fetchall()]
    cursor.execute(" UNION ALL ".join(f"SELECT '{table}', count(*) FROM \"{table}\"" for table in tables))  # noqa: S608
    counts = dict(sorted(cursor.fetchall()))
    cursor.execute(SEAL)
    seal = cursor.fetchone() or (0, "")
    cursor.execute("SHOW server_version")
    versions = {"postgresql": cursor.fetchone()[0]}
    cursor.execute("SELECT app, max(name) FROM django_migrations GROUP BY 1 ORDER BY 1")
    versions |= dict(cursor.fetchall())
    cursor.execute(FILES)
    found = [sha256 for (sha256,) in cursor.fetchall()]
    files = {"count": len(found), "head": hashlib.sha256("".join(found).encode()).hexdigest()}
    return Manifest(name, made_at, versions, counts, files, {"last_id": seal[0], "digest": seal[1]}), found


def copy_files(target: Path, referenced: list[str]) -> dict[str, Any]:
    """Copy the files that are not there yet, each checked on the way; return how many, and those given up meanwhile."""
    copied, gone = 0, []
    for sha256 in referenced:
        goal = target / sha256[:2] / sha256[2:4] / sha256
        if goal.exists():
            continue
        source = place(sha256)
        if source.exists():
            copy_checked(source, goal, sha256)
            copied += 1
        elif not StoredFile.objects.filter(sha256=sha256).exists():
            gone.append(sha256)  # an unused upload, forgotten since the snapshot
        else:
            raise Failed(f"The file {sha256} is missing in {settings.MEDIA_ROOT}; the rows refer to it.")
    return {"copied": copied, "gone": gone}


def copy_checked(source: Path, goal: Path, sha256: str) -> None:
    """Copy a file whole or not at all; raises Failed where its content is not what its name says."""
    goal.parent.mkdir(parents=True, exist_ok=True)
    draft = goal.with_suffix(".coming")
    try:
        shutil.copyfile(source, draft)
        if digest_of(draft) != sha256:
            raise Failed(f"The file {source} is damaged: its content does not fit its fingerprint.")
        draft.rename(goal)
    finally:
        draft.unlink(missing_ok=True)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as content:
        while piece := content.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def write_whole(path: Path, text: str) -> Path:
    """Write a file so that it is there whole or not at all, also after a power cut."""
    draft = path.with_suffix(".coming")
    with draft.open("w", encoding="utf-8") as target:
        target.write(text)
        target.flush()
        os.fsync(target.fileno())
    draft.rename(path)
    return path

