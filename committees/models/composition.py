"""Committees with their dated, ordered composition, and the liaison officers of the member units."""
from datetime import date
from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from committees.states import DECIDERS, MemberRole
from inspectorate.register.models import Area, Organization, Post, PostQuerySet, Scoped, ScopedQuerySet
from inspectorate.register.states import Role


def held_on(on: date | None = None) -> Q:
    """Return the filter of rows with `valid_from` and `valid_to` that hold on a day (today)."""
    on = on or timezone.localdate()
    return Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))


class CommitteeQuerySet(ScopedQuerySet):
    """Committees."""

    def of(self, area: Area) -> Self:
        """Return the committees of the government of exactly this area."""
        return self.filter(organization__area=area)

    def with_counts(self, on: date | None = None) -> Self:
        """Add `units` and `vacancies`: member units on a day, and those without a liaison officer (R-ORG-07)."""
        units = Membership.objects.on(on).units().filter(committee=OuterRef("pk"))
        vacant = units.with_vacancy(on).filter(lacks_liaison=True)
        return self.annotate(units=_counted(units), vacancies=_counted(vacant))


def _counted(rows: models.QuerySet) -> Coalesce:
    """A count of related rows as a subquery, so that two of them do not multiply."""
    grouped = rows.order_by().values("committee").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(grouped, output_field=IntegerField()), 0)


@pghistory.track(exclude=["province", "city", "county"])
class Committee(Scoped):
    """The education supervision committee of one government (R-ORG-01)."""

    organization = models.OneToOneField(
        Organization, on_delete=models.PROTECT, related_name="committee", verbose_name=_("government")
    )
    name = models.CharField(_("name"), max_length=120)
    founding_document = models.CharField(_("founding document"), max_length=200, blank=True)
    founded_on = models.DateField(_("founded on"), null=True, blank=True)

    objects = CommitteeQuerySet.as_manager()

    RESOURCE = "committee"
    SCOPE_PATHS: ClassVar = {"unit": "organization"}

    class Meta:
        verbose_name = _("committee")
        verbose_name_plural = _("committees")
        indexes = [
            models.Index(fields=["city", "name", "id"], name="committees_city"),
            models.Index(fields=["county", "name", "id"], name="committees_county"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("committee-detail", args=[self.pk])

    @property
    def area(self) -> Area:
        """Return the area whose rules the committee follows."""
        return self.organization.area


class MembershipQuerySet(ScopedQuerySet):
    """Members of committees."""

    def on(self, day: date | None = None) -> Self:
        """Return the composition on a day: the same answer for ever, whatever changed since (R-ORG-01)."""
        return self.filter(held_on(day))

    def ranked(self) -> Self:
        """Return members by role, then as in the founding document (R-ORG-02)."""
        whens = [When(role=role, then=Value(rank)) for rank, role in enumerate(MemberRole.values)]
        return self.order_by(Case(*whens, output_field=IntegerField()), "order", "pk")

    def units(self) -> Self:
        """Return the member units."""
        return self.filter(role=MemberRole.MEMBER_UNIT)

    def deciders(self) -> Self:
        """Return chairs and vice-chairs (R-ACC-23)."""
        return self.filter(role__in=DECIDERS)

    def with_vacancy(self, on: date | None = None) -> Self:
        """Mark member units that name no liaison officer on a day as `lacks_liaison` (R-ORG-07)."""
        named = Liaison.objects.filter(held_on(on), membership=OuterRef("pk"))
        is_unit = Q(role=MemberRole.MEMBER_UNIT)
        return self.annotate(lacks_liaison=ExpressionWrapper(is_unit & ~Exists(named), BooleanField()))


@pghistory.track(exclude=["province", "city", "county"])
class Membership(Scoped):
    """A seat in a committee: a person by post, or a unit, from one day to another."""

    committee = models.ForeignKey(
        Committee, on_delete=models.PROTECT, related_name="members", verbose_name=_("committee")
    )
    role = models.CharField(_("role in the committee"), max_length=20, choices=MemberRole.choices)
    order = models.PositiveSmallIntegerField(_("place in the founding document"))
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships",
        verbose_name=_("unit"),
    )
    person_name = models.CharField(pgettext_lazy("person", "name"), max_length=60, blank=True)
    position = models.CharField(_("position"), max_length=120, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships",
        verbose_name=_("account"),
    )
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source document"), max_length=200, blank=True)

    objects = MembershipQuerySet.as_manager()

    RESOURCE = "committee"
    SCOPE_PATHS: ClassVar = {"unit": "organization"}

    class Meta:
        verbose_name = _("member of a committee")
        verbose_name_plural = _("members of committees")
        constraints = [
            models.CheckConstraint(condition=Q(role__in=MemberRole.values), name="committees_member_role"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="committees_member_dates"
            ),
            models.CheckConstraint(
                condition=Q(organization__isnull=False) | ~Q(person_name="") | ~Q(position=""),
                name="committees_member_named",
            ),
            models.CheckConstraint(
                condition=~Q(role=MemberRole.MEMBER_UNIT) | Q(organization__isnull=False), name="committees_unit_named"
            ),
            models.UniqueConstraint(
                fields=["committee", "organization"], condition=Q(role="member_unit", valid_to=None),
                name="committees_unit_once",
            ),
        ]
        indexes = [models.Index(fields=["committee", "valid_from"], name="committees_member_on")]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return self.committee.get_absolute_url()

    @property
    def label(self) -> str:
        """Return who sits: the unit, else the person with the position, else the position alone."""
        if self.role == MemberRole.MEMBER_UNIT and self.organization_id:
            return self.organization.name
        return " ".join(part for part in (self.position, self.person_name) if part) or str(self.organization or "")


class LiaisonQuerySet(ScopedQuerySet):
    """Liaison officers."""

    def on(self, day: date | None = None) -> Self:
        """Return the liaison officers named on a day."""
        return self.filter(held_on(day))


@pghistory.track(exclude=["province", "city", "county"])
class Liaison(Scoped):
    """The contact that a member unit names (R-ORG-07); internal."""

    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="liaisons", verbose_name=_("member unit")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="liaisons",
        verbose_name=_("account"),
    )
    person_name = models.CharField(pgettext_lazy("person", "name"), max_length=60)
    position = models.CharField(_("position"), max_length=120, blank=True)
    office_phone = models.CharField(_("office phone"), max_length=40)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)

    objects = LiaisonQuerySet.as_manager()

    RESOURCE = "committee"
    SCOPE_PATHS: ClassVar = {"unit": "membership__organization"}

    class Meta:
        verbose_name = _("liaison officer")
        verbose_name_plural = _("liaison officers")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="committees_liaison_dates"
            ),
            models.UniqueConstraint(fields=["membership"], condition=Q(valid_to=None), name="committees_liaison_one"),
        ]

    def __str__(self) -> str:
        return self.person_name

    def get_absolute_url(self) -> str:
        return self.membership.get_absolute_url()


def chair_posts(area: Area, on: date | None = None) -> PostQuerySet:
    """Return the posts that may decide on accountability (R-ACC-23): chairs and vice-chairs of the area's committee.

    A post counts only while its holder sits in the committee, so a right left over after a change decides nothing.
    """
    seats = Membership.objects.on(on).deciders().filter(committee__organization__area=area, user__isnull=False)
    return Post.objects.current(on).filter(role=Role.CHAIR, user__in=seats.values("user"))


def office_of(area: Area, on: date | None = None) -> Organization | None:
    """Return the committee office of exactly this area on a day (R-ORG-03)."""
    offices = Organization.objects.current(on or timezone.localdate()).filter(kind=Organization.Kind.INSPECTORATE)
    return offices.filter(area=area).order_by("pk").first()


def member_unit(area: Area, key: str, on: date | None = None) -> Organization | None:
    """Return the member unit of the area's committee by function (`organisation`) or by name (R-ACC-11)."""
    seats = Membership.objects.on(on).units().filter(committee__organization__area=area)
    named = Q(organization__function=key) | Q(organization__name=key) | Q(organization__short_name=key)
    seat = seats.filter(named).ranked().select_related("organization").first()
    return seat.organization if seat else None
