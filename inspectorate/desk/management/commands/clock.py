"""`manage.py clock`: run every job of the clock once, now or as of another moment, and print what each did."""

import json
from argparse import ArgumentTypeError
from collections.abc import Iterable
from contextlib import nullcontext
from datetime import datetime

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from inspectorate.desk.jobs import JOBS, SLACK, Job, Outcome, records, run_job, run_recorded
from inspectorate.lib.moment import standing


def moment(text: str) -> datetime:
    """Return a moment as typed; without a zone it is the office's time."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"no moment: {text} (like 2026-11-22T09:00+08:00)") from error
    return found if timezone.is_aware(found) else timezone.make_aware(found)


class Command(BaseCommand):
    """Run the jobs of the clock whether due or not; a second run at the same moment finds nothing to do."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--now", type=moment, help="the moment to run as of; what lies ahead needs --trial")
        parser.add_argument("--only", metavar="NAME", help="one job, by its name or the end of it")
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--trial", action="store_true", help="a rehearsal: --now may lie ahead")

    def handle(self, *_args: object, now: datetime | None, only: str | None, **options: object) -> None:
        refuse_future(now, is_trial=bool(options["trial"]))
        jobs = named(only)
        with standing(now) if now else nullcontext(timezone.now()) as at:
            outcomes = [run_job(job) for job in jobs] if now else list(recorded(jobs))
        self.tell(at, outcomes, as_json=bool(options["json"]))
        if failed := [outcome.name for outcome in outcomes if outcome.error]:
            raise CommandError(f"failed: {', '.join(failed)}")

    def tell(self, at: datetime, outcomes: list[Outcome], *, as_json: bool) -> None:
        """Print what each job did."""
        if as_json:
            rows = [
                {"name": done.name, "count": done.rows, "seconds": round(done.seconds, 3), "error": done.error}
                for done in outcomes
            ]
            self.stdout.write(json.dumps({"now": timezone.localtime(at).isoformat(), "jobs": rows}, indent=2))
            return
        for outcome in outcomes:
            self.stdout.write(f"{outcome.rows:>7}  {outcome.seconds:7.3f} s  {outcome.name}  {outcome.error}".rstrip())


def refuse_future(now: datetime | None, *, is_trial: bool) -> None:
    """Refuse a moment ahead of the machine's clock: everybody would be told of what is not due yet (T59, T69)."""
    ahead = (now - timezone.now()).total_seconds() if now else 0
    may = settings.CLOCK_MAY_RUN_AHEAD or (is_trial and not settings.IS_PRODUCTION)
    if ahead > SLACK.total_seconds() and not may:
        raise CommandError("This moment lies in the future; people would be told of what is not due yet. See --trial.")


def named(only: str | None) -> list[Job]:
    """Return the jobs asked for."""
    jobs = [job.planned for job in JOBS]
    found = [job for job in jobs if not only or job.name == only or job.name.endswith(f".{only}")]
    if not found:
        raise CommandError(f"no such job: {only}. There are: {', '.join(job.name for job in jobs)}")
    return found


def recorded(jobs: list[Job]) -> Iterable[Outcome]:
    """Run the jobs of this moment under their records, as the clock does."""
    runs = records(jobs)
    return (run_recorded(job, runs[job.name]) for job in jobs if runs[job.name].claim())
