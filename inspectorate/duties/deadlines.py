"""When people are reminded and when notices may leave the system: dated settings of the areas, no number here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, NamedTuple

from django.utils import timezone

from inspectorate.lib.periods import ONE, Calendar, period_end
from inspectorate.register.models import Area, Level
from inspectorate.rulebook.catalogue import find
from inspectorate.rulebook.models import Setting

AHEAD, OVERDUE, ESCALATION = "OFFICE.reminders", "OFFICE.overdue_step", "OFFICE.escalation"
HOURS, REST_DAYS, STORM = "OFFICE.notice_hours", "OFFICE.notice_on_rest_days", "OFFICE.notice_storm"
RULES = (AHEAD, OVERDUE, ESCALATION, HOURS, REST_DAYS, STORM)
ALWAYS = date.min


class Step(NamedTuple):
    """A number of days of one area, and since when it binds: days before that day are none of its own."""

    area_id: str
    number: int
    unit: str
    since: date


@dataclass(frozen=True)
class Hours:
    """When notices leave the system in one area, and how many at once without anybody's leave."""

    span: tuple[int, ...]
    on_rest_days: bool
    most: int | None

    def next_moment(self, now: datetime, worked: Calendar) -> datetime:
        """Return `now` inside the hours, else the next moment they open (quiet hours, rest days)."""
        local = timezone.localtime(now)
        # Without a rule, or with one that names no span of a day, all hours are good.
        opens, closes = (min(self.span), max(self.span)) if len(set(self.span)) > 1 else (0, None)
        opens = min(opens, time.max.hour)
        day = local.date() + (ONE if closes is not None and local.hour >= closes else timedelta())
        day = day if self.on_rest_days else worked.roll(day)
        if day == local.date() and local.hour >= opens:
            return now
        return timezone.make_aware(datetime.combine(day, time(opens)))

    def next_day(self, after: datetime, worked: Calendar) -> datetime:
        """Return the first moment on a later day than that of `after`."""
        morning = timezone.make_aware(datetime.combine(timezone.localtime(after).date() + ONE, time()))
        return self.next_moment(morning, worked)


class Rhythm:
    """How the areas want people to be reminded on a day: the settings in force, read in one query."""

    def __init__(self, on: date, areas: Iterable[Area] = ()) -> None:
        """Read the settings that bind on a day: of `areas` and those above them, else of all."""
        rows = Setting.objects.in_force(on).filter(rule__in=RULES).order_by("valid_from")
        codes = {code for area in areas for code in area.lineage}
        self._found = {(row.rule, row.area_id): row for row in (rows.filter(area__in=codes) if codes else rows)}

    @property
    def furthest(self) -> int:
        """Return how many days ahead anybody is reminded, wherever."""
        own = [row.clean_value for (rule, _code), row in self._found.items() if rule == AHEAD]
        return max((number for value in (find(AHEAD).default, *own) for number in value or ()), default=0)

    def steps(self, rule: str, area: Area) -> list[Step]:
        """Return the steps of one rule in an area, in the order of the setting."""
        chosen = self._nearest(rule, area)
        value = self._value(rule, area)
        unit = (chosen.unit if chosen else "") or find(rule).unit
        numbers = value if isinstance(value, tuple) else () if value is None else (value,)
        return [Step(area.pk, number, unit, chosen.valid_from if chosen else ALWAYS) for number in numbers]

    def hours(self, area: Area) -> Hours:
        """Return when notices leave the system in a city or province."""
        span, on_rest_days, most = (self._value(rule, area) for rule in (HOURS, REST_DAYS, STORM))
        return Hours(span or (), bool(on_rest_days), most)

    def _value(self, rule: str, area: Area) -> Any:
        chosen, catalogued = self._nearest(rule, area), find(rule)
        return catalogued.clean(chosen.value if chosen else catalogued.default)

    def _nearest(self, rule: str, area: Area) -> Setting | None:
        return next((self._found[rule, code] for code in area.lineage if (rule, code) in self._found), None)


def escalation_days(
    due_dates: Iterable[tuple[str, date]], found: Iterable[Step], worked: Calendar
) -> list[tuple[str, date, date, date]]:
    """Return (area, due date, day of the escalation, binding since) for the due dates of each area."""
    by_area = {step.area_id: step for step in found}

    @cache
    def day(due_on: date, number: int, unit: str) -> date:
        return period_end(due_on, number, unit, worked).nominal_on

    pairs = ((by_area[area], due_on) for area, due_on in due_dates if area in by_area)
    return [(step.area_id, due_on, day(due_on, step.number, step.unit), step.since) for step, due_on in pairs]


def hours(code: str, on: date) -> Hours:
    """Return the hours of the city or province with a code."""
    area = place_of(code)
    return Rhythm(on, [area]).hours(area)


def place_of(code: str) -> Area:
    """Return the area with a code as far as rules are concerned, without looking it up (GB/T 2260)."""
    return Area(code=code, level=Level.of(code))
