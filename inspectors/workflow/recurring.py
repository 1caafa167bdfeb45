"""What the roster owes again and again, as of a day: training hours, looks at what falls short, ends, rotation, cover.

Each function states what is owed; whoever runs it twice or late finds the same. What is no longer owed falls away.
"""
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from inspectorate.duties.models import Duty
from inspectorate.duties.states import DutyState
from inspectorate.duties.workflow import Owed, meet_keys, open_owed
from inspectorate.lib.periods import ONE, add_months
from inspectorate.register.models import Area, Level, Organization
from inspectorate.trail.workflow import batches, move_many
from inspectors.deadlines import (
    certificate_reminder_months,
    inspectors_per_school,
    reminder_months,
    rotation_begins,
    step_begun,
    training_check,
)
from inspectors.models import Assignment, Certificate, Inspector, Institution, RosterCheck, Term, training_audit
from inspectors.models.audits import Training
from inspectors.states import CheckKind, InspectorState, TermState

from .assigning import ROTATION
from .checks import close_check
from .terms import CERTIFICATE_CHECK, TERM_CHECK

HOURS = "train_hours"
SCHOOL_GROUP = "school"
COVERED: tuple[str, ...] = ("county", "city", "school__managing_level", "cover")


def owe_hours(on: date) -> int:
    """Open what each inspector owes of training in the calendar year; meet what is reached (R-TRAIN-02).

    The inspectorate that manages the inspector holds the duty: it arranges and counts training; the person is the
    inspector. Whoever is no longer bound owes nothing more of this year.
    """
    found = [one for one in _audited(on) if one.needed]
    met = meet_keys(_hours_key(one, on) for one in found if not one.short_by)
    kept = keep_only(HOURS, {_hours_key(one, on) for one in found}, ending=f":{on.year}")
    return met + kept + open_owed(_hours_owed([one for one in found if one.short_by], on))


def owe_training_checks(on: date) -> int:
    """Open the looks at training hours that the month asks for, where somebody falls short (R-TRAIN-02)."""
    by_office: dict[int, list[Training]] = defaultdict(list)
    for one in _audited(on):
        by_office[one.office_id].append(one)
    offices = Organization.objects.in_bulk(by_office)
    asked = _by_area(training_check, on)
    areas = Area.objects.in_bulk({office.area_id for office in offices.values()})
    made = 0
    for pk, office in sorted(offices.items()):
        kind = asked(areas[office.area_id])
        short = [one for one in by_office[pk] if (one.will_be_short_by if kind == CheckKind.FORECAST else one.short_by)]
        if kind and short:
            made += _ask(office, kind, f"{on:%Y-%m}", len(short), on, rule="R-TRAIN-02", due_on=_month_end(on))
    return made


def owe_cover(on: date) -> int:
    """Ask each managing inspectorate for an inspector of every school; close it when all are covered (R-ZONE-03)."""
    bare = _uncovered(on)
    offices = Organization.objects.offices(on)
    waiting = {check.office_id: check for check in RosterCheck.objects.waiting().filter(kind=CheckKind.COVER)
               .select_related("office")}
    made = 0
    for code, number in sorted(bare.items()):
        office = offices.get(code)
        if office and number and office.pk not in waiting:
            made += _ask(office, CheckKind.COVER, f"{on:%Y-%m-%d}", number, on, rule="R-ZONE-03.cover")
    for check in waiting.values():
        if not bare.get(check.office.area_id):
            close_check(check, by=None, note=str(_("Every school has an inspector in term.")))
            made += 1
    return made


def owe_term_checks(on: date) -> int:
    """Open the reminders before terms end, each until the next takes its place (R-TERM-01.reminders)."""
    months = _by_area(reminder_months, on)
    rows = Term.objects.filter(state=TermState.ENGAGED, ends_on__gte=on, ended_on=None)
    rows = rows.filter(_on_roster())
    owed = list(_ends(rows, "ends_on", kind=TERM_CHECK, rule="R-TERM-01.reminders", months=months, on=on))
    return open_owed(owed) + keep_only(TERM_CHECK, {one.key for one in owed})


def owe_certificate_checks(on: date) -> int:
    """Open the reminders before certificates expire while the term goes on (R-ROST-07.reminders)."""
    months = _by_area(certificate_reminder_months, on)
    terms = Term.objects.in_force(on).filter(inspector=OuterRef("inspector"))
    rows = Certificate.objects.valid(on).filter(_on_roster(), Exists(terms), expires_on__isnull=False)
    rows = rows.filter(~Exists(terms.filter(ends_on__lte=OuterRef("expires_on"))))
    owed = list(_ends(rows, "expires_on", kind=CERTIFICATE_CHECK, rule="R-ROST-07.reminders", months=months, on=on))
    return open_owed(owed) + keep_only(CERTIFICATE_CHECK, {one.key for one in owed})


def owe_rotation(on: date) -> int:
    """Open the rotation of inspectors who have held a school for as long as the area lets them (R-ZONE-04)."""
    first = _by_area(rotation_begins, on)
    held = Assignment.objects.current(on).filter(valid_to=None)
    areas = Area.objects.filter(pk__in=held.order_by().values("school__area").distinct())
    latest = max((begins for area in areas if (begins := first(area))), default=date.min)
    rows = held.filter(valid_from__lte=latest).select_related("inspector__office", "school__area").order_by("pk")
    owed = [
        Owed(
            key=f"{ROTATION}:{one.pk}", kind=ROTATION, rule="R-ZONE-04", holder=one.inspector.office, subject=one,
            area=one.school.area, trigger_on=one.valid_from, group=SCHOOL_GROUP,
            title=_("Rotate %(name)s at %(school)s") % {"name": one.inspector.name, "school": one.school.name},
        )
        for one in rows.iterator(chunk_size=1000)
        if (begins := first(one.school.area)) and one.valid_from <= begins
    ]
    return open_owed(owed) + keep_only(ROTATION, {one.key for one in owed})


def keep_only(kind: str, keys: set[str], ending: str = "") -> int:
    """Let the open duties of a kind fall away whose reason is gone; return how many."""
    rows = Duty.objects.open().filter(kind=kind, key__endswith=ending).order_by("pk")
    gone = [pk for pk, key in rows.values_list("pk", "key") if key not in keys]
    note = _("No longer owed: settled, or another reminder has taken its place.")
    return sum(
        move_many(Duty.objects.open().filter(pk__in=batch), DutyState.CANCELLED, verb="cancel_duty", note=note)
        for batch in batches(gone)
    )


def _audited(on: date) -> list[Training]:
    """Return every bound inspector's year as of a day: one statement a province."""
    codes = Inspector.objects.filter(state=InspectorState.LISTED).order_by().values_list("province", flat=True)
    provinces = Area.objects.filter(pk__in=codes.distinct()).order_by("pk")
    return [one for province in provinces for one in training_audit(province, on.year, on)]


def _hours_key(one: Training, on: date) -> str:
    return f"{HOURS}:{one.pk}:{on.year}"


def _hours_owed(found: list[Training], on: date) -> Iterator[Owed]:
    known = set(Duty.objects.filter(kind=HOURS, key__endswith=f":{on.year}").values_list("key", flat=True))
    fresh = {one.pk: one for one in found if _hours_key(one, on) not in known}
    people = Inspector.objects.filter(pk__in=fresh).select_related("office__area", "user").order_by("pk")
    for person in people.iterator(chunk_size=1000):
        facts = {"name": person.name, "hours": fresh[person.pk].needed, "year": on.year}
        yield Owed(
            key=_hours_key(fresh[person.pk], on), kind=HOURS, rule="R-TRAIN-02", holder=person.office, subject=person,
            area=person.area, trigger_on=date(on.year, 1, 1), due_on=date(on.year, 12, 31), person=person.user,
            group=SCHOOL_GROUP, title=_("%(name)s: %(hours)s hours of training in %(year)s") % facts,
        )


def _ask(
    office: Organization, kind: str, period: str, short: int, on: date, *, rule: str, due_on: date | None = None
) -> int:
    """Open a check and its duty, once a period."""
    values = {"opened_on": on, "short": short, **office.scope}
    with transaction.atomic():
        check, is_new = RosterCheck.objects.get_or_create(office=office, kind=kind, period=period, defaults=values)
        if not is_new:
            return 0
        return open_owed([Owed(
            key=f"{check.kind_of_duty}:{office.pk}:{period}", kind=check.kind_of_duty, rule=rule, holder=office,
            subject=check, area=office.area, trigger_on=on, due_on=due_on, group=SCHOOL_GROUP,
            title=_("%(what)s: %(n)d") % {"what": CheckKind(kind).label, "n": short},
        )])


def _uncovered(on: date) -> Counter[str]:
    """Return how many schools each managing area has without enough inspectors in term; 0 where all are covered."""
    least = _by_area(inspectors_per_school, on)
    areas = Area.objects.in_bulk()
    found: Counter[str] = Counter()
    rows = Institution.objects.in_operation(on).with_cover(on).order_by()
    for county, city, level, cover in rows.values_list(*COVERED):
        code = county if level == Level.COUNTY and county else city
        if code in areas:
            found[code] += cover < least(areas[code])
    return found


def _ends(
    rows: QuerySet, field: str, *, kind: str, rule: str, months: Callable[[Area], tuple[int, ...]], on: date
) -> Iterator[Owed]:
    """Yield the reminder that stands for each row that ends soon."""
    for row in rows.select_related("inspector__office__area").order_by("pk").iterator(chunk_size=1000):
        person, ends_on = row.inspector, getattr(row, field)
        step = step_begun(months(person.area), ends_on, on)
        if step is None:
            continue
        words = {"name": person.name, "date": date_format(ends_on), "what": row._meta.verbose_name}
        yield Owed(
            key=f"{kind}:{row.pk}:{step.months}", kind=kind, rule=rule, holder=person.office, subject=person,
            area=person.area, trigger_on=step.begins_on, due_on=max(step.due_on, on), group=SCHOOL_GROUP,
            title=_("%(what)s of %(name)s ends on %(date)s") % words,
        )


def _by_area(rule: Callable[[Area, date], Any], on: date) -> Callable[[Area], Any]:
    """Return a rule of areas on a day, read once an area."""
    return cache(lambda area: rule(area, on))


def _on_roster() -> Q:
    return Q(inspector__state=InspectorState.LISTED)


def _month_end(on: date) -> date:
    return add_months(on.replace(day=1), 1) - ONE
