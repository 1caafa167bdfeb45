"""Courses and what each inspector has completed of training: the training file (R-TRAIN-04)."""
from datetime import date
from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inspectorate.documents.models import Attachment
from inspectorate.register.models import Area, Organization, Scoped, ScopedQuerySet
from inspectors.states import RECORD_MOVES, Content, Mode, RecordState, Tier

from .roster import Inspector

HOURS = {"max_digits": 5, "decimal_places": 1, "validators": [MinValueValidator(0)]}


@pghistory.track(exclude=["province", "city", "county"])
class Course(Scoped):
    """One course: of which tier, what about, how it is held, how many hours it counts (R-TRAIN-03, R-TRAIN-05)."""

    title = models.CharField(_("title"), max_length=120)
    tier = models.CharField(_("tier"), max_length=10, choices=Tier.choices)
    content = models.CharField(_("content"), max_length=20, choices=Content.choices)
    mode = models.CharField(_("mode"), max_length=12, choices=Mode.choices)
    hours = models.DecimalField(_("hours"), **HOURS)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    organiser = models.CharField(_("organiser"), max_length=120)
    office = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="courses", verbose_name=_("entered by the inspectorate")
    )
    is_induction = models.BooleanField(
        _("induction for new inspectors"), default=False,
        help_text=_("Needed before the first assignment (R-TRAIN-01)."),
    )

    objects = ScopedQuerySet.as_manager()

    RESOURCE = "training"
    SCOPE_PATHS: ClassVar = {"self": "records__inspector__user"}

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="inspectors_course_dates"),
            models.CheckConstraint(condition=Q(hours__gt=0), name="inspectors_course_hours"),
            models.CheckConstraint(condition=Q(mode__in=Mode.values), name="inspectors_course_mode"),
        ]
        indexes = [
            models.Index(fields=["city", "-starts_on", "-id"], name="inspectors_course_city"),
            models.Index(fields=["county", "-starts_on", "-id"], name="inspectors_course_county"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("course-detail", args=[self.pk])

    @property
    def area(self) -> Area:
        """Return the area whose inspectorate entered the course."""
        return self.office.area


class TrainingRecordQuerySet(ScopedQuerySet):
    """Records of training."""

    def counted(self, year: int, modes: tuple[str, ...]) -> Self:
        """Return the confirmed records of a calendar year whose mode counts (R-TRAIN-02)."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        return self.filter(state=RecordState.CONFIRMED, mode__in=modes, completed_on__range=(first, last))


@pghistory.track(exclude=["province", "city", "county"])
class TrainingRecord(Scoped):
    """What one inspector completed: reported with evidence, then confirmed or rejected by the office (R-TRAIN-04)."""

    inspector = models.ForeignKey(
        Inspector, on_delete=models.PROTECT, related_name="training_records", verbose_name=_("inspector")
    )
    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, null=True, blank=True, related_name="records", verbose_name=_("course")
    )
    title = models.CharField(_("title"), max_length=120)
    mode = models.CharField(_("mode"), max_length=12, choices=Mode.choices)
    hours = models.DecimalField(_("hours"), **HOURS)
    completed_on = models.DateField(_("completed on"))
    is_induction = models.BooleanField(_("induction for new inspectors"), default=False)
    attachments = GenericRelation(Attachment, content_type_field="owner_type", object_id_field="owner_id")
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("reported by"),
    )
    answer = models.CharField(_("answer of the office"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=RecordState.choices, default=RecordState.REPORTED)

    objects = TrainingRecordQuerySet.as_manager()

    MOVES = RECORD_MOVES
    RESOURCE = "training"
    SCOPE_PATHS: ClassVar = {"self": "inspector__user"}
    GATES: ClassVar = {"reported": Q(state=RecordState.REPORTED)}
    TONES: ClassVar = {"reported": "soon", "confirmed": "done", "rejected": "stopped"}

    class Meta:
        verbose_name = _("training record")
        verbose_name_plural = _("training records")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RecordState.values), name="inspectors_training_state"),
            models.CheckConstraint(condition=Q(mode__in=Mode.values), name="inspectors_training_mode"),
            models.CheckConstraint(condition=Q(hours__gt=0), name="inspectors_training_hours"),
            # Whoever attended a course has its hours once.
            models.UniqueConstraint(
                fields=["inspector", "course"], condition=~Q(state="rejected") & Q(course__isnull=False),
                name="inspectors_training_once",
            ),
        ]
        indexes = [
            models.Index(fields=["inspector", "completed_on"], name="inspectors_training_year"),
            models.Index(fields=["city", "-completed_on", "-id"], name="inspectors_training_city"),
            models.Index(fields=["county", "-completed_on", "-id"], name="inspectors_training_county"),
        ]

    def __str__(self) -> str:
        return f"{self.inspector} · {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("training-record-detail", args=[self.pk])
