"""Visits of responsible inspectors: the record, its versions, the problems found and seen again, the school's voice."""

from datetime import date
from typing import Any, ClassVar, Self

import pghistory
from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspectorate.documents.models import Attachment
from inspectorate.register.models import Area, Organization, Post, Scoped, ScopedQuerySet
from inspectorate.register.rights import can
from inspectors.models import Assignment, Inspector
from supervision.states import (
    COUNTED,
    VISIT_MOVES,
    WRITING,
    VisitKind,
    VisitMethod,
    VisitState,
    Voice,
)

from .instruments import Matter

FED_BACK = Q(filed_at__isnull=False, feedback_on__isnull=False)
SECRET = Q(kind=VisitKind.UNANNOUNCED, state=VisitState.PLANNED)


class VisitQuerySet(ScopedQuerySet):
    """Visits."""

    def counted(self, first: date | None = None, last: date | None = None) -> Self:
        """Return the visits that count towards the frequencies, of a span of days (R-VISIT-01, R-VISIT-02)."""
        rows = self.filter(state__in=COUNTED)
        return rows.filter(visited_on__range=(first, last)) if first and last else rows

    def per_school(self, schools: Any) -> dict[int, int]:
        """Return how many visits there are at each of some schools."""
        rows = self.filter(school__in=schools).order_by()
        return dict(rows.values_list("school").annotate(Count("pk")))

    def under_way(self) -> Self:
        """Return the visits whose report is still being written."""
        return self.filter(state__in=WRITING)


@pghistory.track(exclude=["province", "city", "county"])
class Visit(Scoped):
    """One visit of one inspector to one school, from its plan to its filed report (R-VISIT-01 to R-VISIT-09)."""

    school = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="visits", verbose_name=_("school")
    )
    inspector = models.ForeignKey(
        Inspector, on_delete=models.PROTECT, related_name="visits", verbose_name=_("inspector")
    )
    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, null=True, blank=True, related_name="visits",
        verbose_name=_("assignment"), help_text=_("Empty: the inspector stands in for another."),
    )
    owner = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="owned_visits", verbose_name=_("office")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=VisitKind.choices, default=VisitKind.REGULAR)
    planned_on = models.DateField(_("planned on"))
    purpose = models.CharField(_("purpose"), max_length=200, blank=True)
    arrived_at = models.DateTimeField(_("arrived at"), null=True, blank=True)
    visited_on = models.DateField(_("visited on"), null=True, blank=True)
    place = models.CharField(_("where"), max_length=60, blank=True)
    certificate_number = models.CharField(_("certificate"), max_length=60, blank=True)
    is_certificate_shown = models.BooleanField(_("certificate shown"), default=False)
    methods = ArrayField(
        models.CharField(max_length=16, choices=VisitMethod.choices), verbose_name=_("methods"), default=list
    )
    matters = models.ManyToManyField(Matter, related_name="+", verbose_name=_("matters looked at"))
    summary = models.TextField(_("summary"), blank=True)
    feedback_to = models.CharField(_("feedback given to"), max_length=60, blank=True)
    feedback_on = models.DateField(_("feedback given on"), null=True, blank=True)
    head_remark = models.TextField(_("remark of the head"), blank=True)
    number = models.CharField(_("number"), max_length=24, unique=True, null=True, blank=True)
    filed_at = models.DateTimeField(_("filed at"), null=True, blank=True)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=VisitState.choices, default=VisitState.PLANNED)

    objects = VisitQuerySet.as_manager()

    MOVES = VISIT_MOVES
    RESOURCE = "visit"
    SCOPE_PATHS: ClassVar = {"team": "inspector__user", "unit": "school", "owner": "owner"}
    GATES: ClassVar = {"fed_back": FED_BACK, "known": ~SECRET, "reported": Q(filed_at__isnull=False)}

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=VisitState.values), name="supervision_visit_state"),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "cancelled"]) | Q(arrived_at__isnull=False, visited_on__isnull=False),
                name="supervision_visit_arrived",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "arrived", "cancelled"])
                | Q(filed_at__isnull=False, number__isnull=False),
                name="supervision_visit_filed",
            ),
            # A second tap on "Arrived" finds the first one's visit.
            models.UniqueConstraint(
                fields=["school", "inspector"], condition=Q(state="arrived"), name="supervision_visit_one_under_way"
            ),
        ]
        indexes = [
            models.Index(fields=["city", "-planned_on", "id"], name="supervision_visit_city"),
            models.Index(fields=["county", "-planned_on", "id"], name="supervision_visit_county"),
            models.Index(fields=["inspector", "-planned_on"], name="supervision_visit_inspector"),
            models.Index(
                fields=["school", "visited_on"], condition=Q(state__in=COUNTED), name="supervision_visit_counted"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school} {self.visited_on or self.planned_on}"

    def get_absolute_url(self) -> str:
        return reverse("visit-detail", args=[self.pk])

    @property
    def area(self) -> Area:
        """Return the area whose rules hold for the visit: the school's."""
        return self.school.area

    @property
    def is_writable(self) -> bool:
        """Return whether the inspector still writes; afterwards only an amendment corrects (R-VISIT-06)."""
        return self.state in WRITING

    @property
    def unit(self) -> Organization:
        """Return the visited school, as the forms of matters ask for it."""
        return self.school

    def earlier_problems(self) -> models.QuerySet:
        """Return the open problems of earlier visits at the school: looked at first (S23)."""
        rows = self.school.visit_problems.open().exclude(visit=self)
        return rows.select_related("matter", "visit__inspector").order_by("visit__visited_on", "number")


class VisitVersion(models.Model):
    """What a report said when it was filed or amended; the first version stays (R-VISIT-06)."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    content = models.JSONField(default=dict)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("filed at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("version of a visit report")
        verbose_name_plural = _("versions of visit reports")
        ordering = ["visit", "number"]
        constraints = [models.UniqueConstraint(fields=["visit", "number"], name="supervision_visit_version")]

    def __str__(self) -> str:
        return f"{self.visit} {self.number}"


class VisitPart(models.Model):
    """A part of a visit's file with photos or papers of its own."""

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    attachments = GenericRelation(Attachment, content_type_field="owner_type", object_id_field="owner_id")

    class Meta:
        abstract = True


class VisitReply(VisitPart):
    """What the school says about a visit: a report of what was put right, or an objection (R-VISIT-14, R-VISIT-16)."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="replies")
    kind = models.CharField(_("kind"), max_length=10, choices=Voice.choices)
    text = models.TextField(_("text"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(_("answer"), blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)

    class Meta:
        verbose_name = _("reply of a school to a visit")
        verbose_name_plural = _("replies of schools to visits")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=Voice.values), name="supervision_reply_kind")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {timezone.localtime(self.created_at).date()}"

    def is_readable_by(self, post: Post) -> bool:
        """Return whether a post may read it: whoever reads the visit."""
        return can(post, "view", self.visit)
