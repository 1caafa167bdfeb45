"""How often each school was visited, against what its area asks: by month in session and by semester (TV-8)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from inspectorate.lib.periods import ONE, ONE_WEEK, add_months
from inspectorate.register.models import Area, Organization
from inspectorate.rulebook.models import Semester, Setting
from inspectorate.rulebook.workflow import terms
from inspectorate.rulebook.workflow.terms import Term
from inspectors.models import Assignment

from .instruments import AppliesTo, applies_to
from .visits import Visit

HALF_YEARLY, MONTHLY, MONTHLY_KINDERGARTEN = "R-VISIT-01", "R-VISIT-02", "R-VISIT-02.kindergarten"
WARNING_WEEK = "R-VISIT-01.warning_week"
RULES = (HALF_YEARLY, MONTHLY, MONTHLY_KINDERGARTEN, WARNING_WEEK)
MET, MISSED, RUNNING, AHEAD, OFF = "met", "missed", "running", "ahead", "off"
Span = tuple[date, date]


class Cell(NamedTuple):
    """Visits of one school in one span, against what was needed."""

    first: date
    last: date
    count: int
    needed: int
    verdict: str


class Counts(NamedTuple):
    """Visits by school and first day of the month, by school and semester, and from when on anybody was assigned."""

    months: dict[tuple[int, date], int]
    semesters: dict[tuple[int, Span], int]
    known_from: date | None

    def covers(self, school: Organization, first: date, last: date) -> bool:
        """Return whether a school existed through a span that did not end before the first inspector was assigned."""
        return (
            (school.valid_from is None or school.valid_from <= first)
            and (school.valid_to is None or school.valid_to >= last)
            and (self.known_from is None or self.known_from <= last)
        )


@dataclass(frozen=True)
class Line:
    """One school: its months and its semesters."""

    school: Organization
    months: Sequence[Cell]
    semesters: Sequence[Cell]

    @property
    def is_missed(self) -> bool:
        """Return whether a month or a semester that is over was missed."""
        return any(cell.verdict == MISSED for cell in (*self.months, *self.semesters))


@dataclass(frozen=True)
class Season:
    """What holds in an area in a span: its semesters, how many visits it asks for and when it warns."""

    semesters: Sequence[Semester]
    needed: dict[str, int]

    def in_session(self, first: date, last: date) -> bool:
        """Return whether pupils are in school in a month (R-TIME-07)."""
        found = (item for item in self.semesters if item.starts_on <= last and item.ends_on >= first)
        return any(first.month in item.months for item in found)

    def warns_on(self, semester: Semester) -> date | None:
        """Return the first day of the week in which missing visits are announced (R-VISIT-01.warning_week)."""
        week = self.needed[WARNING_WEEK]
        return semester.starts_on + (week - 1) * ONE_WEEK if week else None

    def a_month(self, school: Organization) -> int:
        """Return how many visits a school needs in a month in session (R-VISIT-02)."""
        is_kindergarten = applies_to(school) == AppliesTo.KINDERGARTEN
        return self.needed[MONTHLY_KINDERGARTEN if is_kindergarten else MONTHLY]


def month_of(day: date) -> Span:
    """Return the first and the last day of a day's month."""
    first = day.replace(day=1)
    return first, add_months(first, 1) - ONE


def months_between(first: date, last: date) -> list[Span]:
    """Return the months that a span touches."""
    found = [month_of(first)]
    while found[-1][1] < last:
        found.append(month_of(found[-1][1] + ONE))
    return found


def frequencies(schools: QuerySet, first: date, last: date, on: date | None = None) -> list[Line]:
    """Return some schools with their visits by the months of a span and the semesters that touch it."""
    on = on or timezone.localdate()
    rows = list(schools.select_related("area", "school"))
    areas = {row.area_id: row.area for row in rows}
    held = seasons(areas.values(), first, last)
    visits = Visit.objects.filter(school__in=schools.order_by().values("pk"))
    by_month = _by_month(visits, months_between(first, last))
    by_semester = _by_semester(visits, {(s.starts_on, s.ends_on) for season in held.values() for s in season.semesters})
    counts = Counts(by_month, by_semester, _known_from(schools) if first < month_of(on)[0] else None)
    return [_line(row, held[row.area_id], counts, span=(first, last), on=on) for row in rows]


def seasons(areas: Iterable[Area], first: date, last: date, on: date | None = None) -> dict[str, Season]:
    """Return what holds in each of some areas, with one statement for all semesters and one for all settings.

    The semesters are those that touch the span, the numbers those in force `on` a day, else on its first.
    """
    areas = list(areas)
    codes = {code for area in areas for code in area.lineage}
    semesters: dict[str, list[Semester]] = defaultdict(list)
    for item in Semester.objects.filter(area__in=codes).order_by("starts_on"):
        semesters[item.area_id].append(item)
    needed = terms_by_area(areas, on or first, RULES)
    found = {}
    for area in areas:
        own = next((semesters[code] for code in area.lineage if semesters[code]), [])
        inside = [item for item in own if item.starts_on <= last and item.ends_on >= first]
        found[area.pk] = Season(inside, {rule: int(term.value or 0) for rule, term in needed[area.pk].items()})
    return found


def terms_by_area(areas: Iterable[Area], on: date, rules: Sequence[str]) -> dict[str, dict[str, Term]]:
    """Return the terms of some rules in each area; asked anew only for areas whose settings differ."""
    areas = list(areas)
    codes = {code for area in areas for code in area.lineage}
    deciding = set(Setting.objects.in_force(on).filter(rule__in=rules, area__in=codes).values_list("area", flat=True))
    known: dict[tuple[str, ...], dict[str, Term]] = {}
    found = {}
    for area in areas:
        voices = tuple(code for code in area.lineage if code in deciding)
        if voices not in known:
            known[voices] = terms(area if voices else None, on, rules)
        found[area.pk] = known[voices]
    return found


def _by_month(visits: QuerySet, months: Sequence[Span]) -> dict[tuple[int, date], int]:
    rows = visits.counted(months[0][0], months[-1][1]).order_by()
    found = rows.values_list("school", TruncMonth("visited_on")).annotate(Count("pk"))
    return {(school, month): number for school, month, number in found}


def _by_semester(visits: QuerySet, spans: Iterable[Span]) -> dict[tuple[int, Span], int]:
    names = {f"n{index}": span for index, span in enumerate(sorted(spans))}
    if not names:
        return {}
    counts = {name: Count("pk", filter=Q(visited_on__range=span)) for name, span in names.items()}
    rows = visits.counted(min(names.values())[0], max(last for _first, last in names.values())).order_by()
    return {(row["school"], span): row[name] for row in rows.values("school").annotate(**counts)
            for name, span in names.items()}


def _line(school: Organization, season: Season, counts: Counts, *, span: Span, on: date) -> Line:
    needed = season.a_month(school)
    months = [
        _cell(first, last, counts.months.get((school.pk, first), 0), needed,
              on=on, is_off=not season.in_session(first, last) or not counts.covers(school, first, last))
        for first, last in months_between(*span)
    ]  # fmt: skip
    semesters = [
        _cell(item.starts_on, item.ends_on, counts.semesters.get((school.pk, (item.starts_on, item.ends_on)), 0),
              season.needed[HALF_YEARLY], on=on, is_off=not counts.covers(school, item.starts_on, item.ends_on))
        for item in season.semesters
    ]  # fmt: skip
    return Line(school, months, semesters)


def _known_from(schools: QuerySet) -> date | None:
    """Return the day of the first assignment at some schools: what ended before it was asked of nobody here."""
    rows = Assignment.objects.filter(school__in=schools.order_by().values("pk"))
    return rows.aggregate(first=Min("valid_from"))["first"]


def _cell(first: date, last: date, count: int, needed: int, *, on: date, is_off: bool) -> Cell:
    if count >= needed and count:
        verdict = MET
    elif is_off or not needed:
        verdict = OFF
    elif last < on:
        verdict = MISSED
    else:
        verdict = RUNNING if first <= on else AHEAD
    return Cell(first, last, count, needed, verdict)
