"""Responsibility zones, the schools in them, and which inspector is responsible for which school from when to when."""
from datetime import date
from typing import ClassVar, Self

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Count, Exists, F, Func, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspectorate.lib.periods import ONE
from inspectorate.register.models import Area, Organization, School, Scoped, ScopedQuerySet
from inspectorate.register.models.organizations import OrganizationQuerySet

from .roster import Inspector, Term

# Institutions that need no responsible inspector: the duty covers schools and kindergartens (R-ZONE-03).
UNZONED = (School.Stage.HIGHER, School.Stage.OTHER)
NEVER_RAN = Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))


def one(name: str) -> tuple[Func, str]:
    """Return the part of an exclusion that says: the same row; a range of one spares an extension for equality."""
    return Func(F(name), F(name), Value("[]"), function="int8range"), RangeOperators.OVERLAPS


SPAN = (
    Func(F("valid_from"), F("valid_to"), Value("[]"), function="daterange", output_field=DateRangeField()),
    RangeOperators.OVERLAPS,
)


class DatedQuerySet(ScopedQuerySet):
    """Rows that hold from one day to another."""

    def current(self, on: date | None = None) -> Self:
        """Return the rows that hold on a day (today)."""
        on = on or timezone.localdate()
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)

    def of(self, school: Organization | int) -> Self:
        """Return the rows of one school."""
        return self.filter(school=school)


class Dated(Scoped):
    """From one day to another; one that was taken back before its first day never held."""

    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_current(self) -> bool:
        """Return whether the row holds today."""
        today = timezone.localdate()
        return self.valid_from <= today and (self.valid_to is None or self.valid_to >= today)


class ZoneQuerySet(DatedQuerySet):
    """Zones."""

    def with_size(self, on: date | None = None) -> Self:
        """Add how many schools a zone holds and how many inspectors are responsible there on a day."""
        schools = ZoneSchool.objects.current(on).filter(zone=OuterRef("pk"))
        people = Assignment.objects.serving(on).filter(school__in=ZoneSchool.objects.current(on).filter(
            zone=OuterRef(OuterRef("pk"))).values("school"))
        return self.annotate(
            size=counted(schools.values("zone")),
            inspector_names=ArraySubquery(people.order_by("inspector__name").values("inspector__name").distinct()),
        )


@pghistory.track(exclude=["province", "city", "county"])
class Zone(Dated):
    """A responsibility zone: schools near each other, looked after by inspectors of one inspectorate (R-ZONE-01)."""

    name = models.CharField(_("name"), max_length=60)
    office = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="zones", verbose_name=_("managing inspectorate")
    )

    objects = ZoneQuerySet.as_manager()

    RESOURCE = "zone"
    SCOPE_PATHS: ClassVar = {"self": "assignments__inspector__user", "unit": "memberships__school"}

    class Meta:
        verbose_name = _("responsibility zone")
        verbose_name_plural = _("responsibility zones")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="inspectors_zone_dates"
            ),
            models.UniqueConstraint(
                fields=["office", "name"], condition=Q(valid_to=None), name="inspectors_zone_name"
            ),
        ]
        indexes = [
            models.Index(fields=["city", "name", "id"], name="inspectors_zone_city"),
            models.Index(fields=["county", "name", "id"], name="inspectors_zone_county"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("zone-detail", args=[self.pk])

    @property
    def area(self) -> Area:
        """Return the area whose rules hold for the zone."""
        return self.office.area


@pghistory.track(exclude=["province", "city", "county"])
class ZoneSchool(Dated):
    """A school's time in a zone; on any day it is in one zone at most."""

    zone = models.ForeignKey(
        Zone, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("responsibility zone")
    )
    school = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="zone_memberships", verbose_name=_("school")
    )

    objects = DatedQuerySet.as_manager()

    RESOURCE = "zone"
    SCOPE_PATHS: ClassVar = {"self": "school__assignments__inspector__user", "unit": "school"}

    class Meta:
        verbose_name = _("school in a zone")
        verbose_name_plural = _("schools in zones")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from") - ONE), name="inspectors_zone_school_dates"
            ),
            ExclusionConstraint(
                name="inspectors_zone_school_once", expressions=[one("school"), SPAN], condition=NEVER_RAN
            ),
        ]
        indexes = [models.Index(fields=["zone", "valid_from"], name="inspectors_zone_school_zone")]

    def __str__(self) -> str:
        return f"{self.zone} · {self.school}"

    def get_absolute_url(self) -> str:
        return self.zone.get_absolute_url()


class AssignmentQuerySet(DatedQuerySet):
    """Assignments."""

    def serving(self, on: date | None = None) -> Self:
        """Return the assignments that hold on a day and whose inspector is in a term on that day (R-TERM-01).

        An assignment outlives its inspector's term, so that a late renewal does not tear it; it covers nothing then.
        """
        in_term = Term.objects.in_force(on).filter(inspector=OuterRef("inspector"))
        return self.current(on).filter(Exists(in_term))


@pghistory.track(exclude=["province", "city", "county"])
class Assignment(Dated):
    """An inspector is responsible for a school (R-ZONE-01); the zone is the school's on the first day."""

    inspector = models.ForeignKey(
        Inspector, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("inspector")
    )
    school = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("school")
    )
    zone = models.ForeignKey(
        Zone, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments",
        verbose_name=_("responsibility zone"),
    )
    reason = models.CharField(_("reason of the assignment"), max_length=300, blank=True)
    ended_reason = models.CharField(_("reason of the end"), max_length=300, blank=True)

    objects = AssignmentQuerySet.as_manager()

    RESOURCE = "zone"
    SCOPE_PATHS: ClassVar = {"self": "inspector__user", "unit": "school"}

    class Meta:
        verbose_name = _("assignment to a school")
        verbose_name_plural = _("assignments to schools")
        ordering = ["-valid_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from") - ONE), name="inspectors_assignment_dates"
            ),
            ExclusionConstraint(
                name="inspectors_assignment_once", expressions=[one("inspector"), one("school"), SPAN],
                condition=NEVER_RAN,
            ),
        ]
        indexes = [
            models.Index(fields=["school", "valid_from"], name="inspectors_assignment_school"),
            models.Index(fields=["city", "valid_from", "id"], name="inspectors_assignment_city"),
            models.Index(fields=["county", "valid_from", "id"], name="inspectors_assignment_county"),
        ]

    def __str__(self) -> str:
        return f"{self.school} · {self.inspector}"

    def get_absolute_url(self) -> str:
        return reverse("assignment-detail", args=[self.pk])

    @property
    def area(self) -> Area:
        """Return the area whose rules hold for the school."""
        return self.school.area


class InstitutionQuerySet(OrganizationQuerySet):
    """Institutions that need a responsible inspector."""

    def in_operation(self, on: date | None = None) -> Self:
        """Return the schools and kindergartens, private ones included, that exist on a day (R-ZONE-03)."""
        rows = self.current(on or timezone.localdate()).filter(kind=Organization.Kind.SCHOOL)
        return rows.exclude(school__stage__in=UNZONED)

    def with_cover(self, on: date | None = None) -> Self:
        """Add the zone, the names of those responsible, and how many of them are in term on a day."""
        held = Assignment.objects.current(on).filter(school=OuterRef("pk"))
        zones = ZoneSchool.objects.current(on).filter(school=OuterRef("pk"))
        return self.annotate(
            zone_name=Subquery(zones.values("zone__name")[:1]),
            inspector_names=ArraySubquery(held.order_by("valid_from", "pk").values("inspector__name")),
            cover=counted(Assignment.objects.serving(on).filter(school=OuterRef("pk")).values("school")),
        )

    def uncovered(self, on: date | None = None, least: int = 1) -> Self:
        """Return those with fewer responsible inspectors in term than needed on a day (R-ZONE-03, R-RATIO-03)."""
        if least > 1:
            return self.with_cover(on).filter(cover__lt=least)
        return self.filter(~Exists(Assignment.objects.serving(on).filter(school=OuterRef("pk"))))


class Institution(Organization):
    """A school or kindergarten as the zones see it: covered by a responsible inspector, or not (R-ZONE-03)."""

    objects = InstitutionQuerySet.as_manager()

    RESOURCE = "zone"
    SCOPE_PATHS: ClassVar = {"self": "assignments__inspector__user", "unit": "pk"}

    class Meta:
        proxy = True
        verbose_name = _("school and its inspector")
        verbose_name_plural = _("schools and their inspectors")

    def get_absolute_url(self) -> str:
        return reverse("institution-detail", args=[self.pk])


def counted(rows: QuerySet) -> Coalesce:
    """Return a count of grouped rows as a subquery, 0 where there is none."""
    return Coalesce(Subquery(rows.order_by().annotate(number=Count("pk")).values("number")), 0)
