"""Annual plans of offices, and the major matters that counties report to the city (R-ORG-10, R-ORG-11)."""
from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from committees.states import (
    ITEM_MOVES,
    MATTER_MOVES,
    OPEN_PLANS,
    PLAN_MOVES,
    SETTLED_PLANS,
    ItemState,
    MatterState,
    PlanKind,
    PlanState,
)
from inspectorate.documents.models import Attachment
from inspectorate.register.models import Area, Organization, Scoped, ScopedQuerySet


class PlanQuerySet(ScopedQuerySet):
    """Annual plans."""

    def with_progress(self) -> Self:
        """Add `items_count` and `items_done`."""
        return self.annotate(
            items_count=Count("items"), items_done=Count("items", filter=Q(items__state=ItemState.DONE))
        )


@pghistory.track(exclude=["province", "city", "county", "updated_at"])
class AnnualPlan(Scoped):
    """What an office plans for a year: its own (R-ORG-10), or a county's that is filed by the city (R-ORG-11)."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="annual_plans", verbose_name=_("office")
    )
    addressee = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("reported to"),
    )
    year = models.PositiveSmallIntegerField(_("year"))
    kind = models.CharField(_("kind"), max_length=10, choices=PlanKind.choices)
    figures = models.JSONField(_("known figures"), default=list, blank=True, encoder=DjangoJSONEncoder)
    returned_note = models.TextField(_("returned because"), blank=True)
    submitted_on = models.DateField(_("submitted on"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("submitted by"),
    )
    settled_at = models.DateTimeField(_("filed or approved at"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("filed or approved by"),
    )
    updated_at = models.DateTimeField(auto_now=True)
    state = models.CharField(_("state"), max_length=12, choices=PlanState.choices, default=PlanState.DRAFT)

    objects = PlanQuerySet.as_manager()

    MOVES = PLAN_MOVES
    RESOURCE = "annual_plan"
    SCOPE_PATHS: ClassVar = {"owner": "organization", "addressee": "addressee"}
    GATES: ClassVar = {
        "handed_in": ~Q(state=PlanState.DRAFT),
        "city": Q(kind=PlanKind.CITY),
        "approved": Q(state=PlanState.APPROVED),
    }

    class Meta:
        verbose_name = _("annual plan")
        verbose_name_plural = _("annual plans")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PlanState.values), name="committees_plan_state"),
            models.UniqueConstraint(fields=["organization", "year"], name="committees_plan_once"),
            models.CheckConstraint(
                condition=~Q(kind="county") | Q(addressee__isnull=False), name="committees_plan_addressee"
            ),
            models.CheckConstraint(
                condition=~Q(state="filed", kind="city") & ~Q(state="approved", kind="county"),
                name="committees_plan_end",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["filed", "approved"]) | Q(settled_at__isnull=False),
                name="committees_plan_settled",
            ),
        ]
        indexes = [
            models.Index(fields=["city", "-year", "id"], name="committees_plan_city"),
            models.Index(fields=["county", "-year", "id"], name="committees_plan_county"),
        ]

    def __str__(self) -> str:
        return _now("%(office)s: annual plan %(year)d") % {"office": self.organization.label, "year": self.year}

    def get_absolute_url(self) -> str:
        return reverse("annual-plan-detail", args=[self.pk])

    @property
    def area(self) -> Area:
        """Return the area whose rules the plan follows."""
        return self.organization.area

    @property
    def is_open(self) -> bool:
        """Return whether the office may still write."""
        return self.state in OPEN_PLANS

    @property
    def is_settled(self) -> bool:
        """Return whether it was filed or approved."""
        return self.state in SETTLED_PLANS


@pghistory.track(exclude=["province", "city", "county", "updated_at"])
class PlanItem(Scoped):
    """One measure of a plan, with who leads it, by when, and how far it is."""

    plan = models.ForeignKey(AnnualPlan, on_delete=models.CASCADE, related_name="items", verbose_name=_("annual plan"))
    former = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="later",
        verbose_name=_("last year's item"),
    )
    number = models.PositiveSmallIntegerField(_("no."))
    section = models.CharField(_("section"), max_length=80)
    objective = models.CharField(_("objective"), max_length=300, blank=True)
    measure = models.TextField(_("measure"))
    lead = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="led_items",
        verbose_name=_("lead unit"),
    )
    cooperating = models.ManyToManyField(
        Organization, blank=True, related_name="shared_items", verbose_name=_("cooperating units")
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    returned_note = models.TextField(_("returned because"), blank=True)
    progress = models.TextField(_("progress"), blank=True)
    updated_at = models.DateTimeField(auto_now=True)
    state = models.CharField(
        _("state"), max_length=12, choices=ItemState.choices, default=ItemState.NOT_STARTED
    )

    objects = ScopedQuerySet.as_manager()

    MOVES = ITEM_MOVES
    RESOURCE = "plan_item"
    TONES: ClassVar = {"done": "done"}
    SCOPE_PATHS: ClassVar = {"owner": "plan__organization", "addressee": "plan__addressee", "unit": "lead"}
    GATES: ClassVar = {
        "settled": Q(plan__state__in=SETTLED_PLANS),
        "handed_in": ~Q(plan__state=PlanState.DRAFT),
        "city": Q(plan__kind=PlanKind.CITY),
        "approved": Q(plan__state=PlanState.APPROVED),
    }

    class Meta:
        verbose_name = _("item of a plan")
        verbose_name_plural = _("items of plans")
        ordering = ["number", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ItemState.values), name="committees_item_state"),
            models.UniqueConstraint(
                fields=["plan", "number"], name="committees_item_number", deferrable=models.Deferrable.DEFERRED
            ),
        ]
        indexes = [
            models.Index(fields=["city", "due_on", "id"], name="committees_item_city"),
            models.Index(fields=["county", "due_on", "id"], name="committees_item_county"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.measure[:60]}"

    def get_absolute_url(self) -> str:
        return reverse("plan-item-detail", args=[self.pk])

    @property
    def is_running(self) -> bool:
        """Return whether its date still runs: of a plan that was filed or approved, until the item is done."""
        return self.plan.is_settled and self.state != ItemState.DONE


@pghistory.track(exclude=["province", "city", "county", "updated_at"])
class MajorMatter(Scoped):
    """A major matter that a county office reports to the city office, which receives and answers it (R-ORG-11)."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="major_matters", verbose_name=_("reported by")
    )
    addressee = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("reported to")
    )
    title = models.CharField(_("title"), max_length=120)
    happened_on = models.DateField(_("happened on"))
    facts = models.TextField(_("what happened"))
    measures = models.TextField(_("measures taken"))
    reported_at = models.DateTimeField(_("reported at"), default=timezone.now, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(_("received at"), null=True, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("received by"),
    )
    answer = models.TextField(_("answer"), blank=True)
    updated_at = models.DateTimeField(auto_now=True)
    attachments = GenericRelation(Attachment, content_type_field="owner_type", object_id_field="owner_id")
    state = models.CharField(
        _("state"), max_length=12, choices=MatterState.choices, default=MatterState.REPORTED
    )

    objects = ScopedQuerySet.as_manager()

    MOVES = MATTER_MOVES
    RESOURCE = "major_matter"
    TONES: ClassVar = {"reported": "soon", "received": "busy", "answered": "done", "noted": "done"}
    SCOPE_PATHS: ClassVar = {"owner": "organization", "addressee": "addressee"}

    class Meta:
        verbose_name = _("major matter")
        verbose_name_plural = _("major matters")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MatterState.values), name="committees_matter_state"),
            models.CheckConstraint(
                condition=Q(state="reported") | Q(received_at__isnull=False), name="committees_matter_received"
            ),
        ]
        indexes = [
            models.Index(fields=["city", "-reported_at", "id"], name="committees_matter_city"),
            models.Index(fields=["county", "-reported_at", "id"], name="committees_matter_county"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("major-matter-detail", args=[self.pk])

    @property
    def area(self) -> Area:
        """Return the area whose office answers."""
        return self.addressee.area
