"""What beat and worker start: one look at the clock runs every job that is due."""

from celery import shared_task

from .jobs import look
from .resources import tasks as imports  # noqa: F401 - registers the tasks of imports with the worker


@shared_task(ignore_result=True)
def look_at_the_clock() -> None:
    """Run all jobs once; they are safe to run twice, late, or by several clocks at once."""
    look()
