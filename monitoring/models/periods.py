"""The periods that figures are asked for: calendar months, quarters, half-years, years; pure functions on dates."""
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from inspectorate.lib.periods import ONE, add_months
from monitoring.states import MONTHS, Frequency

ONLY = "once"


class Period(NamedTuple):
    """A span of days under its short code (2026-05, 2026-Q2, 2026-H1, 2026)."""

    code: str
    starts_on: date
    ends_on: date


def ended_periods(frequency: str, since: date, until: date) -> Iterator[Period]:
    """Yield the calendar periods whose last day lies from `since` to `until`, both included, in order."""
    size = MONTHS[Frequency(frequency)]
    start = date(since.year, since.month - (since.month - 1) % size, 1)
    while (end := add_months(start, size) - ONE) <= until:
        yield Period(code_of(frequency, start), start, end)
        start = end + ONE


def code_of(frequency: str, start: date) -> str:
    """Return the short code of a calendar period, which is part of a duty's key and of exports."""
    number = (start.month - 1) // MONTHS[Frequency(frequency)] + 1
    return {
        Frequency.MONTH: f"{start:%Y-%m}",
        Frequency.QUARTER: f"{start:%Y}-Q{number}",
        Frequency.HALF_YEAR: f"{start:%Y}-H{number}",
        Frequency.YEAR: f"{start:%Y}",
    }[Frequency(frequency)]


def period_words(code: str, starts_on: date, ends_on: date) -> str:
    """Return a period as people write it."""
    facts = {"year": starts_on.year, "month": starts_on.month}
    if code == ONLY:
        return _("%(first)s to %(last)s") % {"first": starts_on.isoformat(), "last": ends_on.isoformat()}
    if "-Q" in code:
        return _("quarter %(number)s of %(year)d") % {**facts, "number": code[-1]}
    if code.endswith("-H1"):
        return _("first half of %(year)d") % facts
    if code.endswith("-H2"):
        return _("second half of %(year)d") % facts
    if "-" in code:
        return _("%(year)d/%(month)d") % facts
    return _("year %(year)d") % facts
