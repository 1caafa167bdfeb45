"""Verbs of training: courses, attendance of many, what inspectors report themselves and the office's answer (S13)."""
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspectorate.documents.models import StoredFile
from inspectorate.documents.workflow import attach
from inspectorate.register.models import Organization, Post
from inspectorate.register.rights import require
from inspectorate.trail.workflow import RuleRefused, move, record
from inspectors.models import Course, Inspector, TrainingRecord
from inspectors.states import OWN_MODES, Mode, RecordState


def plan_course(*, by: Post, office: Organization, **facts: Any) -> Course:
    """Enter a course with tier, content, mode and hours (R-TRAIN-03, R-TRAIN-05)."""
    with transaction.atomic():
        course = Course.objects.create(office=office, **facts, **office.area.scope)
        require(by, "plan_course", course)
        record(course, "plan_course", by=by)
    return course


def record_attendance(course: Course, *, by: Post, inspectors: Iterable[Inspector]) -> list[TrainingRecord]:
    """Record for many inspectors in one act that they attended a course; its hours are confirmed thereby (R-TRAIN-04).

    Raises RuleRefused before the course is over, and naming whoever has the course already.
    """
    require(by, "record_attendance", course)
    _check_over(course.ends_on)
    people = list(inspectors)
    with transaction.atomic():
        Course.objects.select_for_update().get(pk=course.pk)  # attendance is recorded once, whoever is faster
        known = course.records.exclude(state=RecordState.REJECTED).filter(inspector__in=people)
        if names := _("; ").join(known.values_list("inspector__name", flat=True)):
            raise RuleRefused(_("The attendance is recorded already of: %(names)s.") % {"names": names},
                              rule="R-TRAIN-04")
        facts = {"title": course.title, "mode": course.mode, "hours": course.hours, "completed_on": course.ends_on}
        made = TrainingRecord.objects.bulk_create(
            TrainingRecord(
                inspector=person, course=course, is_induction=course.is_induction, state=RecordState.CONFIRMED,
                **facts, **person.scope,
            )
            for person in people
        )
        note = ngettext("%(n)d inspector", "%(n)d inspectors", len(made)) % {"n": len(made)}
        record(course, "record_attendance", by=by, note=note, inspectors=[person.pk for person in people])
    return made


def record_training(
    *, by: Post, inspector: Inspector, title: str, mode: str, hours: Decimal, completed_on: date,
    is_induction: bool = False, files: Iterable[StoredFile] = (),
) -> TrainingRecord:
    """Enter as the office what an inspector has completed, e.g. before this system was used (R-TRAIN-04)."""
    _check_over(completed_on)
    with transaction.atomic():
        made = TrainingRecord.objects.create(
            inspector=inspector, title=title, mode=mode, hours=hours, completed_on=completed_on,
            is_induction=is_induction, state=RecordState.CONFIRMED, **inspector.scope,
        )
        require(by, "record_training", made)
        attach(made, files, by=by)
        record(made, "record_training", by=by)
    return made


def report_training(
    inspector: Inspector, *, by: Post, title: str, mode: str, hours: Decimal, completed_on: date,
    files: Iterable[StoredFile],
) -> TrainingRecord:
    """Report one's own self-study or online training with evidence; it counts once the office confirms it."""
    require(by, "report_training", inspector)
    _check_over(completed_on)
    if mode not in OWN_MODES:
        message = _("“%(mode)s” is recorded by the office from the list of those present.")
        raise RuleRefused(message % {"mode": Mode(mode).label}, rule="R-TRAIN-04")
    if not (files := list(files)):
        raise RuleRefused(_("Add the evidence: a certificate, notes, or a screenshot."), rule="R-TRAIN-04")
    with transaction.atomic():
        made = TrainingRecord.objects.create(
            inspector=inspector, title=title, mode=mode, hours=hours, completed_on=completed_on, reported_by=by.user,
            **inspector.scope,
        )
        attach(made, files, by=by)
        record(made, "report_training", by=by)
    return made


def confirm_record(training: TrainingRecord, *, by: Post) -> TrainingRecord:
    """Confirm what was reported; its hours count from now on where the area's rule counts the mode (R-TRAIN-02)."""
    require(by, "confirm_record", training)
    _check_other(training, by)
    move(training, RecordState.CONFIRMED, by=by, verb="confirm_record")
    return training


def reject_record(training: TrainingRecord, *, by: Post, note: str) -> TrainingRecord:
    """Reject what was reported, or take back a wrong confirmation, with the reason (R-TRAIN-04)."""
    require(by, "reject_record", training)
    _check_other(training, by)
    move(training, RecordState.REJECTED, by=by, verb="reject_record", note=note, answer=note[:300])
    return training


def _check_over(completed_on: date) -> None:
    if completed_on > timezone.localdate():
        message = _("Hours are recorded once the training is over; it ends on %(date)s.")
        raise RuleRefused(message % {"date": date_format(completed_on)}, rule="R-TRAIN-04")


def _check_other(training: TrainingRecord, by: Post) -> None:
    if by.user_id in {training.reported_by_id, training.inspector.user_id}:
        raise RuleRefused(_("Nobody confirms or rejects his own report."), rule="R-TRAIN-04")
