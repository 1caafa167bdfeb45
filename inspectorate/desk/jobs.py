"""What the clock starts: one table of jobs, each run when its time has come, none stopped by another's failure.

When a job last ran stands in the database and is claimed by compare-and-set: a lost cache or two clocks run it once a
span, three days of downtime once, and a killed run is taken up again. Every job is safe to run twice or late (T58,
T64, T65, T67). While the machine's clock is in doubt nothing runs that goes by dates (T59).
"""
import socket
import time
import traceback
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from accountability import jobs as accountability
from committees import jobs as committees
from inspectorate.documents import jobs as documents
from inspectorate.duties import jobs as duties
from inspectorate.lib.moment import Watch
from inspectorate.publication import jobs as publication
from inspectorate.trail import jobs as trail
from inspectorate.trail.workflow import record
from inspectors import jobs as inspectors
from monitoring import jobs as monitoring
from supervision import jobs as supervision

from .models import Beat, ClockAlarm, Draft, JobRun
from .resources.batches import resume
from .states import AlarmKind

log = structlog.get_logger(__name__)
MINUTE, HOUR, DAY = 60, 3600, 86400
SLACK = timedelta(seconds=5)  # a clock of one minute may come a little early
SHORTEST, LONGEST = timedelta(minutes=1), timedelta(hours=1)  # after which a run that never ended is taken up again
WATCH = Watch()


def purge_drafts() -> int:
    """Drop drafts nobody came back to; return how many."""
    return Draft.objects.stale().delete()[0]


class Job(NamedTuple):
    """A function and how often it runs, in seconds; a daily one runs in the first look after `at` of the office's day.

    While the clock is in doubt only timeless jobs run: nothing is sent, closed or opened by a wrong date.
    CLOCK_SCHEDULE plans a job otherwise for an installation: `{"inspectorate.trail.jobs.seal": {"every": 600}}`.
    """

    run: Callable[[], object]
    every: int
    at: str = "00:00"
    is_timeless: bool = False

    @property
    def name(self) -> str:
        """Return what the logs call it."""
        return f"{self.run.__module__}.{self.run.__name__}"

    @property
    def planned(self) -> "Job":
        """Return the job as this installation runs it."""
        return self._replace(**settings.CLOCK_SCHEDULE.get(self.name, {}))

    @property
    def lease(self) -> timedelta:
        """Return how long a run may take before its process counts as dead."""
        return min(max(timedelta(seconds=self.every), SHORTEST), LONGEST)

    def is_due(self, run: JobRun, now: datetime) -> bool:
        """Return whether the job should run: what is written of it decides, not how often somebody looked."""
        began = run.last_started_at
        if began is None or ClockAlarm.is_beyond(max((began - now).total_seconds(), 0)):
            return True  # never ran, or ran under a clock that was ahead of time
        if run.is_unfinished:
            return now - began >= self.lease
        return bool(run.last_error) or began < self.latest(now)

    def latest(self, now: datetime) -> datetime:
        """Return the moment before which a run is of an earlier span."""
        if self.every != DAY:
            return now - timedelta(seconds=self.every) + SLACK
        hour, minute = map(int, self.at.split(":"))
        begins = timezone.make_aware(datetime.combine(timezone.localdate(now), datetime.min.time()))
        begins += timedelta(hours=hour, minutes=minute)
        return begins if now >= begins else begins - timedelta(seconds=DAY)


class Outcome(NamedTuple):
    """What a job did: rows, seconds, and what failed."""

    name: str
    rows: int
    seconds: float
    error: str = ""


JOBS = (
    Job(documents.render_owed, MINUTE, is_timeless=True),
    Job(resume, MINUTE, is_timeless=True),
    Job(trail.seal, HOUR),
    Job(duties.settle_provisional, HOUR),
    Job(supervision.owe_visits, DAY),
    Job(supervision.owe_inspections, DAY),
    Job(supervision.owe_end_of_term, DAY),
    Job(accountability.close_ended_windows, HOUR),
    Job(accountability.let_rights_lapse, HOUR),
    Job(accountability.propose_notices, HOUR),
    Job(accountability.propose_interviews, HOUR),
    Job(accountability.propose_circulars, HOUR),
    Job(inspectors.complete_terms, HOUR),
    Job(committees.owe_plenaries, HOUR),
    Job(committees.owe_plans, HOUR),
    Job(committees.owe_liaisons, HOUR),
    Job(committees.owe_participation, HOUR),
    Job(monitoring.owe_returns, HOUR),
    Job(inspectors.owe_training, HOUR),
    Job(inspectors.owe_ends, HOUR),
    Job(inspectors.owe_coverage, HOUR),
    Job(publication.end_postings, HOUR),
    Job(publication.follow_mergers, HOUR),
    Job(publication.check_published, DAY),
    Job(documents.forget_unused_files, DAY),
    Job(purge_drafts, DAY),
    # Last, so that what this look opened is reminded of in it: a second look at the same moment finds nothing.
    Job(duties.remind_due, MINUTE),
    Job(duties.send_mail, MINUTE),
    Job(duties.send_chat, MINUTE),
)


def tick() -> list[str]:
    """Look at the clock in a worker, which leaves a sign of life."""
    Beat.note("worker")
    return look()


def look(jobs: tuple[Job, ...] | None = None) -> list[str]:
    """Run every job that is due; return the names of those that failed (they are due again at the next look)."""
    planned = [job.planned for job in (JOBS if jobs is None else jobs)]
    is_right, runs = clock_is_right(), records(planned)
    due = (job for job in planned if (is_right or job.is_timeless) and job.is_due(runs[job.name], timezone.now()))
    outcomes = [run_recorded(job, runs[job.name]) for job in due if runs[job.name].claim()]
    return [outcome.name for outcome in outcomes if outcome.error]


def records(jobs: Iterable[Job]) -> dict[str, JobRun]:
    """Return the record of every job by name; a new job gets one."""
    names = {job.name for job in jobs}
    found = {run.name: run for run in JobRun.objects.filter(name__in=names)}
    if fresh := names - found.keys():
        JobRun.objects.bulk_create([JobRun(name=name) for name in sorted(fresh)], ignore_conflicts=True)
        found |= {run.name: run for run in JobRun.objects.filter(name__in=fresh)}
    return found


def run_recorded(job: Job, run: JobRun) -> Outcome:
    """Run a claimed job and write how it ended."""
    outcome = run_job(job)
    run.finish(None if outcome.error else outcome.rows, outcome.error)
    return outcome


def run_job(job: Job) -> Outcome:
    """Run a job whether due or not; a failure is an outcome. Its text is kept without values: they may name people."""
    begun = time.monotonic()
    try:
        result = job.run()
    except Exception as error:
        log.exception("job_failed", job=job.name)
        return Outcome(job.name, 0, time.monotonic() - begun, place_of(error))
    count = result if isinstance(result, int) else int(result is not None)
    return Outcome(job.name, count, time.monotonic() - begun)


def place_of(error: Exception) -> str:
    """Return the kind of an error and where it happened."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {last.name}, {last.filename.rpartition('/')[2]}:{last.lineno}"


def clock_is_right() -> bool:
    """Return whether nothing is in doubt about the time; a jump since the last look raises an alarm (T59)."""
    for kind, seconds in ((AlarmKind.JUMP, WATCH.jumped()), (AlarmKind.DATABASE, ahead_of_database())):
        if ClockAlarm.is_beyond(seconds):
            raise_alarm(kind, round(seconds))
    return not ClockAlarm.objects.raised().exists()


def ahead_of_database() -> float:
    """Return by how many seconds this machine's clock is ahead of the database's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        return time.time() - float(cursor.fetchone()[0])


def raise_alarm(kind: str, seconds: int) -> None:
    """Write an alarm, once as long as nobody settled it."""
    values = {"seconds": seconds, "host": socket.gethostname()[:120], "raised_at": timezone.now()}
    with transaction.atomic():
        alarm, is_new = ClockAlarm.objects.raised().get_or_create(kind=kind, defaults=values)
        if is_new:
            record(alarm, "raise_alarm", by=None, seconds=seconds)
            log.error("clock_in_doubt", kind=kind, seconds=seconds)
