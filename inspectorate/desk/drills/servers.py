"""The servers of one drill: PostgreSQL and Redis in the drill's own folder, and the system's own processes beside them.

Only processes whose command line names the folder are ever killed.
"""

import contextlib
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import redis
from django.conf import settings

from inspectorate.lib.database import RUN, Cluster, server_account

ROOT = Path(settings.BASE_DIR)
MANAGE = (sys.executable, str(ROOT / "manage.py"))
PATIENCE = 60  # seconds for anything to come up or to end
PAUSE, INSTANT = 0.02, 2
KEPT = ("PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "TMPDIR", "PYTHONPATH", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
FOLDER = "INSPECTORATE_DRILL"  # in the environment of everything that belongs to a drill


class NotOurs(RuntimeError):
    """A process that does not name the drill's folder is not touched."""


def wait_for(is_so: Callable[[], object], what: str, seconds: float = PATIENCE) -> float:
    """Wait until something is so; return how many seconds it took. Raises TimeoutError."""
    began = time.monotonic()
    while not is_so():
        if time.monotonic() - began > seconds:
            raise TimeoutError(f"{what}: not within {seconds} s")
        time.sleep(PAUSE)
    return time.monotonic() - began


def waited(is_so: Callable[[], object], seconds: float) -> float:
    """Return how long something took to become so; more than `seconds` where it did not."""
    try:
        return wait_for(is_so, "", seconds)
    except TimeoutError:
        return seconds + 1


def command_line(pid: int) -> str:
    """Return how a process was started; empty where there is none (any more)."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def kill(pid: int, folder: Path, number: int = signal.SIGKILL) -> None:
    """Send a signal to a process of the drill, if it still runs; raises NotOurs for any other."""
    said = named(pid)
    if not is_alive(pid):
        return
    if str(folder) not in said:
        raise NotOurs(f"{pid} is no process of {folder}: {said}")
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def named(pid: int) -> str:
    """Return how a process was started; one that begins or ends at this moment has no name for an instant."""
    ends = time.monotonic() + INSTANT
    while not (said := command_line(pid)) and is_alive(pid) and time.monotonic() < ends:
        time.sleep(PAUSE)
    return said


def is_alive(pid: int) -> bool:
    """Return whether a process runs; one that ended and was not fetched yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def children(pid: int) -> list[int]:
    """Return the processes that a process started."""
    return [other for other in processes() if parent(other) == pid and is_alive(other)]


def processes() -> Iterator[int]:
    """Yield every process there is."""
    return (int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal())


def parent(pid: int) -> int:
    """Return who started a process; 0 where it is gone."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


@dataclass(frozen=True)
class OwnCluster(Cluster):
    """A PostgreSQL server in the drill's folder, with everything on that keeps data safely."""

    place: Path = Path()

    @property
    def folder(self) -> Path:
        return self.place / "pg"


class Postgres:
    """The drill's database server."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.cluster = OwnCluster("drill", place)

    @property
    def pid(self) -> int:
        """Return the server's process; 0 where there is none."""
        try:
            return int((self.cluster.data / "postmaster.pid").read_text().split()[0])
        except (OSError, IndexError):
            return 0

    def start(self) -> None:
        """Start it; `Cluster.start` checks the exit status and the data directory before the first write."""
        self.cluster.start()

    def stop(self, mode: str = "fast") -> None:
        """Stop it: `fast` ends sessions cleanly, `immediate` like a crash."""
        done = self.cluster._control("stop", "-w", "-m", mode)
        if done.returncode:
            raise RuntimeError(done.stdout)

    def crash(self) -> None:
        """Kill it as a power cut would, and wait until no process of it is listed: before that a start is refused."""
        pid = self.pid
        followers = children(pid)
        kill(pid, self.place)
        wait_for(lambda: not any(map(is_alive, followers)), "the last process of PostgreSQL is gone")
        wait_for(lambda: not Path(f"/proc/{pid}").exists(), "the killed PostgreSQL is listed no more")


class Redis:
    """The drill's queue and cache, set as in production: append-only file, nothing evicted."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.socket = place / "redis.sock"

    @property
    def pid(self) -> int:
        """Return the server's process; 0 where there is none."""
        try:
            return int((self.place / "redis.pid").read_text())
        except (OSError, ValueError):
            return 0

    def client(self) -> redis.Redis:
        """Return a connection for looking."""
        return redis.Redis(unix_socket_path=str(self.socket), db=1)

    def start(self) -> float:
        """Start it; return how many seconds until it answered."""
        command = ["redis-server", "--port", "0", "--unixsocket", str(self.socket), "--dir", str(self.place)]
        command += ["--pidfile", str(self.place / "redis.pid"), "--logfile", str(self.place / "redis.log")]
        command += ["--daemonize", "yes", "--appendonly", "yes", "--maxmemory-policy", "noeviction"]
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL)  # noqa: S603
        took = wait_for(self.answers, "Redis answers")
        if Path(self.client().config_get("dir")["dir"]).resolve() != self.place.resolve():
            raise NotOurs(f"Another Redis answers on {self.socket}")
        return took

    def answers(self) -> bool:
        """Return whether it answers."""
        try:
            return bool(self.client().ping())
        except redis.RedisError:
            return False

    def end(self, number: int = signal.SIGKILL) -> None:
        """End it by a signal and wait until it is gone."""
        pid = self.pid
        kill(pid, self.place, number)
        wait_for(lambda: not is_alive(pid), "Redis is gone")

    def waiting(self) -> int:
        """Return how many hints stand in the queue."""
        return int(self.client().llen("celery"))


class Process:
    """One of the system's own processes, as production starts it."""

    def __init__(self, name: str, place: Path, command: list[str]) -> None:
        self.name, self.place, self.command = name, place, command
        self.running: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Return its process."""
        return self.running.pid if self.running else 0

    @property
    def has_ended(self) -> bool:
        """Return whether it was started and is gone."""
        return self.running is not None and self.running.poll() is not None

    def start(self) -> None:
        """Start it in a session of its own; what it says goes to a file of the folder."""
        with (self.place / f"{self.name}.log").open("ab") as log:
            self.running = subprocess.Popen(  # noqa: S603
                self.command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )

    def crash(self) -> None:
        """Kill it and everything it started, as a power cut would."""
        for pid in [self.pid, *children(self.pid)]:
            kill(pid, self.place)
        self.fetch()

    def stop(self) -> None:
        """Ask it to end."""
        if self.running and is_alive(self.pid):
            kill(self.pid, self.place, signal.SIGTERM)
            self.fetch()

    def fetch(self) -> None:
        """Wait until it has ended."""
        if self.running:
            self.running.wait(PATIENCE)


class Keeper:
    """Starts a process again a few seconds after it ended, as `restart: unless-stopped` does, while the block runs.

    A worker ends by itself, too: Celery gives up where a child dies while the pool is being started.
    """

    def __init__(self, process: Process, seconds: float) -> None:
        self.process, self.seconds = process, seconds
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._is_over.set()
        self._thread.join(self.seconds + PATIENCE)

    def _run(self) -> None:
        while not self._is_over.wait(0.2):
            if self.process.has_ended and not self._is_over.wait(self.seconds):
                self.process.start()


class Servers:
    """What stands before a drill begins and is gone after it."""

    def __init__(self, place: Path) -> None:
        self.place, self.postgres, self.redis = place, Postgres(place), Redis(place)

    def environment(self) -> dict[str, str]:
        """Return the settings of a system on these servers; nothing of the installation's own gets in."""
        own = {name: os.environ[name] for name in KEPT if name in os.environ}
        with socket.socket() as probe:  # mail has no unix sockets
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        return own | {
            FOLDER: str(self.place),
            "INSPECTORATE_MODE": "trial",
            "DJANGO_SETTINGS_MODULE": "inspectorate.settings",
            "DATABASE_URL": self.postgres.cluster.url,
            "REDIS_URL": f"unix://{self.redis.socket}?db=0",
            "CELERY_BROKER_URL": f"redis+socket://{self.redis.socket}?virtual_host=1",
            "MEDIA_ROOT": str(self.place / "media"),
            "STATIC_ROOT": str(self.place / "static"),
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(port),
            "NOTICE_EMAIL": "1",
            "SITE_URL": "http://localhost",
        }

    def start(self, *, with_redis: bool = True) -> dict[str, str]:
        """Start both with migrated tables; return the environment of everything that uses them."""
        environment = self.environment()
        stock = RUN / f"drill-{fingerprint()}"
        if (stock / "data" / "PG_VERSION").exists():
            self._take(stock)
            self.postgres.start()
        else:
            self.postgres.start()
            self._migrate(stock, environment)
        (self.place / "static").mkdir()
        if with_redis:
            self.redis.start()
        return environment

    def _take(self, stock: Path) -> None:
        folder = self.postgres.cluster.folder
        folder.mkdir(mode=0o700)
        subprocess.run(["cp", "-a", str(stock / "data"), str(folder)], check=True)  # noqa: S603, S607
        if account := server_account():
            subprocess.run(["chown", account, str(folder)], check=True)  # noqa: S603, S607

    def _migrate(self, stock: Path, environment: dict[str, str]) -> None:
        """Migrate once and keep the data directory: a drill of seconds should not wait a minute for its tables."""
        subprocess.run([*MANAGE, "migrate", "--no-input", "--verbosity=0"], env=environment, check=True)  # noqa: S603
        self.postgres.stop()
        draft = RUN / f"drill-coming-{os.getpid()}"
        draft.mkdir()
        subprocess.run(["cp", "-a", str(self.postgres.cluster.data), str(draft)], check=True)  # noqa: S603, S607
        for old in set(RUN.glob("drill-*")) - {draft}:
            shutil.rmtree(old)
        draft.rename(stock)
        self.postgres.start()

    def end(self) -> None:
        """End everything that still names the folder."""
        mine = [pid for pid in processes() if str(self.place) in command_line(pid) and pid != os.getpid()]
        for number in (signal.SIGTERM, signal.SIGKILL):
            for pid in filter(is_alive, mine):
                kill(pid, self.place, signal.SIGQUIT if pid == self.postgres.pid else number)
            deadline = time.monotonic() + 5
            while any(map(is_alive, mine)) and time.monotonic() < deadline:
                time.sleep(PAUSE)


def fingerprint() -> str:
    """Return a digest of everything that shapes freshly migrated tables."""
    digest = hashlib.sha256()
    for path in sorted(ROOT.glob("*/migrations/*.py")) + sorted(ROOT.glob("*/*/migrations/*.py")):
        if ".venv" not in path.parts:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
