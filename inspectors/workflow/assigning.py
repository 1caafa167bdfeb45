"""Verbs of assignments: an inspector becomes responsible for schools, stops, hands over (R-ZONE-01)."""
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspectorate.duties.workflow import meet_duty
from inspectorate.lib.periods import ONE
from inspectorate.register.models import Organization, Post
from inspectorate.register.rights import require
from inspectorate.trail.workflow import RuleRefused, record
from inspectors.deadlines import needs_induction, usual_load, zone_size
from inspectors.models import Assignment, Inspector, TrainingRecord, Zone, ZoneSchool
from inspectors.states import InspectorState, RecordState

from .recusal import Refusal, check_for_team

ROTATION = "rotate_inspector"


def assign_inspector(
    school: Organization, *, by: Post, inspector: Inspector, valid_from: date, reason: str = ""
) -> Assignment:
    """Make an inspector responsible for a school from a day on (R-ZONE-01); refused with every reason against it."""
    with transaction.atomic():
        Inspector.objects.select_for_update().get(pk=inspector.pk)  # two acts at once count the same schools
        against = check_assignment(inspector, school, valid_from)
        if against:
            raise RuleRefused(" ".join(map(str, against)), rule=against[0].rule)
        place = ZoneSchool.objects.current(valid_from).filter(school=school.pk).first()
        assignment = Assignment.objects.create(
            inspector=inspector, school_id=school.pk, zone_id=place.zone_id if place else None,
            valid_from=valid_from, reason=reason, **school.scope,
        )
        require(by, "assign_inspector", assignment)
        record(assignment, "assign_inspector", by=by, note=reason, on=valid_from)
    return assignment


def assign_schools(
    inspector: Inspector, *, by: Post, schools: Iterable[Organization], valid_from: date, reason: str = ""
) -> list[Assignment]:
    """Make an inspector responsible for several schools in one act: all, or none with the reasons."""
    require(by, "assign_schools", inspector)
    return _each(
        schools, lambda one: assign_inspector(one, by=by, inspector=inspector, valid_from=valid_from, reason=reason)
    )


def assign_zone(
    zone: Zone, *, by: Post, inspector: Inspector, schools: Iterable[Organization], valid_from: date, reason: str = ""
) -> list[Assignment]:
    """Make an inspector responsible for schools of a zone in one act (R-ZONE-01)."""
    require(by, "assign_zone", zone)
    return _each(
        schools, lambda one: assign_inspector(one, by=by, inspector=inspector, valid_from=valid_from, reason=reason)
    )


def end_assignment(assignment: Assignment, *, by: Post, on: date, note: str) -> Assignment:
    """End an assignment after a day; ended before its first day it never held."""
    require(by, "end_assignment", assignment)
    end_after(assignment, on, by=by, note=note)
    return assignment


def hand_over(
    assignment: Assignment, *, by: Post, inspector: Inspector, valid_from: date, reason: str
) -> Assignment:
    """Hand a school over: the one assignment ends on the eve of the day on which the other begins, in one act."""
    require(by, "hand_over", assignment)
    if inspector.pk == assignment.inspector_id:
        raise RuleRefused(_("%(name)s is responsible for this school already.") % {"name": inspector.name},
                          rule="R-ZONE-01")
    with transaction.atomic():
        end_after(assignment, max(valid_from, assignment.valid_from) - ONE, by=by, note=reason)
        return assign_inspector(
            assignment.school, by=by, inspector=inspector, valid_from=valid_from, reason=reason
        )


def hand_over_schools(
    inspector: Inspector, *, by: Post, assignments: Iterable[Assignment], successor: Inspector, valid_from: date,
    reason: str,
) -> list[Assignment]:
    """Hand several schools of an inspector over to another in one act, e.g. when a term ends (journey J10)."""
    require(by, "hand_over_schools", inspector)
    return _each(
        assignments, lambda one: hand_over(one, by=by, inspector=successor, valid_from=valid_from, reason=reason)
    )


def end_after(assignment: Assignment, on: date, *, by: Post | None, note: str) -> None:
    """Write the last day of a running assignment."""
    with transaction.atomic():
        if on < assignment.valid_from - ONE:
            message = _("The assignment began only on %(date)s.")
            raise RuleRefused(message % {"date": date_format(assignment.valid_from)}, rule="R-ZONE-01")
        running = Assignment.objects.filter(pk=assignment.pk, valid_to=None)
        if not running.update(valid_to=on, ended_reason=note[:300]):
            raise RuleRefused(_("This assignment has already ended."), rule="R-ZONE-01")
        assignment.valid_to, assignment.ended_reason = on, note[:300]
        meet_duty(assignment, ROTATION, by=by)
        record(assignment, "end_assignment", by=by, note=note, on=on)


def end_all(inspector: Inspector, on: date, *, by: Post | None, note: str) -> int:
    """End all assignments of somebody who leaves the roster; return how many schools that leaves."""
    running = list(inspector.assignments.filter(valid_to=None).select_related("inspector", "school"))
    for assignment in running:
        end_after(assignment, max(on, assignment.valid_from - ONE), by=by, note=note)
    return len(running)


def check_assignment(inspector: Inspector, school: Organization, on: date) -> list[Refusal]:
    """Return every reason against an assignment: roster, term, certificate, induction, recusal, the same pair."""
    found = check_for_team(inspector, school, on)
    if inspector.state != InspectorState.LISTED:
        found.append(Refusal(inspector.name, _("has left the roster."), "R-EXIT-02"))
    if lacks_induction(Inspector.objects.filter(pk=inspector.pk), on).exists():
        found.append(Refusal(inspector.name, _("has not been trained before the first assignment."), "R-TRAIN-01"))
    held = Assignment.objects.filter(inspector=inspector, school=school.pk, valid_to=None).first()
    held = held or Assignment.objects.filter(inspector=inspector, school=school.pk, valid_to__gte=on).first()
    if held:
        words = _("is responsible for %(school)s since %(date)s.")
        found.append(Refusal(inspector.name, words % {"school": school, "date": date_format(held.valid_from)},
                             "R-ZONE-01"))
    return found


def lacks_induction(inspectors: QuerySet[Inspector], on: date) -> QuerySet[Inspector]:
    """Return the new inspectors without confirmed induction (R-TRAIN-01), where their area has the rule.

    New is who came through a candidacy here and was never assigned; who is entered as appointed before has worked.
    """
    trained = TrainingRecord.objects.filter(
        inspector=OuterRef("pk"), is_induction=True, state=RecordState.CONFIRMED, completed_on__lte=on
    )
    before = Assignment.objects.filter(inspector=OuterRef("pk"), valid_from__lte=on)
    found = inspectors.filter(~Exists(trained), ~Exists(before), admission__isnull=False).select_related("office__area")
    bound = [person.pk for person in found if needs_induction(person.area, on)]
    return Inspector.objects.filter(pk__in=bound)


def load_warning(inspector: Inspector, schools: int, on: date | None = None) -> str:
    """Say that an inspector has more schools than is usual (R-RATIO-03); empty where not. A measure, no stop."""
    usual = usual_load(inspector.area, on or timezone.localdate())
    if usual is None or schools <= usual:
        return ""
    message = ngettext(
        "%(name)s is responsible for %(n)d school; about %(usual)d are usual (R-RATIO-03).",
        "%(name)s is responsible for %(n)d schools; about %(usual)d are usual (R-RATIO-03).", schools,
    )
    return message % {"name": inspector.name, "n": schools, "usual": usual}


def size_warning(zone: Zone, schools: int, on: date | None = None) -> str:
    """Say that a zone holds more schools than it should (R-ZONE-02); empty where not. A measure, no stop."""
    most = zone_size(zone.area, on or timezone.localdate())
    if most is None or schools <= most:
        return ""
    message = _("The zone holds %(n)d schools; generally no more than %(most)d should be in one (R-ZONE-02).")
    return message % {"n": schools, "most": most}


def _each(rows: Iterable, act: Callable[[Any], Assignment]) -> list[Assignment]:
    """Do an act on each row, all or none; the refusal names every row that stands against it."""
    made, against = [], []
    with transaction.atomic():
        for row in rows:
            try:
                with transaction.atomic():
                    made.append(act(row))
            except RuleRefused as refused:
                against.append((row, refused))
        if against:
            words = " ".join(f"{_name(row)}: {refused}" for row, refused in against)
            raise RuleRefused(words, rule=against[0][1].rule)
    return made


def _name(row: Organization | Assignment) -> str:
    return row.school.name if isinstance(row, Assignment) else row.name
