"""The inspection report to the government, its filing upward and its publication."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accountability.states import REPORT_MOVES, ReportState
from inspectorate.register.models import Organization, ScopedQuerySet
from supervision.models import Inspection

from .cases import Filed


class InspectionReport(Filed):
    """The report of an ended inspection to the government at the same level (R-INS-22 to 24)."""

    inspection = models.OneToOneField(Inspection, on_delete=models.PROTECT, related_name="report")
    title = models.CharField(_("title"), max_length=120)
    course = models.TextField(_("basis and course"))
    evaluation = models.TextField(_("general evaluation"))
    achievements = models.TextField(_("achievements"))
    advice = models.TextField(_("advice"))
    public_summary = models.TextField(_("summary for citizens"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_to = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("submitted to")
    )
    submitted_on = models.DateField(_("submitted on"), null=True, blank=True)
    filed_with = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("filed with")
    )
    filed_on = models.DateField(_("filed on"), null=True, blank=True)
    filing_receipt = models.CharField(_("receipt of the filing"), max_length=120, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=ReportState.choices, default=ReportState.DRAFTING)

    objects = ScopedQuerySet.as_manager()

    MOVES = REPORT_MOVES
    RESOURCE = "inspection_report"
    SCOPE_PATHS: ClassVar = {**Filed.FILED_PATHS, "team": "inspection__team__inspector__user"}
    GATES: ClassVar = {"submitted": ~Q(state=ReportState.DRAFTING)}

    class Meta:
        verbose_name = _("inspection report")
        verbose_name_plural = _("inspection reports")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="accountability_report_state")
        ]
        indexes = [
            models.Index(fields=["city", "-created_at", "id"], name="accountability_report_city"),
            models.Index(fields=["county", "-created_at", "id"], name="accountability_report_county"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("inspection-report-detail", args=[self.pk])
