"""Pages of courses, training records, and each inspector's transcript (S13)."""
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from inspectorate.lib.pages import DetailPage, ListPage, NextStep, Part, Verb
from inspectorate.register.rights import may
from inspectors import forms, tables, workflow
from inspectors.deadlines import training_rule
from inspectors.filters import CourseFilter, RecordFilter
from inspectors.models import Course, Inspector, TrainingRecord
from inspectors.models.zones import counted
from inspectors.states import Mode, RecordState

PLAN = Verb("plan_course", workflow.plan_course, _("Enter a course"), form=forms.CourseForm)
COURSE_VERBS = (
    Verb("record_attendance", workflow.record_attendance, _("Record attendance"), form=forms.AttendanceForm,
         is_primary=True, help=_("For many at once, after the course; its hours are confirmed thereby.")),
)
RECORD = Verb(
    "record_training", workflow.record_training, _("Enter training of an inspector"), form=forms.RecordForm,
    help=_("For training that was no course here; it counts as confirmed."),
)
RECORD_VERBS = (
    Verb("confirm_record", workflow.confirm_record, _("Confirm"), to=[RecordState.CONFIRMED], is_primary=True,
         is_bulk=True),
    Verb("reject_record", workflow.reject_record, _("Reject"), form=forms.RejectForm, to=[RecordState.REJECTED],
         is_danger=True, is_bulk=True),
)


class CourseList(ListPage):
    """Courses, and how many were there."""

    model = Course
    title = _("Courses")
    columns = tables.COURSES
    orderings = tables.COURSE_ORDERS
    filterset_class = CourseFilter
    creates = (("plan_course", _("Enter a course"), "course-plan"),)
    sentence = _("%(count)s courses")
    empty = _("Courses stand here once the office has entered them; attendance is recorded on the course.")

    def get_queryset(self) -> QuerySet:
        """Add how many inspectors attended."""
        there = TrainingRecord.objects.filter(course=OuterRef("pk"), state=RecordState.CONFIRMED)
        return super().get_queryset().annotate(present=counted(there.values("course")))


class CourseDetail(DetailPage):
    """One course with those who attended."""

    model = Course
    facts = tables.COURSE_FACTS
    verbs = COURSE_VERBS
    select_related = ("office",)

    def actions(self, obj: Course) -> list:
        """Offer the attendance once the course is over."""
        return super().actions(obj) if obj.ends_on <= timezone.localdate() else []

    def parts(self, obj: Course) -> Sequence[Part]:
        """Return the attendance."""
        rows = TrainingRecord.objects.visible_to(self.request.post).filter(course=obj).select_related("inspector")
        columns = tuple(column for column in tables.RECORDS if column.name in {"inspector", "hours", "state"})
        return (Part(_("Inspectors present"), rows.order_by("inspector__name", "pk"), columns,
                     _("Nobody's attendance is recorded yet.")),)


class RecordList(ListPage):
    """What inspectors have completed; what they reported waits for the office on top of the filter."""

    model = TrainingRecord
    title = _("Training records")
    columns = tables.RECORDS
    orderings = tables.RECORD_ORDERS
    filterset_class = RecordFilter
    select_related = ("inspector", "course")
    bulk = RECORD_VERBS
    creates = (("record_training", _("Enter training of an inspector"), "training-record-record"),)
    sentence = _("%(count)s training records")
    empty = _("Records stand here once attendance is recorded or an inspector reports his own training.")


class RecordDetail(DetailPage):
    """One record with its evidence."""

    model = TrainingRecord
    facts = tables.RECORD_FACTS
    verbs = RECORD_VERBS
    select_related = ("inspector__office", "course", "reported_by")
    prefetch_related = ("attachments__file",)

    def next_step(self, obj: TrainingRecord) -> NextStep | None:
        """Say that the office answers a report."""
        if obj.state != RecordState.REPORTED:
            return None
        return NextStep(_("Check the evidence, then confirm or reject"), who=obj.inspector.office.label,
                        why=[(_("Rule"), "R-TRAIN-04")])


class YearOfTraining(NamedTuple):
    """What one calendar year's training comes to under the rule of the inspector's area (R-TRAIN-02)."""

    year: int
    counted: Decimal
    needed: Decimal | None
    modes: str
    basis: str

    @property
    def short_by(self) -> Decimal | None:
        """Return the hours that are missing."""
        return None if self.needed is None else max(self.needed - self.counted, Decimal(0))


class Transcript(DetailPage):
    """The training file of one inspector, year by year, for reading and printing (R-TRAIN-04)."""

    model = Inspector
    select_related = ("office__area", "organization")
    has_timeline = False
    facts = tuple(column for column in tables.INSPECTOR_FACTS if column.name in {
        "kind", "office", "organization", "register_number", "registered_on",
    })

    def heading(self, obj: Inspector) -> str:
        """Return whose file this is."""
        return _now("Training file of %(name)s") % {"name": obj.name}

    def crumbs(self, obj: Any = None) -> list[tuple[str, str]]:
        """Return the way here: the list and the person."""
        way = super().crumbs(obj)
        return [*way, (_now("Training file"), "")] if obj is not None else way

    def next_step(self, obj: Inspector) -> None:
        """What is owed next stands on the person's own page."""

    def parts(self, obj: Inspector) -> Sequence[Part]:
        """Return the sums of the years and every record."""
        if not may(self.request.post, "view", TrainingRecord):
            return ()
        rows = TrainingRecord.objects.visible_to(self.request.post).filter(inspector=obj)
        records = list(rows.order_by("-completed_on", "-pk"))
        return (
            Part(_("By year"), years_of(obj, records), tables.YEARS),
            Part(_("Records"), records, tables.TRANSCRIPT, _("No training has been recorded.")),
        )


def years_of(inspector: Inspector, records: Sequence[TrainingRecord]) -> list[YearOfTraining]:
    """Return the sums of each year with a record and of this one, under the rule at the year's end (R-TRAIN-02)."""
    today = timezone.localdate()
    years = {record.completed_on.year for record in records} | {today.year}
    return [_year(inspector, year, records, min(today, date(year, 12, 31))) for year in sorted(years, reverse=True)]


def _year(inspector: Inspector, year: int, records: Sequence[TrainingRecord], on: date) -> YearOfTraining:
    rule = training_rule(inspector.area, on)
    hours = sum((one.hours for one in records if one.completed_on.year == year and one.mode in rule.modes
                 and one.state == RecordState.CONFIRMED), Decimal(0))
    modes = _now("; ").join(str(Mode(mode).label) for mode in rule.modes)
    return YearOfTraining(year, hours, rule.hours, modes, rule.basis)
