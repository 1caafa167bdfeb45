"""Acts of the past: the demonstration's history is made by the real verbs on the days it tells of."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from inspectorate.lib.moment import standing

SATURDAY = 5
OFFICE_HOUR = 9


@contextmanager
def on(day: date, minute: int = 0) -> Iterator[datetime]:
    """Let the program's clock stand in the office hours of `day`."""
    begin = timezone.make_aware(datetime.combine(day, time(OFFICE_HOUR)))
    with standing(begin + timedelta(minutes=minute)) as moment:
        yield moment


def workday(day: date) -> date:
    """Return the day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= SATURDAY else 0)
