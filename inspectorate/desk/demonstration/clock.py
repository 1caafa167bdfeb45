"""Acts of the past: the demonstration's history is made by the real verbs on the days it tells of."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from unittest.mock import patch

from django.utils import timezone

SATURDAY = 5
OFFICE_HOUR = 9


@contextmanager
def on(day: date, minute: int = 0) -> Iterator[datetime]:
    """Let the program's clock stand in the office hours of `day`; only the demonstration does this."""
    begin = timezone.make_aware(datetime.combine(day, time(OFFICE_HOUR)))
    stands = begin + timedelta(minutes=minute)
    with patch("django.utils.timezone.now", lambda: stands):
        yield stands


def workday(day: date) -> date:
    """Return the day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= SATURDAY else 0)
