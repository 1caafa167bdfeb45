"""`manage.py bench sweep|audits`: at the size of a province, beside plain SQL in turn, on a server of its own."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from inspectorate.desk.drills.bench import BENCHES
from inspectorate.desk.drills.catalogue import TRAVERSABLE
from inspectorate.desk.drills.servers import FOLDER, MANAGE, Servers


class Command(BaseCommand):
    """Measure on data of its own; exit status 0 only if every figure is within its bound. Touches no other data."""

    help = __doc__ or ""
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", choices=sorted(BENCHES))
        parser.add_argument("--pairs", type=int, default=7)
        parser.add_argument("--scale", type=float, default=1.0, help="a part of the full size")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: object, name: str, pairs: int, scale: float, **options: Any) -> None:
        if FOLDER not in os.environ:
            self.run_apart([name, f"--pairs={pairs}", f"--scale={scale}", *(["--json"] if options["json"] else [])])
            return
        verdict = BENCHES[name](pairs, scale)
        if options["json"]:
            self.stdout.write(json.dumps({"bench": name, **verdict.as_dict()}, indent=1))
        for figure in [] if options["json"] else verdict.figures:
            bound = "" if figure.bound is None else f"(at most {figure.bound:g})"
            self.stdout.write(f"{figure.value:>12g}  {figure.name} {bound}".rstrip())
        if not verdict.holds:
            raise CommandError("A figure is beyond its bound.")

    def run_apart(self, arguments: list[str]) -> None:
        """Run in a process of its own on a server of its own; raises SystemExit with its status."""
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the server is ended
        with tempfile.TemporaryDirectory(prefix="bench-") as made:
            place = Path(made).resolve()
            place.chmod(TRAVERSABLE)
            servers = Servers(place)
            try:
                environment = servers.start(with_redis=False) | {"REDIS_URL": "", "NOTICE_EMAIL": "0"}
                done = subprocess.run([*MANAGE, "bench", *arguments], env=environment, check=False)  # noqa: S603
            finally:
                servers.end()
        if done.returncode:
            raise SystemExit(done.returncode)
