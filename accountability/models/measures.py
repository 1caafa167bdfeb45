"""Graduated measures: supervise notice, interview, circular. The clock prepares them; a named person decides."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accountability.states import (
    CIRCULAR_MOVES,
    INTERVIEW_MOVES,
    NOTICE_MOVES,
    CircularState,
    Ground,
    InterviewState,
    NoticeState,
    Scope,
)
from inspectorate.register.models import DatedGrant, Organization, ScopedQuerySet

from .cases import Case, Filed
from .rectification import RectificationItem


def titled(obj: models.Model, about: object) -> str:
    """Return the title of a measure: what kind it is and whom it is about."""
    return _("%(kind)s: %(about)s") % {"kind": capfirst(obj._meta.verbose_name), "about": about}


class Measure(Filed):
    """What every measure has: its case, the reason, who proposed it (nobody: the clock) and who approved it."""

    reason = models.TextField(_("reason"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("proposed by"),
        help_text=_("Empty: prepared by the clock."),
    )
    proposed_on = models.DateField(_("proposed on"), default=timezone.localdate)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )

    class Meta:
        abstract = True


class SuperviseNotice(Measure):
    """An order to finish by a new date (R-ACC-07)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="supervise_notices", verbose_name=_("case"))
    items = models.ManyToManyField(RectificationItem, related_name="notices", verbose_name=_("items"))
    new_due_on = models.DateField(_("new date"), null=True, blank=True)
    served_on = models.DateField(_("served on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=NoticeState.choices, default=NoticeState.PROPOSED)

    objects = ScopedQuerySet.as_manager()

    MOVES = NOTICE_MOVES
    RESOURCE = "supervise_notice"
    TONES: ClassVar = {"answered": "done"}
    SCOPE_PATHS: ClassVar = Filed.FILED_PATHS
    GATES: ClassVar = {"served": Q(state__in=[NoticeState.SERVED, NoticeState.ANSWERED])}

    class Meta:
        verbose_name = _("supervise notice")
        verbose_name_plural = _("supervise notices")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=NoticeState.values), name="accountability_notice_state"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=["proposed", "issued", "served"]),
                name="accountability_notice_one_open",
            ),
        ]
        indexes = [models.Index(fields=["city", "-proposed_on", "id"], name="accountability_notice_city")]

    def __str__(self) -> str:
        return titled(self, self.unit)

    def get_absolute_url(self) -> str:
        return reverse("supervise-notice-detail", args=[self.pk])


class Interview(Measure):
    """An accountability interview (约谈), held together with the co-hosts that the target's kind requires."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="interviews", verbose_name=_("case"))
    grounds = ArrayField(models.CharField(max_length=20, choices=Ground.choices), verbose_name=_("grounds"))
    planned_at = models.DateTimeField(_("time"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    interviewees = models.CharField(_("who must come"), max_length=300, blank=True)
    held_on = models.DateField(_("held on"), null=True, blank=True)
    facts = models.TextField(_("facts"), blank=True)
    demands = models.TextField(_("demands with dates"), blank=True)
    replies = models.TextField(_("replies and commitments"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=InterviewState.choices, default=InterviewState.PROPOSED)

    objects = ScopedQuerySet.as_manager()

    MOVES = INTERVIEW_MOVES
    RESOURCE = "interview"
    TONES: ClassVar = {"approved": "busy"}
    SCOPE_PATHS: ClassVar = {**Filed.FILED_PATHS, "host": "hosts__organization"}
    GATES: ClassVar = {
        "notified": Q(
            state__in=[
                InterviewState.NOTIFIED,
                InterviewState.HELD,
                InterviewState.RECORDED,
                InterviewState.CLOSED,
            ]
        ),
    }

    class Meta:
        verbose_name = _("accountability interview")
        verbose_name_plural = _("accountability interviews")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=InterviewState.values), name="accountability_interview_state"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="proposed"), name="accountability_interview_one_proposed"
            ),
        ]
        indexes = [models.Index(fields=["city", "-proposed_on", "id"], name="accountability_interview_city")]

    def __str__(self) -> str:
        return titled(self, self.unit)

    def get_absolute_url(self) -> str:
        return reverse("interview-detail", args=[self.pk])

    @staticmethod
    def grant_model() -> type[DatedGrant]:
        """Return the model of dated grants on single interviews."""
        return InterviewGrant


class InterviewGrant(DatedGrant):
    """An extra right of one person on one interview (a co-host's officer)."""

    content_object = models.ForeignKey(Interview, on_delete=models.CASCADE)

    class Meta(DatedGrant.Meta):
        verbose_name = _("grant on an interview")


class InterviewHost(models.Model):
    """A unit that holds the interview; the required ones may not be left out (R-ACC-11, R-ACC-12)."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="hosts")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("host"))
    is_required = models.BooleanField(_("required"), default=False)
    attended = models.BooleanField(_("took part"), default=False)

    class Meta:
        verbose_name = _("host")
        verbose_name_plural = _("hosts")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["interview", "organization"], name="accountability_host_once")]

    def __str__(self) -> str:
        return str(self.organization)


class InterviewRecipient(models.Model):
    """To whom the written record must go, and when it went (R-ACC-13)."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="recipients")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("recipient")
    )
    is_required = models.BooleanField(_("required"), default=False)
    sent_on = models.DateField(_("sent on"), null=True, blank=True)

    class Meta:
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["interview", "organization"], name="accountability_recipient_once"),
        ]

    def __str__(self) -> str:
        return str(self.organization)


class Circular(Measure):
    """A circular (通报) with its addressees and the advice on appointments (R-ACC-15)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="circulars", verbose_name=_("case"))
    facts = models.TextField(_("facts"))
    demands = models.TextField(_("demands"))
    advice = models.TextField(_("advice on appointments"), blank=True)
    scope = models.CharField(_("made known to"), max_length=20, choices=Scope.choices, default=Scope.UNIT)
    addressees = models.ManyToManyField(Organization, related_name="+", verbose_name=_("addressees"))
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=CircularState.choices, default=CircularState.PROPOSED)

    objects = ScopedQuerySet.as_manager()

    MOVES = CIRCULAR_MOVES
    RESOURCE = "circular"
    TONES: ClassVar = {"approved": "busy", "issued": "done"}
    SCOPE_PATHS: ClassVar = {**Filed.FILED_PATHS, "addressee": "addressees__id"}
    GATES: ClassVar = {"issued": Q(state=CircularState.ISSUED)}

    class Meta:
        verbose_name = _("circular")
        verbose_name_plural = _("circulars")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CircularState.values), name="accountability_circular_state"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="proposed"), name="accountability_circular_one_proposed"
            ),
        ]
        indexes = [models.Index(fields=["city", "-proposed_on", "id"], name="accountability_circular_city")]

    def __str__(self) -> str:
        return titled(self, self.unit)

    def get_absolute_url(self) -> str:
        return reverse("circular-detail", args=[self.pk])
