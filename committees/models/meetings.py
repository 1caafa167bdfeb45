"""Meetings of a committee: agenda, attendance by seat, and the resolutions that become tasks of units (R-ORG-06)."""
from typing import Any, ClassVar, Self

import pghistory
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from committees.states import (
    AFTER_MEETING,
    ATTENDED,
    MEETING_MOVES,
    RESOLUTION_MOVES,
    MeetingKind,
    MeetingState,
    Presence,
    ResolutionState,
)
from inspectorate.documents.models import Attachment
from inspectorate.register.models import Area, Organization, Post, Scoped, ScopedQuerySet
from inspectorate.register.rights import can

from .composition import Committee, CommitteeQuerySet, Membership


class MeetingQuerySet(ScopedQuerySet):
    """Meetings."""

    def held(self) -> Self:
        """Return the meetings that took place."""
        return self.filter(state__in=AFTER_MEETING)

    def plenaries(self, year: int) -> Self:
        """Return the plenary meetings of a calendar year that took place (R-ORG-06)."""
        return self.held().filter(kind=MeetingKind.PLENARY, held_on__year=year)

    def with_attendance(self) -> Self:
        """Add `seats` and `attended`: seats of the composition on the day, and those that were filled."""
        return self.annotate(
            seats=Count("attendance"), attended=Count("attendance", filter=Q(attendance__presence__in=ATTENDED))
        )


@pghistory.track(exclude=["province", "city", "county", "updated_at"])
class Meeting(Scoped):
    """One meeting of a committee, prepared and recorded by its office."""

    committee = models.ForeignKey(
        Committee, on_delete=models.PROTECT, related_name="meetings", verbose_name=_("committee")
    )
    owner = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("office"))
    kind = models.CharField(_("kind"), max_length=10, choices=MeetingKind.choices)
    title = models.CharField(_("title"), max_length=120)
    planned_at = models.DateTimeField(_("date and time"))
    place = models.CharField(_("place"), max_length=120)
    host = models.CharField(_("presided over by"), max_length=80, blank=True)
    held_on = models.DateField(_("held on"), null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)
    state = models.CharField(
        _("state"), max_length=12, choices=MeetingState.choices, default=MeetingState.PLANNED
    )

    objects = MeetingQuerySet.as_manager()

    MOVES = MEETING_MOVES
    RESOURCE = "meeting"
    TONES: ClassVar = {"convened": "soon", "planned": "idle"}
    SCOPE_PATHS: ClassVar = {"owner": "owner"}
    GATES: ClassVar = {"convened": ~Q(state__in=[MeetingState.PLANNED, MeetingState.CANCELLED])}

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MeetingState.values), name="committees_meeting_state"),
            models.CheckConstraint(condition=Q(kind__in=MeetingKind.values), name="committees_meeting_kind"),
            models.CheckConstraint(
                condition=~Q(state__in=list(AFTER_MEETING)) | Q(held_on__isnull=False), name="committees_meeting_held"
            ),
        ]
        indexes = [
            models.Index(fields=["city", "-planned_at", "id"], name="committees_meeting_city"),
            models.Index(fields=["county", "-planned_at", "id"], name="committees_meeting_county"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meeting-detail", args=[self.pk])

    @property
    def area(self) -> Area:
        """Return the area whose rules the meeting follows."""
        return self.committee.area

    @property
    def day(self) -> Any:
        """Return the day it was held on, else the day it is planned for."""
        return self.held_on or timezone.localtime(self.planned_at).date()


class AgendaItem(models.Model):
    """One item of a meeting's agenda: a text of its own, or an open matter of the system."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda", verbose_name=_("meeting"))
    order = models.PositiveSmallIntegerField(_("no."))
    title = models.CharField(_("item"), max_length=200)
    presenter = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("presented by"),
    )
    source_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, null=True, related_name="+")
    source_id = models.PositiveBigIntegerField(null=True)
    source = GenericForeignKey("source_type", "source_id")
    notes = models.TextField(_("what was discussed"), blank=True)

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "source_type", "source_id"], name="committees_agenda_once"),
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.title}"


class Attendance(models.Model):
    """How one seat of the composition of that day was filled."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance")
    seat = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="attendance", verbose_name=_("seat"))
    presence = models.CharField(_("attendance"), max_length=10, choices=Presence.choices)
    name = models.CharField(_("name of the deputy or of who came"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "seat"], name="committees_attendance_once"),
            models.CheckConstraint(
                condition=Q(presence__in=Presence.values), name="committees_attendance_presence"
            ),
            models.CheckConstraint(
                condition=~Q(presence="deputy") | ~Q(name=""), name="committees_attendance_deputy"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.get_presence_display()}"


class ResolutionQuerySet(ScopedQuerySet):
    """Resolutions."""

    def open(self) -> Self:
        """Return the resolutions that are not settled yet."""
        return self.exclude(state__in=[ResolutionState.ACCEPTED, ResolutionState.WITHDRAWN])


@pghistory.track(exclude=["province", "city", "county", "updated_at"])
class Resolution(Scoped):
    """What a meeting decided, as the task of one unit (R-ORG-06)."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="resolutions", verbose_name=_("meeting")
    )
    item = models.ForeignKey(
        AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="resolutions",
        verbose_name=_("agenda item"),
    )
    owner = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("office"))
    number = models.PositiveSmallIntegerField(_("no."))
    text = models.TextField(_("resolution"))
    holder = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="resolutions",
        verbose_name=_("responsible unit"),
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    rounds = models.PositiveSmallIntegerField(_("reports"), default=0)
    updated_at = models.DateTimeField(auto_now=True)
    state = models.CharField(
        _("state"), max_length=12, choices=ResolutionState.choices, default=ResolutionState.DRAFT
    )

    objects = ResolutionQuerySet.as_manager()

    MOVES = RESOLUTION_MOVES
    RESOURCE = "resolution"
    TONES: ClassVar = {"draft": "late", "reported": "soon"}
    SCOPE_PATHS: ClassVar = {"owner": "owner", "unit": "holder"}
    GATES: ClassVar = {"given": ~Q(state=ResolutionState.DRAFT)}

    class Meta:
        verbose_name = _("resolution")
        verbose_name_plural = _("resolutions")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ResolutionState.values), name="committees_resolution_state"),
            models.UniqueConstraint(fields=["meeting", "number"], name="committees_resolution_number"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(holder__isnull=False, due_on__isnull=False),
                name="committees_resolution_given",
            ),
        ]
        indexes = [
            models.Index(fields=["city", "due_on", "id"], name="committees_resolution_city"),
            models.Index(fields=["county", "due_on", "id"], name="committees_resolution_county"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:60]}"

    def get_absolute_url(self) -> str:
        return reverse("resolution-detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Return whether its date still runs."""
        return self.state in {ResolutionState.DRAFT, ResolutionState.GIVEN}


class ResolutionReport(models.Model):
    """What the responsible unit reports in one round, and what the office answered; all rounds are kept."""

    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="reports")
    round = models.PositiveSmallIntegerField(_("round"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    text = models.TextField(_("how it was carried out"))
    returned_note = models.TextField(_("returned because"), blank=True)
    attachments = GenericRelation(Attachment, content_type_field="owner_type", object_id_field="owner_id")

    class Meta:
        verbose_name = _("report on a resolution")
        verbose_name_plural = _("reports on resolutions")
        ordering = ["-round"]
        constraints = [
            models.UniqueConstraint(fields=["resolution", "round"], name="committees_resolution_round"),
        ]

    def __str__(self) -> str:
        return _now("%(resolution)s, report %(round)d") % {"resolution": self.resolution, "round": self.round}

    def is_readable_by(self, post: Post) -> bool:
        """Return whether a post may read this report and its files."""
        return can(post, "view", self.resolution)


def with_plenaries(committees: CommitteeQuerySet, year: int) -> CommitteeQuerySet:
    """Add `plenaries`: how many plenary meetings were held in a year (R-ORG-06)."""
    held = Q(meetings__held_on__year=year, meetings__state__in=AFTER_MEETING, meetings__kind=MeetingKind.PLENARY)
    return committees.annotate(plenaries=Count("meetings", filter=held, distinct=True))


def meetings_audit(area: Area, year: int) -> CommitteeQuerySet:
    """Return an area's committees with `plenaries`, `meetings_held` and `open_resolutions` of a year (R-ORG-06)."""
    held = Q(meetings__held_on__year=year, meetings__state__in=AFTER_MEETING)
    is_open = ~Q(meetings__resolutions__state__in=[ResolutionState.ACCEPTED, ResolutionState.WITHDRAWN])
    return (
        with_plenaries(Committee.objects.within(area.code), year)
        .annotate(
            meetings_held=Count("meetings", filter=held, distinct=True),
            open_resolutions=Count("meetings__resolutions", filter=held & is_open, distinct=True),
        )
        .order_by(F("county").asc(), "name", "pk")
    )
