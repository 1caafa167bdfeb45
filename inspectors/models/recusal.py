"""Declared ties of inspectors to units, and the decisions about withdrawing."""
from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inspectorate.register.models import Organization, Scoped, ScopedQuerySet
from inspectors.states import RECUSAL_MOVES, RecusalState, Relation, Requester


class InterestQuerySet(ScopedQuerySet):
    """Declared ties."""

    def standing(self) -> Self:
        """Return the ties that were not declared by mistake."""
        return self.filter(is_void=False)


@pghistory.track(exclude=["province", "city", "county"])
class Interest(Scoped):
    """A tie of an inspector to a unit (R-RECUSE-01, R-RECUSE-02); no relative is named (R-PUB-12)."""

    inspector = models.ForeignKey(
        "inspectors.Inspector", on_delete=models.PROTECT, related_name="interests", verbose_name=_("inspector")
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="interests", verbose_name=_("unit")
    )
    relation = models.CharField(_("tie"), max_length=20, choices=Relation.choices)
    until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("Last day of the tie; empty while it lasts.")
    )
    declared_on = models.DateField(_("declared on"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    is_void = models.BooleanField(_("declared by mistake"), default=False, editable=False)

    objects = InterestQuerySet.as_manager()

    RESOURCE = "interest"
    SCOPE_PATHS: ClassVar = {"self": "inspector__user"}

    class Meta:
        verbose_name = _("declared tie")
        verbose_name_plural = _("declared ties")
        ordering = ["-declared_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(relation__in=Relation.values), name="inspectors_interest_relation"),
            models.CheckConstraint(
                condition=~Q(relation="formerly_employed") | Q(until__isnull=False), name="inspectors_interest_until"
            ),
        ]
        indexes = [models.Index(fields=["organization", "inspector"], name="inspectors_interest_unit")]

    def __str__(self) -> str:
        return f"{self.organization}: {self.get_relation_display()}"

    def get_absolute_url(self) -> str:
        return reverse("inspector-detail", args=[self.inspector_id])


@pghistory.track(exclude=["province", "city", "county"])
class RecusalDecision(Scoped):
    """A recusal asked for and decided (R-RECUSE-03); `matter` is the inspection it came up in, if any."""

    inspector = models.ForeignKey(
        "inspectors.Inspector", on_delete=models.PROTECT, related_name="recusals", verbose_name=_("inspector")
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="recusals", verbose_name=_("unit")
    )
    matter_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    matter_id = models.PositiveBigIntegerField(null=True, blank=True)
    matter = GenericForeignKey("matter_type", "matter_id")
    requester = models.CharField(_("started by"), max_length=12, choices=Requester.choices)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    requested_on = models.DateField(_("asked for on"))
    ground = models.TextField(_("ground"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("decided by"),
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    reasons = models.TextField(_("reasons"), blank=True)
    state = models.CharField(
        _("decision"), max_length=10, choices=RecusalState.choices, default=RecusalState.REQUESTED
    )

    objects = ScopedQuerySet.as_manager()

    MOVES = RECUSAL_MOVES
    RESOURCE = "recusal"
    SCOPE_PATHS: ClassVar = {"self": "inspector__user", "unit": "organization"}
    GATES: ClassVar = {"open": Q(state=RecusalState.REQUESTED)}
    TONES: ClassVar = {"requested": "soon", "recused": "done", "cleared": "idle"}

    class Meta:
        verbose_name = _("recusal")
        verbose_name_plural = _("recusals")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RecusalState.values), name="inspectors_recusal_state"),
            models.CheckConstraint(
                condition=Q(state="requested") | Q(decided_on__isnull=False, decided_by__isnull=False),
                name="inspectors_recusal_decided",
            ),
            models.UniqueConstraint(
                fields=["inspector", "organization"], condition=Q(state="requested"), name="inspectors_recusal_one_open"
            ),
        ]
        indexes = [
            models.Index(fields=["city", "-requested_on", "id"], name="inspectors_recusal_city"),
            models.Index(fields=["county", "-requested_on", "id"], name="inspectors_recusal_county"),
        ]

    def __str__(self) -> str:
        return f"{self.inspector} · {self.organization}"

    def get_absolute_url(self) -> str:
        return reverse("recusal-decision-detail", args=[self.pk])
