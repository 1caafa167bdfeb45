"""Date arithmetic of the law (R-TIME-01 to R-TIME-09): pure functions on dates, no language, no settings.

A rest day is every day on which offices are closed: a holiday of the calendar, or a Saturday or Sunday that no
notice has turned into a working day. The Civil Code's 法定休假日 (art. 203) is read as including weekends.
"""
import calendar as gregorian
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from typing import Any

from .festivals import statutory_holidays

DAY, WORKING_DAY, WEEK, MONTH, YEAR = "day", "working_day", "week", "month", "year"
UNITS = (DAY, WORKING_DAY, WEEK, MONTH, YEAR)
WEEKEND, PAUSED = "weekend", "paused"
SATURDAY = 5
# A notice for a year has reached back to 29 December of the year before (2018, 2022); one week is on the safe side.
REACHED_BACK = (12, 25)
ONE = timedelta(days=1)
ONE_WEEK = timedelta(weeks=1)

Reasoned = tuple[tuple[date, str], ...]


@dataclass(frozen=True)
class Calendar:
    """Which days are worked: the notices that are loaded, statutory holidays alone for every other year.

    `published` are the years whose notice is loaded; `holidays` are days off by a notice with their names,
    `swapped` are weekend days that are worked.
    """

    holidays: Mapping[date, str] = field(default_factory=dict)
    swapped: Mapping[date, str] = field(default_factory=dict)
    published: frozenset[int] = frozenset()
    _years: dict[int, tuple[date, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def last_year(self) -> int | None:
        """Return the last year whose notice is loaded."""
        return max(self.published, default=None)

    def is_settled(self, day: date) -> bool:
        """Return whether no notice still to come can change the day (the next one may touch the year's last week)."""
        if day.year not in self.published:
            return False
        return (day.month, day.day) < REACHED_BACK or day.year + 1 in self.published

    def rest_reason(self, day: date) -> str:
        """Return why nobody works on the day: the holiday's name or `weekend`; empty for a working day (R-TIME-06)."""
        if day in self.swapped:
            return ""
        name = self.holidays.get(day, "")
        if not name and day.year not in self.published:
            name = statutory_holidays(day.year).get(day, "")
        return name or (WEEKEND if day.weekday() >= SATURDAY else "")

    def is_working(self, day: date) -> bool:
        """Return whether the day is a working day."""
        return not self.rest_reason(day)

    def working_days(self, year: int) -> tuple[date, ...]:
        """Return the working days of a year in order; raises LookupError for a year nothing is known of."""
        if year not in self._years:
            days = (date(year, 1, 1) + timedelta(days=n) for n in range(366 if gregorian.isleap(year) else 365))
            self._years[year] = tuple(day for day in days if self.is_working(day))
        return self._years[year]

    def after(self, day: date, number: int) -> date:
        """Return the `number`-th working day after `day` (R-TIME-02)."""
        year, days = day.year, self.working_days(day.year)
        index = bisect_right(days, day) + number - 1
        while index >= len(days):
            index -= len(days)
            year += 1
            days = self.working_days(year)
        return days[index]

    def until(self, day: date, number: int) -> date:
        """Return the `number`-th last working day up to and including `day`."""
        year, days = day.year, self.working_days(day.year)
        index = bisect_right(days, day) - number
        while index < 0:
            year -= 1
            days = self.working_days(year)
            index += len(days)
        return days[index]

    def roll(self, day: date) -> date:
        """Return `day`, or the first working day after it (R-TIME-03)."""
        return day if self.is_working(day) else self.after(day, 1)


@dataclass(frozen=True)
class Pause:
    """A stopped clock (R-TIME-09): it stops on `start_on` and runs again on `end_on`; like every event neither stop
    nor restart is counted on its own day, so the days after `start_on` up to and including `end_on` fall out.
    """

    start_on: date
    end_on: date
    reason: str = ""


@dataclass(frozen=True)
class Line:
    """One step of an explanation: a code and its data; the words are the template's."""

    code: str
    data: dict[str, Any]


@dataclass(frozen=True)
class Period:
    """A computed period: what started it, how it was counted, the last day by count and the last day in effect."""

    trigger_on: date
    number: int
    unit: str
    nominal_on: date
    due_on: date
    skipped: Reasoned = ()
    rolled: Reasoned = ()
    pauses: tuple[Pause, ...] = ()
    paused_days: int = 0
    is_provisional: bool = False
    unpublished: tuple[int, ...] = ()

    def explain(self) -> list[Line]:
        """Return the steps from the trigger to the last day as codes and data, in the order of counting."""
        lines = [Line("trigger", {"on": self.trigger_on})]
        if self.number:
            lines.append(Line("first", {"on": self.trigger_on + ONE}))
        lines.append(Line("count", {"number": self.number, "unit": self.unit}))
        lines += [Line("paused", {"start": p.start_on, "end": p.end_on, "reason": p.reason}) for p in self.pauses]
        if self.skipped:
            lines.append(Line("skipped", {"days": self.skipped, "count": len(self.skipped)}))
        lines.append(Line("nominal", {"on": self.nominal_on}))
        if self.rolled:
            lines.append(Line("rolled", {"days": self.rolled, "on": self.due_on}))
        lines.append(Line("due", {"on": self.due_on}))
        if self.is_provisional:
            lines.append(Line("provisional", {"years": self.unpublished}))
        return lines


def period_end(
    start: date,
    number: int,
    unit: str,
    calendar: Calendar,
    *,
    pauses: Iterable[Pause | tuple[date, date]] = (),
) -> Period:
    """Count `number` units from the event on `start` and return the period with its last day.

    The day of the event is not counted (R-TIME-02); days are calendar days and working days are those of the
    calendar, never one taken for the other (R-TIME-01, R-TIME-08); months and years end on the corresponding day or
    the month's last (R-TIME-04); paused days fall out (R-TIME-09); an end on a rest day moves to the first working
    day after it (R-TIME-03). Nought means the same day, whatever day it is. Raises ValueError for a unit that is no
    length of time or a negative number, LookupError for a year of which not even statutory holidays are known.
    """
    if unit not in UNITS or number < 0:
        raise ValueError(f"no period: {number} {unit}")
    stops = tuple(stop if isinstance(stop, Pause) else Pause(*stop) for stop in pauses)
    if number == 0:
        return Period(start, 0, unit, start, start)
    out = _paused(start, stops, calendar, unit)
    nominal, taken = _count(start, number, unit, calendar, out)
    due = calendar.roll(nominal)
    skipped = _rest(start + ONE, nominal, calendar) if unit == WORKING_DAY else ()
    unsettled = _unsettled(start + ONE if unit == WORKING_DAY else nominal, due, calendar)
    return Period(
        trigger_on=start, number=number, unit=unit, nominal_on=nominal, due_on=due, skipped=skipped,
        rolled=_rest(nominal, due, calendar), paused_days=taken, is_provisional=bool(unsettled), unpublished=unsettled,
        pauses=tuple(stop for stop in stops if start < stop.end_on and stop.start_on < nominal),
    )


def latest_start(event_on: date, number: int, unit: str, calendar: Calendar) -> date:
    """Return the last day on which notice of `number` units can still be given for an event (R-TIME-02 read backwards).

    At least `number` whole days or working days lie after it, the event's own day included.
    """
    if unit == WORKING_DAY:
        return calendar.until(event_on, number) - ONE if number else event_on
    return _shift(event_on, -number, unit)


def term_end(starts_on: date, number: int, unit: str = YEAR) -> date:
    """Return the last day of a term of office whose first day is `starts_on` (R-TIME-04); a term ends on rest days too.

    A term from 1 September 2022 over three years ends on 31 August 2025.
    """
    end = _shift(starts_on, number, unit)
    return end - ONE if end.day == starts_on.day or unit in {DAY, WEEK} else end


def add_months(day: date, number: int) -> date:
    """Return the corresponding day `number` months on, or that month's last day where there is none (R-TIME-04)."""
    months = day.year * 12 + day.month - 1 + number
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, gregorian.monthrange(year, month + 1)[1]))


def years_before(day: date, number: int) -> date:
    """Return the corresponding day `number` years back (R-TIME-04 read backwards: 29 February becomes the 28th)."""
    return add_months(day, -12 * number)


def read_period(data: Mapping[str, Any]) -> Period:
    """Return the period that was stored as JSON (`dataclasses.asdict`), so that it can be explained again."""
    values = {item.name: data[item.name] for item in fields(Period) if item.name in data}
    for name in ("trigger_on", "nominal_on", "due_on"):
        values[name] = _date(values[name])
    for name in ("skipped", "rolled"):
        values[name] = tuple((_date(day), reason) for day, reason in values.get(name, ()))
    stops = values.get("pauses", ())
    values["pauses"] = tuple(Pause(_date(stop["start_on"]), _date(stop["end_on"]), stop["reason"]) for stop in stops)
    values["unpublished"] = tuple(values.get("unpublished", ()))
    return Period(**values)


def _shift(day: date, number: int, unit: str) -> date:
    if unit in {MONTH, YEAR}:
        return add_months(day, number * (12 if unit == YEAR else 1))
    return day + timedelta(days=number * (7 if unit == WEEK else 1))


def _count(start: date, number: int, unit: str, calendar: Calendar, out: list[date]) -> tuple[date, int]:
    """Return the last day by count and the paused days before it; a longer count may run into further paused days."""
    working = unit == WORKING_DAY
    base = calendar.after(start, number) if working else _shift(start, number, unit)
    end, taken = base, -1
    while (inside := bisect_right(out, end)) != taken:
        taken = inside
        end = calendar.after(start, number + taken) if working else base + timedelta(days=taken)
    return end, taken


def _paused(start: date, stops: Iterable[Pause], calendar: Calendar, unit: str) -> list[date]:
    """Return the days that fall out, in order and each once (stops may overlap)."""
    days = {
        stop.start_on + timedelta(days=n) for stop in stops for n in range(1, (stop.end_on - stop.start_on).days + 1)
    }
    return sorted(day for day in days if day > start and (unit != WORKING_DAY or calendar.is_working(day)))


def _rest(first: date, last: date, calendar: Calendar) -> Reasoned:
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple((day, reason) for day in days if (reason := calendar.rest_reason(day)))


def _unsettled(first: date, last: date, calendar: Calendar) -> tuple[int, ...]:
    """Return the years whose notice may still change a day of the span."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    years = {day.year if day.year not in calendar.published else day.year + 1 for day in days
             if not calendar.is_settled(day)}
    return tuple(sorted(years))


def _date(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
