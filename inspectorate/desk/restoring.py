"""A backup brought back into an empty database, and the proof that nothing of it is lost or changed (T73, T74)."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from .safekeeping import Failed, Manifest, Place, copy_checked, digest_of, look

FOREIGN = "SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"


def restore(folder: Path, url: str, media: Path, name: str = "") -> Iterator[str]:
    """Restore the newest backup of `folder`, or the one named; yield a line for each thing proved. Raises Failed."""
    began = time.monotonic()
    manifest = Manifest.newest(folder, name)
    dump, there = folder / manifest.dump["name"], Place.of_url(url)
    refuse_filled(there)
    if digest_of(dump) != manifest.dump["sha256"]:
        raise Failed(f"{dump} is damaged: its content does not fit the manifest.")
    yield f"backup of {manifest.made_at}: whole"
    database = f"--dbname={there.told['PGDATABASE']}"
    there.run("pg_restore", database, "--no-owner", "--no-acl", "--no-password", "--exit-on-error", str(dump))
    referenced = prove_rows(there, manifest)
    yield f"database: {len(manifest.tables)} tables, {manifest.rows} rows, as in the manifest"
    yield f"trail: {prove_trail(url)}"
    yield f"files: {bring_files(folder / 'media', media, referenced, manifest)}, each with its fingerprint"
    yield f"restored and proved in {time.monotonic() - began:.1f} s"


def refuse_filled(there: Place) -> None:
    """Restore over nothing: a database with a table in it is somebody's (T75)."""
    with there.connected() as cursor:
        cursor.execute(FOREIGN)
        if cursor.fetchone()[0]:
            raise Failed("The database is not empty. Restore into a new one: createdb NAME.")


def prove_rows(there: Place, manifest: Manifest) -> list[str]:
    """Compare every table, the list of files and the last seal with the manifest; return the files' fingerprints."""
    with there.connected() as cursor:
        found, referenced = look(cursor, manifest.name, manifest.made_at)
    wrong = {table for table in manifest.tables | found.tables if manifest.tables.get(table) != found.tables.get(table)}
    if wrong:
        raise Failed(f"Rows differ from the manifest: {', '.join(sorted(wrong))}")
    if found.seal != manifest.seal:
        raise Failed("The last seal of the trail is not the one of the manifest.")
    if found.files["head"] != manifest.files["head"]:
        raise Failed("The list of files is not the one of the manifest.")
    return referenced


def prove_trail(url: str) -> str:
    """Verify the restored trail in a process of its own, with nothing but the restored database."""
    environment = {**os.environ, "DATABASE_URL": url}
    command = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    for act in (["migrate", "--check"], ["trail", "verify", "--json"]):
        done = subprocess.run([*command, *act], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            raise Failed(f"{' '.join(act)}: {(done.stdout + done.stderr).strip()[-500:]}")
    return f"{json.loads(done.stdout)['events']} events, whole"


def bring_files(source: Path, media: Path, referenced: list[str], manifest: Manifest) -> int:
    """Put every referenced file into `media` where it is not there yet, and check each; return how many."""
    expected = [sha256 for sha256 in referenced if sha256 not in manifest.files["gone"]]
    for sha256 in expected:
        parts = Path(sha256[:2], sha256[2:4], sha256)
        if not (media / parts).exists():
            if not (source / parts).exists():
                raise Failed(f"The file {sha256} is not in the backup.")
            copy_checked(source / parts, media / parts, sha256)
        elif digest_of(media / parts) != sha256:
            raise Failed(f"The file {media / parts} is damaged.")
    return len(expected)
