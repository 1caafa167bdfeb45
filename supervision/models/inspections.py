"""The annual list, inspections, their teams, and dated grants on single inspections."""

from datetime import date
from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspectorate.register.models import DatedGrant, Organization, Post, Scoped, ScopedQuerySet
from inspectorate.register.states import Group, Role
from inspectorate.trail.workflow import RuleRefused
from inspectors.models import Expert, Inspector
from supervision.states import (
    AFTER_NOTICE,
    ENTRY_MOVES,
    INSPECTION_MOVES,
    EntryState,
    InspectionState,
    Kind,
    Mode,
)

from .instruments import Instrument, Matter


class AnnualListEntry(Scoped):
    """One check on the annual list of an office (R-ORG-12), with the units it will be carried out at."""

    owner = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="annual_list", verbose_name=_("office")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    title = models.CharField(_("title"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    group = models.CharField(_("group"), max_length=20, choices=Group.choices)
    basis = models.CharField(_("legal basis"), max_length=300)
    planned_from = models.DateField(_("planned from"))
    planned_to = models.DateField(_("planned until"))
    units = models.ManyToManyField(Organization, related_name="listed_in", verbose_name=_("units"))
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=20, choices=EntryState.choices, default=EntryState.DRAFT)

    objects = ScopedQuerySet.as_manager()

    MOVES = ENTRY_MOVES
    RESOURCE = "annual_list"
    SCOPE_PATHS: ClassVar = {"owner": "owner", "group": "group"}
    GATES: ClassVar = {"approved": Q(state=EntryState.APPROVED)}

    class Meta:
        verbose_name = _("entry of the annual list")
        verbose_name_plural = _("annual list")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=EntryState.values), name="supervision_entry_state"),
            models.CheckConstraint(condition=Q(planned_to__gte=F("planned_from")), name="supervision_entry_dates"),
            models.UniqueConstraint(
                fields=["owner", "year", "title"],
                condition=~Q(state=EntryState.WITHDRAWN),
                name="supervision_entry_title",
            ),
        ]
        indexes = [
            models.Index(fields=["city", "planned_from", "id"], name="supervision_entry_city"),
            models.Index(fields=["county", "planned_from", "id"], name="supervision_entry_county"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("annual-list-entry-detail", args=[self.pk])


class InspectionQuerySet(ScopedQuerySet):
    """Inspections."""

    def held_at(self, unit: Organization, year: int, kinds: list[str]) -> "InspectionQuerySet":
        """Return the inspections of some kinds at a unit in a year, by whichever level (R-ORG-13)."""
        found = self.filter(unit=unit, kind__in=kinds, planned_from__year=year)
        return found.exclude(state=InspectionState.CANCELLED)


@pghistory.track(exclude=["province", "city", "county"])
class Inspection(Scoped):
    """One inspection of one unit, from setting up to its end."""

    entry = models.ForeignKey(
        AnnualListEntry,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="inspections",
        verbose_name=_("entry of the annual list"),
    )
    emergency_ground = models.TextField(_("ground outside the annual list"), blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("exception approved by"),
    )
    exception_note = models.TextField(_("reason of the exception"), blank=True)
    title = models.CharField(_("title"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    modes = ArrayField(models.CharField(max_length=20, choices=Mode.choices), verbose_name=_("modes"))
    matters = models.ManyToManyField(Matter, related_name="+", verbose_name=_("matters"))
    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("instrument")
    )
    unit = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="inspections", verbose_name=_("inspected unit")
    )
    owner = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="owned_inspections", verbose_name=_("office")
    )
    group = models.CharField(_("group"), max_length=20, choices=Group.choices)
    planned_from = models.DateField(_("on site from"))
    planned_to = models.DateField(_("on site until"))
    wants_self_evaluation = models.BooleanField(_("self-evaluation asked for"), default=False)
    self_evaluation_due_on = models.DateField(_("self-evaluation due on"), null=True, blank=True)
    noticed_on = models.DateField(_("notice served on"), null=True, blank=True)
    concluded_on = models.DateField(_("ended on"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(
        _("state"), max_length=20, choices=InspectionState.choices, default=InspectionState.PLANNED
    )

    objects = InspectionQuerySet.as_manager()

    MOVES = INSPECTION_MOVES
    RESOURCE = "inspection"
    TONES: ClassVar = {"self_evaluating": "soon", "concluded": "done"}
    SCOPE_PATHS: ClassVar = {
        "owner": "owner",
        "group": "group",
        "unit": "unit",
        "superior": "unit__superior",
        "team": "team__inspector__user",
    }
    GATES: ClassVar = {
        "after_notice": Q(state__in=AFTER_NOTICE),
        "concluded": Q(state__in=[InspectionState.CONCLUDED, InspectionState.ARCHIVED]),
    }

    class Meta:
        verbose_name = _("inspection")
        verbose_name_plural = _("inspections")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=InspectionState.values), name="supervision_inspection_state"),
            models.CheckConstraint(condition=Q(planned_to__gte=F("planned_from")), name="supervision_inspection_dates"),
            models.CheckConstraint(
                condition=Q(entry__isnull=False) | ~Q(emergency_ground=""), name="supervision_inspection_listed"
            ),
        ]
        indexes = [
            models.Index(fields=["city", "-planned_from", "id"], name="supervision_insp_city"),
            models.Index(fields=["county", "-planned_from", "id"], name="supervision_insp_county"),
            models.Index(fields=["unit", "-planned_from"], name="supervision_insp_unit"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("inspection-detail", args=[self.pk])

    @staticmethod
    def grant_model() -> type[DatedGrant]:
        """Return the model of dated grants on single inspections."""
        return InspectionGrant

    @property
    def ended_on(self) -> date:
        """Return the day the inspection ended; refused while it runs."""
        if self.concluded_on is None:
            raise RuleRefused(_("The inspection has not ended yet."), rule="R-INS-15")
        return self.concluded_on

    @property
    def is_of_school(self) -> bool:
        """Return whether a school is inspected (else a government or department)."""
        return self.unit.kind == Organization.Kind.SCHOOL

    @staticmethod
    def shows_work_to(post: Post) -> bool:
        """Return whether a reader sees what the team notes: units and those above them read its results only."""
        return post.role not in {Role.SCHOOL, Role.GOVERNMENT}


class InspectionGrant(DatedGrant):
    """An extra right of one person on one inspection."""

    content_object = models.ForeignKey(Inspection, on_delete=models.CASCADE)

    class Meta(DatedGrant.Meta):
        verbose_name = _("grant on an inspection")


class TeamMemberQuerySet(models.QuerySet):
    """Members of teams."""

    def current(self, on: date | None = None) -> "TeamMemberQuerySet":
        """Return the members on a day."""
        on = on or timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on))


class TeamMember(models.Model):
    """A member of a team: an inspector (counted, R-INS-07), an expert or an official (not counted)."""

    class Role(models.TextChoices):
        LEADER = "leader", _("Leader")
        INSPECTOR = "inspector", _("Inspector")
        EXPERT = "expert", _("Expert")
        OFFICIAL = "official", _("Official")

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="team")
    role = models.CharField(_("role"), max_length=10, choices=Role.choices)
    inspector = models.ForeignKey(
        Inspector, on_delete=models.PROTECT, null=True, blank=True, related_name="teams", verbose_name=_("inspector")
    )
    expert = models.ForeignKey(
        Expert, on_delete=models.PROTECT, null=True, blank=True, related_name="teams", verbose_name=_("expert")
    )
    official_name = models.CharField(_("official"), max_length=60, blank=True)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sent by")
    )
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = TeamMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("team member")
        verbose_name_plural = _("team members")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=["leader", "inspector"], inspector__isnull=False, expert=None)
                | Q(role="expert", inspector=None, expert__isnull=False)
                | Q(role="official", inspector=None, expert=None),
                name="supervision_team_kind",
            ),
            models.UniqueConstraint(
                fields=["inspection", "inspector"], condition=Q(ends_on=None), name="supervision_team_inspector_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Return the person's name."""
        person = self.inspector or self.expert
        return person.name if person else self.official_name

    @property
    def employer(self) -> Organization | None:
        """Return the unit the person comes from."""
        return self.organization or getattr(self.inspector or self.expert, "organization", None)
