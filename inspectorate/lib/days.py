"""Small spans around today that are no terms of law: the end of the week, some days ago."""
from datetime import date, datetime, timedelta

from django.utils import timezone

SUNDAY = 6


def week_end(day: date) -> date:
    """Return the Sunday of a day's week."""
    return day + timedelta(days=SUNDAY - day.weekday())


def days_ago(number: int) -> datetime:
    """Return the moment `number` days before now."""
    return timezone.now() - timedelta(days=number)
