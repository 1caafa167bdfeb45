"""What the clock starts: what committees, offices and member units owe each year, as of today (S03, S04, S05)."""
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from inspectorate.duties.workflow import Owed, open_owed
from inspectorate.lib.periods import ONE
from inspectorate.register.models import Level, Organization, Post
from inspectorate.trail.workflow import Refusal

from .deadlines import announced_on, month_due, reader, year_begin, year_end
from .models import AnnualPlan, Committee, Liaison, Membership, counted, with_plenaries
from .states import PlanKind, PlanState
from .workflow import participation_key, plan_key, plenary_key, prepare_plan

DUE_MONTHS = {PlanKind.CITY: "R-ORG-10.due_month", PlanKind.COUNTY: "R-ORG-11.due_month"}
PLAN_TITLES = {
    PlanKind.CITY: gettext_lazy("Draw up the annual plan {year} and have it approved"),
    PlanKind.COUNTY: gettext_lazy("Report the annual plan {year}"),
}
# Until when the plan counts as owed: a county has done its part once it was submitted.
OWED_STATES = {
    PlanKind.CITY: (PlanState.DRAFT, PlanState.SUBMITTED, PlanState.RETURNED),
    PlanKind.COUNTY: (PlanState.DRAFT,),
}


def owe_plenaries() -> int:
    """Owe each committee's plenary meeting of the year, until it was held (R-ORG-06); return how many were opened."""
    return open_owed(_plenaries(timezone.localdate()))


def owe_plans() -> int:
    """Prepare the drafts of the year's plans and owe them to the offices (R-ORG-10, R-ORG-11)."""
    today = timezone.localdate()
    dates = _due_dates(today)
    for office in _planless(today):
        if _is_owed(office, dates[_kind(office)](office.area), today):
            _prepare(office, today.year)
    return open_owed(_plans(today, dates))


def owe_liaisons() -> int:
    """Owe a liaison officer for each member unit without one; one duty a vacancy, however long it lasts (R-ORG-07)."""
    return open_owed(_vacancies(timezone.localdate()))


def owe_participation() -> int:
    """Owe each member unit's share in inspections where the area has the rule (R-ORG-08)."""
    return open_owed(_absent(timezone.localdate()))


def _plenaries(today: date) -> Iterator[Owed]:
    needed, offices = reader("R-ORG-06", today), Organization.objects.offices(today)
    month = reader("R-ORG-06.reminder_month", today)
    for committee in with_plenaries(Committee.objects.all(), today.year).select_related("organization__area"):
        office = offices.get(committee.area.pk)
        if office and committee.plenaries < (needed(committee.area) or 0):
            yield Owed(
                key=plenary_key(committee.pk, today.year), kind="hold_plenary", rule="R-ORG-06",
                title=format_lazy(gettext_lazy("Hold the plenary meeting of {year}"), year=today.year),
                holder=office, subject=committee, area=committee.area,
                trigger_on=year_begin(today.year), due_on=year_end(today.year),
                remind_on=announced_on(today.year, month(committee.area)),
            )


def _planless(today: date) -> list[Organization]:
    """Return the offices of cities and counties without a plan of this year."""
    has_plan = AnnualPlan.objects.filter(organization=OuterRef("pk"), year=today.year)
    rows = Organization.objects.current(today).filter(
        ~Exists(has_plan), kind=Organization.Kind.INSPECTORATE, area__level__in=[Level.CITY, Level.COUNTY]
    )
    return list(rows.select_related("area__parent").order_by("pk"))


def _due_dates(today: date) -> dict[str, Any]:
    """Return for each kind of plan a function from an area to the day the plan is owed; None where no rule is."""
    readers = {kind: reader(rule, year_begin(today.year)) for kind, rule in DUE_MONTHS.items()}
    return {
        kind: lambda area, read=read: month_due(today.year, month) if (month := read(area)) else None
        for kind, read in readers.items()
    }


def _is_owed(office: Organization, due_on: date | None, today: date) -> bool:
    """Return whether a plan without draft is owed: its month has not ended, or the office was known before it did."""
    if due_on is None:
        return False
    return today <= due_on or Post.objects.filter(organization=office, valid_from__lte=due_on).exists()


def _prepare(office: Organization, year: int) -> None:
    try:
        prepare_plan(office, year, by=None)
    except Refusal:  # no office above this county: the register is to be completed first
        return


def _kind(office: Organization) -> str:
    return PlanKind.COUNTY if office.area.level == Level.COUNTY else PlanKind.CITY


def _plans(today: date, dates: dict[str, Any]) -> Iterator[Owed]:
    month = reader("R-ORG-11.reminder_month", today)
    for kind, states in OWED_STATES.items():
        plans = AnnualPlan.objects.filter(year=today.year, kind=kind, state__in=states)
        for plan in plans.select_related("organization__area").order_by("pk"):
            due_on = dates[kind](plan.area)
            if due_on:
                yield Owed(
                    key=plan_key(plan.organization_id, plan.year), kind="annual_plan", rule=DUE_MONTHS[kind],
                    title=format_lazy(PLAN_TITLES[kind], year=plan.year), holder=plan.organization, subject=plan,
                    area=plan.area, trigger_on=year_begin(plan.year), due_on=due_on,
                    remind_on=announced_on(plan.year, month(plan.area)) if kind == PlanKind.COUNTY else None,
                )


def _vacancies(today: date) -> Iterator[Owed]:
    needed = reader("R-ORG-07", today)
    last = Liaison.objects.filter(membership=OuterRef("pk")).order_by("-valid_to").values("valid_to")[:1]
    seats = Membership.objects.on(today).units().with_vacancy(today).filter(lacks_liaison=True).annotate(left_on=last)
    for seat in seats.select_related("organization", "committee__organization__area").order_by("pk"):
        area = seat.committee.area
        if needed(area):
            since = seat.left_on + ONE if seat.left_on else seat.valid_from
            yield Owed(
                key=f"name_liaison:{seat.pk}:{since}", kind="name_liaison", rule="R-ORG-07.days",
                title=gettext_lazy("Name the unit's liaison officer"), holder=seat.organization, subject=seat,
                area=area, trigger_on=today,
            )


def _absent(today: date) -> Iterator[Owed]:
    needed = reader("R-ORG-08", today)
    seats = counted(Membership.objects.on(today).units(), today.year)
    for seat in seats.select_related("committee__organization__area", "organization"):
        if seat.activities < (needed(seat.committee.area) or 0):
            yield Owed(
                key=participation_key(seat.committee_id, seat.organization_id, today.year), kind="take_part",
                rule="R-ORG-08", holder=seat.organization, subject=seat, area=seat.committee.area,
                title=format_lazy(gettext_lazy("Take part in the inspections of {year}"), year=today.year),
                trigger_on=year_begin(today.year), due_on=year_end(today.year),
            )
