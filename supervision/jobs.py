"""What the clock opens: visits of the month and the semester, cycles of inspections, the end of a head's term.

All of it is found from what is owed today: run twice or days late, it changes nothing more.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspectorate.duties.models import Duty
from inspectorate.duties.workflow import Owed, open_owed
from inspectorate.lib.periods import ONE_WEEK, latest_start, period_end, term_end
from inspectorate.register.models import Area, Organization, School
from inspectorate.rulebook.workflow import calendar
from inspectorate.trail.workflow import batches
from inspectors.models import Assignment, Institution

from .deadlines import cycle_rules
from .models import Inspection, Visit
from .models.frequencies import Season, Span, month_of, seasons, terms_by_area
from .models.instruments import AppliesTo, applies_to
from .states import ENDED, InspectionState, Kind
from .workflow.cycles import END_OF_TERM, EVALUATION, GOVERNMENT, OF_SCHOOLS, SCHOOL, of_governments
from .workflow.frequencies import HALF_YEARLY, MONTHLY, pass_on

LEAD = "R-INS-04.lead"
CYCLES = {
    GOVERNMENT: (_("Inspect the government within the cycle"), "government"),
    SCHOOL: (_("Inspect the school within the cycle"), "school"),
}
DONE = [state for state in ENDED if state != InspectionState.CANCELLED]


def owe_visits() -> int:
    """Open the visits that each responsible inspector owes this month and this semester (R-VISIT-01, R-VISIT-02).

    What a former inspector still owed of the running period passes to the present one.
    """
    today = timezone.localdate()
    wanted = list(_visits_owed(today))
    # By the period itself: the day it is due may have moved off a rest day into the next month.
    running = Duty.objects.open().filter(
        kind__in=[MONTHLY, HALF_YEARLY], trigger_on__lte=today, nominal_due_on__gte=today
    )
    held = set(running.values_list("key", flat=True))
    pass_on(held - {claim.key for claim in wanted})
    return open_owed(_visits([claim for claim in wanted if not claim.is_met]))


def owe_inspections() -> int:
    """Open the cycles of governments and schools that run (R-INS-02, R-INS-03, R-INS-05, R-INS-29)."""
    today = timezone.localdate()
    offices = Organization.objects.offices(today)
    return open_owed([*_governments(today, offices), *_schools(today, offices)])


def owe_end_of_term() -> int:
    """Open the comprehensive inspection at the end of a head's term, as long before as the area says (R-INS-04)."""
    today = timezone.localdate()
    return open_owed(_heads(today, Organization.objects.offices(today)))


class _Claim(NamedTuple):
    """Visits that an assignment asks for in a span, and whether they were made."""

    row: int
    key: str
    kind: str
    rule: str
    span: Span
    is_met: bool
    warns_on: date | None


def _visits_owed(today: date) -> Iterator[_Claim]:
    rows = list(Assignment.objects.serving(today).select_related("school__school").order_by("pk"))
    areas = Area.objects.in_bulk({row.school.area_id for row in rows}).values()
    # Of the whole month: a semester that ended in it leaves the month's visit owed to its last day (R-TIME-07).
    held = seasons(areas, month_of(today)[0], today, on=today)
    counted = _Counts(rows)
    for row in rows:
        for kind, rule, span, needed, warns_on in _periods(row, held[row.school.area_id], today):
            period = f"{span[0]:%Y-%m}" if kind == MONTHLY else str(span[0])
            key = f"{kind}:{row.school_id}:{row.inspector_id}:{period}"
            yield _Claim(row.pk, key, kind, rule, span, counted.of(row.school_id, span) >= needed, warns_on)


def _periods(row: Assignment, season: Season, today: date) -> Iterator[tuple[str, str, Span, int, date | None]]:
    month = month_of(today)
    is_kindergarten = applies_to(row.school) == AppliesTo.KINDERGARTEN
    if season.in_session(*month) and season.a_month(row.school):
        rule = "R-VISIT-02.kindergarten" if is_kindergarten else "R-VISIT-02"
        yield MONTHLY, rule, month, season.a_month(row.school), None
    for item in season.semesters:
        if season.needed["R-VISIT-01"] and item.ends_on >= today:
            span = (item.starts_on, item.ends_on)
            yield HALF_YEARLY, "R-VISIT-01", span, season.needed["R-VISIT-01"], season.warns_on(item)


def _visits(claims: list[_Claim]) -> Iterator[Owed]:
    """Yield the duties that are not there yet; on most days there is none, and nobody's name need be read."""
    known = _known(claim.key for claim in claims)
    fresh = [claim for claim in claims if claim.key not in known]
    related = ("inspector__user", "inspector__office", "school__area", "zone__office")
    rows = Assignment.objects.select_related(*related).in_bulk({claim.row for claim in fresh})
    return (_visit(rows[claim.row], claim) for claim in fresh)


def _known(keys: Iterable[str]) -> set[str]:
    """Return which of some keys have been owed before."""
    rows = (Duty.objects.filter(key__in=batch) for batch in batches(keys))
    return {key for found in rows for key in found.values_list("key", flat=True) if key}


def _visit(row: Assignment, claim: _Claim) -> Owed:
    return Owed(
        key=claim.key,
        kind=claim.kind,
        rule=claim.rule,
        title=_("Visit the school this month") if claim.kind == MONTHLY else _("Visits of this semester"),
        holder=row.zone.office if row.zone else row.inspector.office,
        subject=row,
        area=row.school.area,
        trigger_on=claim.span[0],
        due_on=claim.span[1],
        person=row.inspector.user,
        group="school",
        remind_on=claim.warns_on,
    )


class _Counts:
    """Visits of the schools in a span, counted once a span."""

    def __init__(self, rows: Iterable[Assignment]) -> None:
        self.schools = [row.school_id for row in rows]
        self.known: dict[Span, dict[int, int]] = {}

    def of(self, school: int, span: Span) -> int:
        if span not in self.known:
            self.known[span] = Visit.objects.counted(*span).per_school(self.schools)
        return self.known[span].get(school, 0)


def _last(units: Iterable[int], kinds: Iterable[str]) -> dict[int, date]:
    """Return when the last inspection of some kinds ended, by the key of the unit."""
    rows = Inspection.objects.filter(unit__in=list(units), kind__in=list(kinds), state__in=DONE)
    return dict(rows.order_by().values_list("unit").annotate(Max("concluded_on")))


def _governments(today: date, offices: dict[str, Organization]) -> Iterator[Owed]:
    rows = Organization.objects.current(today).filter(kind=Organization.Kind.GOVERNMENT, area__parent__in=offices)
    units = list(rows.select_related("area__parent"))
    held = terms_by_area({unit.area.parent_id: unit.area.parent for unit in units}.values(), today, ("R-INS-29",))
    last = {code: _last([u.pk for u in units if u.area.parent_id == code], of_governments(office.area, today))
            for code, office in offices.items() if any(u.area.parent_id == code for u in units)}  # fmt: skip
    evaluated = _last([unit.pk for unit in units], [Kind.EVALUATION])
    for unit in units:
        code = unit.area.parent_id
        office = offices[code]
        yield _cycle(GOVERNMENT, "R-INS-02", unit, office, ended=last[code].get(unit.pk), today=today)
        ended = evaluated.get(unit.pk)
        if held[code]["R-INS-29"].value and (ended is None or ended.year < today.year):
            yield Owed(
                f"{EVALUATION}:{unit.pk}:{today.year}", EVALUATION, "R-INS-29", _("Evaluate the government this year"),
                office, unit, office.area, date(today.year, 1, 1), date(today.year, 12, 31), group="government",
            )  # fmt: skip


def _schools(today: date, offices: dict[str, Organization]) -> Iterator[Owed]:
    rows = Institution.objects.in_operation(today)
    units = list(rows.order_by().values_list("pk", flat=True))
    last = _last(units, OF_SCHOOLS)
    keys = {unit: _cycle_key(SCHOOL, unit, last.get(unit)) for unit in units}
    known = _known(keys.values())
    fresh = rows.filter(pk__in=[unit for unit, key in keys.items() if key not in known])
    yield from _cycles_begun(list(fresh.select_related("area", "school")), last, today, offices)


def _cycles_begun(
    units: list[Institution], last: dict[int, date], today: date, offices: dict[str, Organization]
) -> Iterator[Owed]:
    rules = terms_by_area({unit.area_id: unit.area for unit in units}.values(), today, cycle_rules())
    for unit in units:
        office = _office_of(unit.area, offices)
        is_kindergarten = applies_to(unit) == AppliesTo.KINDERGARTEN
        least, most = ("R-INS-05.min", "R-INS-05.max") if is_kindergarten else ("R-INS-03.min", "R-INS-03.max")
        terms, ended = rules[unit.area_id], last.get(unit.pk)
        if office is None or terms[most].value is None:
            continue
        begins = term_end(ended, terms[least].value or 0, terms[least].unit) if ended else today
        if begins <= today:
            yield _cycle(SCHOOL, most, unit, office, ended=ended, today=today)


def _cycle(kind: str, rule: str, unit: Organization, office: Organization, *, ended: date | None, today: date) -> Owed:
    """Owe the next inspection, counted from the end of the last, or from the day the unit was first looked at."""
    title, group = CYCLES[kind]
    return Owed(
        _cycle_key(kind, unit.pk, ended), kind, rule, title, office, unit, office.area, ended or today,
        group=group,
    )  # fmt: skip


def _cycle_key(kind: str, unit: int, ended: date | None) -> str:
    return f"{kind}:{unit}:{ended or 'first'}"


def _heads(today: date, offices: dict[str, Organization]) -> Iterator[Owed]:
    rows = School.objects.current(today).filter(head_to__gte=today)
    areas = Area.objects.filter(pk__in=rows.order_by().values("organization__area").distinct())
    leads, days = terms_by_area(areas, today, (LEAD,)), calendar()
    # None whose preparation begins later; a week more than the count, because months differ in length.
    latest = [period_end(today, lead.value, lead.unit, days).due_on for found in leads.values()
              if (lead := found[LEAD]).value]  # fmt: skip
    near = rows.filter(head_to__lte=max(latest, default=today) + ONE_WEEK)
    schools = list(near.select_related("organization__area"))
    last = _last([school.organization_id for school in schools], [Kind.END_OF_TERM])
    for school in schools:
        unit, lead = school.organization, leads[school.organization.area_id][LEAD]
        begins_on = latest_start(school.head_to, lead.value, lead.unit, days) if lead.value else school.head_to
        office, ended = _office_of(unit.area, offices), last.get(unit.pk)
        is_done = ended is not None and (school.head_from is None or ended >= school.head_from)
        if office is None or is_done or begins_on > today:
            continue
        yield Owed(
            f"{END_OF_TERM}:{unit.pk}:{school.head_to}", END_OF_TERM, "R-INS-04",
            _("Inspect the school at the end of its head's term"), office, unit, unit.area,
            begins_on, school.head_to, group="school",
        )  # fmt: skip


def _office_of(area: Area, offices: dict[str, Organization]) -> Organization | None:
    """Return the inspectorate of an area, or the next one upward."""
    return next((offices[code] for code in area.lineage if code in offices), None)
