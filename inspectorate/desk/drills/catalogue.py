"""All drills by name, and how one is run: servers of its own, a process of its own, and a verdict."""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from . import database_gone, days_down, double_clicks, mail_down, redis_gone, rivals, web_killed, worker_killed
from .oracle import Verdict
from .servers import FOLDER, MANAGE, Servers
from .stage import Stage

TRAVERSABLE = 0o711  # the server's account must reach its own folder inside
QUICK = {
    "RENDER_LOST_SECONDS": "3",
    "CLOCK_SCHEDULE": '{"inspectorate.documents.jobs.render_owed": {"every": 1}}',
}


class Drill(NamedTuple):
    """One fault, as threats F1 to F12 number it; rounds in full and in the short form of the suite."""

    number: str
    run: Callable[[Stage, int], Verdict]
    rounds: int
    quick_rounds: int

    @property
    def what(self) -> str:
        """Return what is done, in one line."""
        return str(sys.modules[self.run.__module__].__doc__).partition("\n")[0].partition(": ")[2]


DRILLS = {
    "double-clicks": Drill("F7", double_clicks.drill, 200, 2),
    "rivals": Drill("F8", rivals.drill, 1000, 15),
    "worker-killed": Drill("F1", worker_killed.drill, 100, 3),
    "redis-gone": Drill("F2", redis_gone.drill, 500, 5),
    "database-gone": Drill("F3", database_gone.drill, 21, 3),
    "web-killed": Drill("F10", web_killed.drill, 200, 5),
    "days-down": Drill("F5, F6", days_down.drill, 8, 3),
    "mail-down": Drill("F12", mail_down.drill, 100, 5),
}


def run_apart(name: str, arguments: list[str], *, is_quick: bool) -> int:
    """Start servers in a new folder, run the drill in a process of its own on them, end everything; its exit status."""
    with tempfile.TemporaryDirectory(prefix="drill-") as made:
        place = Path(made).resolve()
        place.chmod(TRAVERSABLE)
        servers = Servers(place)
        try:
            environment = servers.start() | (QUICK if is_quick else {})
            command = [*MANAGE, "drill", name, *arguments]
            return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603
        finally:
            servers.end()


def is_apart() -> bool:
    """Return whether this process belongs to a drill already."""
    return FOLDER in os.environ


def run_here(name: str, rounds: int, seed: int, *, is_quick: bool) -> dict[str, Any]:
    """Run a drill on the servers of this process's environment; return its report."""
    random.seed(seed)
    began = time.monotonic()
    with Stage(is_quick=is_quick) as stage:
        verdict = DRILLS[name].run(stage, rounds)
    took = round(time.monotonic() - began, 1)
    return {"drill": name, "number": DRILLS[name].number, "rounds": rounds, "seconds": took, **verdict.as_dict()}
