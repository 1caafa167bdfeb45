"""Semesters of areas (R-TIME-07): when pupils are in school."""
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from inspectorate.lib.periods import add_months
from inspectorate.register.models import Area, Post
from inspectorate.register.rights import require
from inspectorate.rulebook.models import Semester
from inspectorate.trail.workflow import RuleRefused, record


def add_semester(
    *, area: Area, name: str, starts_on: date, ends_on: date, by: Post | None, months: Iterable[int] = ()
) -> Semester:
    """Add a semester; without `months`, every month it touches counts as in session.

    Raises RuleRefused where it overlaps another semester of the area or a month lies outside it.
    """
    with transaction.atomic():
        Area.objects.select_for_update(no_key=True).get(pk=area.pk)
        chosen = _checked(area, starts_on, ends_on, months)
        row = Semester.objects.create(
            area=area, name=name, starts_on=starts_on, ends_on=ends_on, months=chosen, **area.scope
        )
        require(by, "add_semester", row)
        record(row, "add_semester", by=by, starts_on=starts_on, ends_on=ends_on)
    return row


def change_semester(
    semester: Semester, *, name: str, starts_on: date, ends_on: date, by: Post | None, months: Iterable[int] = ()
) -> Semester:
    """Change a semester's name, dates or months in session; raises RuleRefused as `add_semester` does."""
    with transaction.atomic():
        require(by, "change_semester", semester)
        Area.objects.select_for_update(no_key=True).get(pk=semester.area_id)
        semester.months = _checked(semester.area, starts_on, ends_on, months, but=semester)
        semester.name, semester.starts_on, semester.ends_on = name, starts_on, ends_on
        semester.save(update_fields=["name", "starts_on", "ends_on", "months"])
        record(semester, "change_semester", by=by, starts_on=starts_on, ends_on=ends_on)
    return semester


def semester_on(area: Area, day: date) -> Semester | None:
    """Return the semester of the nearest area upward in which a day lies; None in the holidays."""
    return next(iter(semesters_between(area, day, day)), None)


def semesters_between(area: Area, first: date, last: date) -> list[Semester]:
    """Return the semesters that touch a span, of the nearest area upward that has any at all, oldest first."""
    rows = Semester.objects.filter(area__in=area.lineage).order_by("starts_on")
    owners = set(rows.values_list("area_id", flat=True))
    owner = next((code for code in area.lineage if code in owners), None)
    return list(rows.between(first, last).filter(area=owner)) if owner else []


def in_session(area: Area, month: date) -> bool:
    """Return whether pupils are in school in the month of a day (monthly visits bind only then, R-VISIT-02)."""
    first = month.replace(day=1)
    return any(month.month in item.months for item in semesters_between(area, first, _last(first)))


def _last(first: date) -> date:
    return date.fromordinal(add_months(first, 1).toordinal() - 1)


def _checked(
    area: Area, starts_on: date, ends_on: date, months: Iterable[int], but: Semester | None = None
) -> list[int]:
    if ends_on <= starts_on:
        raise RuleRefused(_("The last day must lie after the first."), rule="R-TIME-07")
    other = Semester.objects.filter(area=area).between(starts_on, ends_on).exclude(pk=but.pk if but else None).first()
    if other:
        message = _("It overlaps “%(name)s” (%(from)s to %(to)s).")
        facts = {"name": other.name, "from": other.starts_on, "to": other.ends_on}
        raise RuleRefused(message % facts, rule="R-TIME-07")
    touched = _touched(starts_on, ends_on)
    chosen = list(months) or touched
    if not set(chosen) <= set(touched):
        raise RuleRefused(_("A month in session lies outside the semester."), rule="R-TIME-07")
    return [month for month in touched if month in chosen]


def _touched(starts_on: date, ends_on: date) -> list[int]:
    """Return the months of a span in order; a semester is shorter than a year, so each occurs once."""
    count = (ends_on.year - starts_on.year) * 12 + ends_on.month - starts_on.month + 1
    if count > 12:
        raise RuleRefused(_("A semester is shorter than a year."), rule="R-TIME-07")
    return [(starts_on.month - 1 + step) % 12 + 1 for step in range(count)]
