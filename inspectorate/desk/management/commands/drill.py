"""`manage.py drill NAME`: break something on servers of the drill's own and compare what was promised with what is."""

import json
import signal
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from inspectorate.desk.drills.catalogue import DRILLS, is_apart, run_apart, run_here


class Command(BaseCommand):
    """Run a drill; exit status 0 only if nothing was lost or doubled and every figure holds. Touches no other data."""

    help = __doc__ or ""
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", choices=[*DRILLS, "list"], default="list")
        parser.add_argument("--rounds", type=int, help="how often; default: the full number")
        parser.add_argument("--quick", action="store_true", help="the short form, as in the test suite")
        parser.add_argument("--seed", type=int, default=1, help="of the random moments")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: object, name: str, rounds: int | None, **options: Any) -> None:
        if name == "list":
            for key, drill in DRILLS.items():
                self.stdout.write(f"{key:<16} {drill.number:<7} {drill.what}")
            return
        if not is_apart():
            signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the servers are ended
            sys.exit(run_apart(name, passed_on(rounds, options), is_quick=options["quick"]))
        known = DRILLS[name]
        rounds = rounds or (known.quick_rounds if options["quick"] else known.rounds)
        self.tell(run_here(name, rounds, options["seed"], is_quick=options["quick"]), as_json=options["json"])

    def tell(self, report: dict[str, Any], *, as_json: bool) -> None:
        """Print the report; raises CommandError where it does not hold."""
        if as_json:
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=1))
        else:
            self.stdout.write(
                f"{report['drill']} ({report['number']}), {report['rounds']} rounds in {report['seconds']} s: "
                f"{report['acknowledged']} acknowledged, {report['lost']} lost, {report['doubled']} doubled, "
                f"{report['faults_in_trail']} faults in the trail"
            )
            for figure in report["figures"]:
                bound = "" if figure["bound"] is None else f"(at most {figure['bound']:g})"
                self.stdout.write(f"{figure['value']:>10g}  {figure['name']} {bound}".rstrip())
            for note in report["notes"]:
                self.stdout.write(f"            {note}")
        if not report["holds"]:
            raise CommandError("The drill does not hold.")


def passed_on(rounds: int | None, options: dict[str, Any]) -> list[str]:
    """Return the options for the process that runs the drill."""
    asked = [f"--rounds={rounds}"] if rounds else []
    asked += [f"--{name}" for name in ("quick", "json") if options[name]]
    return [*asked, f"--seed={options['seed']}"]
