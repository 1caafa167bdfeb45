"""What member units took part in, counted from real records (R-ORG-08)."""
from datetime import date

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from committees.states import Activity
from inspectorate.register.models import Area, Organization, Scoped, ScopedQuerySet

from .composition import Membership, MembershipQuerySet


class ParticipationQuerySet(ScopedQuerySet):
    """Participations."""

    def in_year(self, year: int) -> "ParticipationQuerySet":
        """Return those of a calendar year."""
        return self.filter(on__year=year)


class Participation(Scoped):
    """A unit took part in one activity on a day; one row a unit and activity, however often it is counted."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="participations", verbose_name=_("unit")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Activity.choices)
    on = models.DateField(_("on"))
    what = models.CharField(_("in what"), max_length=200)
    source_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    source_id = models.PositiveBigIntegerField()
    source = GenericForeignKey("source_type", "source_id")

    objects = ParticipationQuerySet.as_manager()

    RESOURCE = "committee"
    SCOPE_PATHS = {"unit": "organization"}

    class Meta:
        verbose_name = _("participation of a unit")
        verbose_name_plural = _("participation of units")
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "source_type", "source_id"], name="committees_participation_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=Activity.values), name="committees_participation_kind"),
        ]
        indexes = [models.Index(fields=["organization", "on"], name="committees_participation_on")]

    def __str__(self) -> str:
        return f"{self.organization}: {self.what}"


def participation_audit(area: Area, year: int, on: date) -> MembershipQuerySet:
    """Return the member units on a day with `activities` and `meetings_attended` of a year (R-ORG-07, R-ORG-08)."""
    return counted(Membership.objects.within(area.code).on(on).units().with_vacancy(on), year)


def counted(seats: MembershipQuerySet, year: int) -> MembershipQuerySet:
    """Add to seats of units how often each took part in a year, by kind of activity."""
    counts = {"activities": Activity.INSPECTION, "meetings_attended": Activity.MEETING}
    columns = {name: Coalesce(Subquery(_number(kind, year), output_field=IntegerField()), 0) for name, kind in
               counts.items()}
    return seats.annotate(**columns).select_related("organization", "committee").order_by("committee", "order", "pk")


def _number(kind: str, year: int) -> models.QuerySet:
    rows = Participation.objects.in_year(year).filter(organization=OuterRef("organization"), kind=kind)
    return rows.order_by().values("organization").annotate(number=Count("pk")).values("number")
