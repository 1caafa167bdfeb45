"""The system under drill: website, worker and clock as production starts them, on the drill's servers."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Self

from django.db import InterfaceError, OperationalError, close_old_connections, connection

from inspectorate.register.models import Post

from .mail import MailServer
from .seed import signed_in
from .servers import FOLDER, Postgres, Process, Redis, wait_for
from .visitors import Visitor

PYTHON = [sys.executable, "-m"]


class Stage:
    """Everything that a drill may start, stop and kill."""

    def __init__(self, *, is_quick: bool) -> None:
        self.place = Path(os.environ[FOLDER])
        self.is_quick = is_quick
        self.postgres, self.redis = Postgres(self.place), Redis(self.place)
        self.website = self.place / "web.sock"
        self.mail = MailServer(int(os.environ["EMAIL_PORT"]))
        pid = str(self.place / "web.pid")
        self.web = Process("web", self.place, [
            *PYTHON, "gunicorn", "inspectorate.wsgi", "--bind", f"unix:{self.website}", "--worker-class", "gthread",
            "--workers", "2", "--threads", "2", "--timeout", "60", "--no-control-socket", "--pid", pid,
        ])  # fmt: skip
        self.worker = Process("worker", self.place, [
            *PYTHON, "celery", "-A", "inspectorate", "worker", "--concurrency", "2", "--max-tasks-per-child", "500",
            "--loglevel", "warning", "--logfile", str(self.place / "celery.log"),
        ])  # fmt: skip
        self.beat = Process("beat", self.place, [
            *PYTHON, "celery", "-A", "inspectorate", "beat", "--scheduler", "celery.beat:Scheduler",
            "--pidfile", str(self.place / "beat.pid"), "--logfile", str(self.place / "beat-celery.log"),
        ])  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        for process in (self.beat, self.worker, self.web):
            process.stop()
        self.mail.close()
        connection.close()

    def open_website(self) -> float:
        """Start the website; return how many seconds until it answered."""
        self.web.start()
        return wait_for(self.website_answers, "the website answers")

    def website_answers(self) -> bool:
        """Return whether the sign-in page is shown."""
        return Visitor(self.website, "").ask("GET", "/sign-in/", patience=5).status == 200

    def open_all(self) -> None:
        """Start website, worker and clock."""
        self.worker.start()
        self.start_clock()
        self.open_website()

    def start_clock(self) -> None:
        """Start beat with a fresh state."""
        (self.place / "beat.pid").unlink(missing_ok=True)
        self.beat.start()

    def visitors(self, posts: Iterable[Post]) -> list[Visitor]:
        """Return signed-in browsers."""
        return [signed_in(post, self.website) for post in posts]

    def database_answers(self) -> bool:
        """Return whether our own connection works again."""
        try:
            close_old_connections()
            connection.ensure_connection()
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except (OperationalError, InterfaceError):
            connection.close()
            return False
        return True


