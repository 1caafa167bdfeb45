"""When people are reminded and when notices may leave the system: dated settings of the areas, no number here."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import NamedTuple

from django.utils import timezone

from inspectorate.lib.periods import ONE, Calendar, period_end
from inspectorate.register.models import Area
from inspectorate.rulebook.catalogue import find
from inspectorate.rulebook.models import Setting
from inspectorate.rulebook.workflow import calendar, terms

AHEAD, OVERDUE, ESCALATION = "OFFICE.reminders", "OFFICE.overdue_step", "OFFICE.escalation"
HOURS, REST_DAYS, STORM = "OFFICE.notice_hours", "OFFICE.notice_on_rest_days", "OFFICE.notice_storm"
ALWAYS = date.min


class Step(NamedTuple):
    """A number of days of one area, and since when it binds: days before that day are none of its own."""

    area_id: str
    number: int
    unit: str
    since: date


def steps(areas: Iterable[Area], on: date) -> dict[str, list[list[Step]]]:
    """Return for each rule and area the steps in force on a day, in the order of the setting; one query."""
    rules = (AHEAD, OVERDUE, ESCALATION)
    found: dict[tuple[str, str], Setting] = {
        (item.rule, item.area_id): item for item in Setting.objects.in_force(on).filter(rule__in=rules)
    }
    by_rule = defaultdict(list)
    for area in areas:
        for rule in rules:
            chosen = next((found[rule, code] for code in area.lineage if (rule, code) in found), None)
            by_rule[rule].append(list(_steps(rule, area, chosen)))
    return by_rule


def _steps(rule: str, area: Area, chosen: Setting | None) -> Iterator[Step]:
    catalogued = find(rule)
    value = catalogued.clean(chosen.value if chosen else catalogued.default)
    unit = (chosen.unit if chosen else "") or catalogued.unit
    for number in value if isinstance(value, tuple) else () if value is None else (value,):
        yield Step(area.pk, number, unit, chosen.valid_from if chosen else ALWAYS)


def escalation_days(due_dates: Iterable[tuple[str, date]], found: Iterable[Step]) -> list[tuple[str, date, date, date]]:
    """Return (area, due date, day of the escalation, binding since) for the due dates of each area."""
    worked = calendar()
    by_area = {step.area_id: step for step in found}

    @cache
    def day(due_on: date, number: int, unit: str) -> date:
        return period_end(due_on, number, unit, worked).nominal_on

    pairs = ((by_area[area], due_on) for area, due_on in due_dates if area in by_area)
    return [(step.area_id, due_on, day(due_on, step.number, step.unit), step.since) for step, due_on in pairs]


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


def hours(code: str, on: date) -> Hours:
    """Return the hours of the city or province with a code."""
    area = Area.objects.filter(pk=code).first()
    found = terms(area, on, [HOURS, REST_DAYS, STORM])
    return Hours(found[HOURS].value or (), bool(found[REST_DAYS].value), found[STORM].value)
