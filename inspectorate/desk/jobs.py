"""What the clock starts: one table of jobs, each run when its time has come, none stopped by another's failure.

Whether a job is due is remembered in the cache only: a lost cache, two clocks or three days of downtime make a job run
once more or once later, and every job is safe to run twice or late (threats T58, T67).
"""
from collections.abc import Callable
from typing import NamedTuple

import structlog
from django.core.cache import cache
from django.utils import timezone

from accountability import jobs as accountability
from inspectorate.documents import jobs as documents
from inspectorate.duties import jobs as duties
from inspectorate.publication import jobs as publication
from inspectorate.trail import jobs as trail
from inspectors import jobs as inspectors

from .models import Draft
from .resources.batches import resume

log = structlog.get_logger(__name__)
MINUTE, HOUR, DAY = 60, 3600, 86400
SLACK = 5  # seconds a clock of one minute may come early


def purge_drafts() -> int:
    """Drop drafts nobody came back to; return how many."""
    return Draft.objects.stale().delete()[0]


class Job(NamedTuple):
    """A function and how often it runs, in seconds; a daily one runs in the first look of the office's day."""

    run: Callable[[], object]
    every: int

    @property
    def name(self) -> str:
        """Return what the logs call it."""
        return f"{self.run.__module__}.{self.run.__name__}"

    @property
    def span(self) -> str:
        """Return the key of the span in which the job runs once."""
        return f"job:{self.name}:{timezone.localdate() if self.every == DAY else ''}"


JOBS = (
    Job(documents.render_owed, MINUTE),
    Job(resume, MINUTE),
    Job(trail.seal, HOUR),
    Job(duties.settle_provisional, HOUR),
    Job(accountability.close_ended_windows, HOUR),
    Job(accountability.let_rights_lapse, HOUR),
    Job(accountability.propose_notices, HOUR),
    Job(inspectors.complete_terms, HOUR),
    Job(publication.end_postings, HOUR),
    Job(publication.follow_mergers, HOUR),
    Job(publication.check_published, DAY),
    Job(documents.forget_unused_files, DAY),
    Job(purge_drafts, DAY),
)


def look(jobs: tuple[Job, ...] = JOBS) -> list[str]:
    """Run every job that is due; return the names of those that failed (they are due again at the next look)."""
    return [job.name for job in jobs if cache.add(job.span, 1, job.every - SLACK) and not _run(job)]


def _run(job: Job) -> bool:
    try:
        job.run()
    except Exception:
        log.exception("job_failed", job=job.name)
        cache.delete(job.span)
        return False
    return True
